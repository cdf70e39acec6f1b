import { afterEach, describe, expect, it } from '@jest/globals';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeKeyCommand, KMSClient, NotFoundException } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import {
  DBInstanceNotFoundFault,
  DescribeDBInstancesCommand,
  RDSClient,
  SnapshotQuotaExceededFault,
} from '@aws-sdk/client-rds';
import {
  DescribeSecretCommand,
  InternalServiceError,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { AuthorizationErrorException, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { AwsError } from '../../aws/contracts.ts';
import type { Service } from '../../aws/contracts.ts';
import { rejection, serviceOf, startSimulator } from './simulator.ts';
import type { Simulator } from './simulator.ts';

const simulators: Simulator[] = [];
afterEach(async () => {
  await Promise.all(simulators.splice(0).map(async ({ endpoint }) => endpoint.close()));
});

/** A simulator with one operation, which throws. */
async function simulatorThrowing(
  service: string,
  operation: string,
  error: Error,
): Promise<Simulator> {
  const throwing: Service = serviceOf(service, {
    [operation]: () => {
      throw error;
    },
  });
  const simulator = await startSimulator([throwing]);
  simulators.push(simulator);
  return simulator;
}

type Send = (client: Simulator['client']) => Promise<unknown>;

const describeInstances: Send = async (client) =>
  new RDSClient(client).send(new DescribeDBInstancesCommand({}));
const describeHealth: Send = async (client) =>
  new ElasticLoadBalancingV2Client(client).send(
    new DescribeTargetHealthCommand({ TargetGroupArn: 'group' }),
  );
const startExecution: Send = async (client) =>
  new SFNClient(client).send(new StartExecutionCommand({ stateMachineArn: 'machine' }));
const describeKey: Send = async (client) =>
  new KMSClient(client).send(new DescribeKeyCommand({ KeyId: 'key' }));
const publish: Send = async (client) =>
  new SNSClient(client).send(new PublishCommand({ Message: 'text' }));
const invoke: Send = async (client) =>
  new LambdaClient(client).send(new InvokeCommand({ FunctionName: 'function' }));
const describeSecret: Send = async (client) =>
  new SecretsManagerClient(client).send(new DescribeSecretCommand({ SecretId: 'secret' }));
const describeRegions: Send = async (client) =>
  new EC2Client(client).send(new DescribeRegionsCommand({}));

describe('errors of the model', () => {
  it.each([
    ['rds', 'DescribeDBInstances', describeInstances, DBInstanceNotFoundFault, 404],
    ['rds', 'DescribeDBInstances', describeInstances, SnapshotQuotaExceededFault, 400],
    ['sns', 'Publish', publish, AuthorizationErrorException, 403],
    [
      'elasticloadbalancing',
      'DescribeTargetHealth',
      describeHealth,
      TargetGroupNotFoundException,
      400,
    ],
    ['states', 'StartExecution', startExecution, ExecutionAlreadyExists, 400],
    ['kms', 'DescribeKey', describeKey, NotFoundException, 400],
    ['secretsmanager', 'DescribeSecret', describeSecret, InternalServiceError, 500],
    ['lambda', 'Invoke', invoke, ResourceNotFoundException, 404],
  ] as const)('an error of %s:%s is the class that the client exports', async (...row) => {
    const [service, operation, send, Class, status] = row;
    const { name } = Class;
    const simulator = await simulatorThrowing(
      service,
      operation,
      new AwsError(name, 'no <such> & thing'),
    );
    const error = await rejection(send(simulator.client));
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({
      name,
      message: 'no <such> & thing',
      $fault: status < 500 ? 'client' : 'server',
      $metadata: { httpStatusCode: status, requestId: simulator.records[0]?.requestId },
    });
    expect(simulator.records[0]?.error).toEqual({ name, message: 'no <such> & thing' });
    expect(simulator.defects).toEqual([]);
  });

  it('an error of awsQuery is sent under its wire code', async () => {
    const simulator = await simulatorThrowing(
      'rds',
      'DescribeDBInstances',
      new AwsError('DBInstanceNotFoundFault', 'gone'),
    );
    expect(await rejection(describeInstances(simulator.client))).toMatchObject({
      Code: 'DBInstanceNotFound',
      Type: 'Sender',
    });
  });

  it.each([
    ['lambda', 'Invoke', invoke, 'ResourceNotFoundException', { Type: 'User' }],
    ['lambda', 'Invoke', invoke, 'TooManyRequestsException', { retryAfterSeconds: '7' }],
    ['kms', 'DescribeKey', describeKey, 'NotFoundException', {}],
  ] as const)('an error of %s:%s has its own members', async (...row) => {
    const [service, operation, send, name, members] = row;
    const thrown = Object.assign(new AwsError(name, 'message'), members);
    const simulator = await simulatorThrowing(service, operation, thrown);
    expect(await rejection(send(simulator.client))).toMatchObject({ name, ...members });
  });

  it('an error with a member that the model does not know is a defect', async () => {
    const thrown = Object.assign(new AwsError('NotFoundException', 'message'), { KeyID: 'key' });
    const simulator = await simulatorThrowing('kms', 'DescribeKey', thrown);
    expect(await rejection(describeKey(simulator.client))).toMatchObject({
      name: 'InternalFailure',
      message: expect.stringContaining('KeyID') as unknown,
    });
    expect(simulator.defects).toHaveLength(1);
  });
});

describe('the wire code of an error instead of its name', () => {
  it('an error thrown by its wire code is a defect that tells its name', async () => {
    const thrown = new AwsError('DBInstanceNotFound', 'gone');
    const simulator = await simulatorThrowing('rds', 'DescribeDBInstances', thrown);
    expect(await rejection(describeInstances(simulator.client))).toMatchObject({
      name: 'InternalFailure',
      message: expect.stringContaining('DBInstanceNotFoundFault') as unknown,
    });
    expect(simulator.defects).toHaveLength(1);
  });
});

describe('errors that the model does not list', () => {
  it.each([
    ['rds', 'DescribeDBInstances', describeInstances, 'Throttling', 400],
    ['rds', 'DescribeDBInstances', describeInstances, 'AccessDenied', 403],
    ['ec2', 'DescribeRegions', describeRegions, 'UnauthorizedOperation', 403],
    ['kms', 'DescribeKey', describeKey, 'AccessDeniedException', undefined],
    ['lambda', 'Invoke', invoke, 'AccessDeniedException', 403],
    ['states', 'StartExecution', startExecution, 'ServiceUnavailable', 503],
  ] as const)('an unlisted error of %s:%s keeps its name and status', async (...row) => {
    const [service, operation, send, name, status] = row;
    const simulator = await simulatorThrowing(
      service,
      operation,
      new AwsError(name, 'why', status),
    );
    expect(await rejection(send(simulator.client))).toMatchObject({
      name,
      message: 'why',
      $metadata: { httpStatusCode: status ?? 400 },
    });
    expect(simulator.defects).toEqual([]);
  });
});

describe('exceptions that are no errors of AWS', () => {
  it.each([
    ['rds', 'DescribeDBInstances', describeInstances, 'InternalFailure'],
    ['ec2', 'DescribeRegions', describeRegions, 'InternalError'],
    ['kms', 'DescribeKey', describeKey, 'InternalFailure'],
    ['lambda', 'Invoke', invoke, 'InternalFailure'],
  ] as const)('an exception of %s:%s is answered with a 500 and reported', async (...row) => {
    const [service, operation, send, name] = row;
    const thrown = new TypeError('x is undefined');
    const simulator = await simulatorThrowing(service, operation, thrown);
    expect(await rejection(send(simulator.client))).toMatchObject({
      name,
      message: 'x is undefined',
      $metadata: { httpStatusCode: 500 },
    });
    expect(simulator.defects).toEqual([thrown]);
    expect(simulator.records[0]?.error?.name).toBe('TypeError');
  });
});
