import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { serviceOf, startSimulator } from './simulator.ts';
import type { Simulator } from './simulator.ts';

/** Requests that no SDK client sends. */
const version = 'Version=2014-10-31';
const form = 'application/x-www-form-urlencoded';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator([
    serviceOf('rds', { DescribeDBClusters: () => ({}), CreateDBClusterSnapshot: () => ({}) }),
    serviceOf('states', { StartExecution: () => ({}) }),
    serviceOf('ec2', { DescribeVpcs: () => ({}), DeleteVpc: () => ({}) }),
    serviceOf('lambda', { GetFunction: () => ({}) }),
  ]);
});
afterAll(async () => simulator.endpoint.close());
beforeEach(() => {
  simulator.defects.length = 0;
  simulator.records.length = 0;
});

function signature(service: string, key = 'AKIATARGET'): string {
  return (
    `AWS4-HMAC-SHA256 Credential=${key}/20260105/eu-central-1/${service}/aws4_request, ` +
    'SignedHeaders=host;x-amz-date, Signature=0123456789abcdef'
  );
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function post(
  body: string,
  headers: Readonly<Record<string, string>>,
  path = '/',
  method = 'POST',
): Promise<Answer> {
  const response = await fetch(simulator.url + path, {
    method,
    headers: { 'x-amz-date': '20260105T000000Z', ...headers },
    ...(method === 'POST' && { body }),
  });
  return { status: response.status, body: await response.text() };
}

async function query(body: string, service = 'rds'): Promise<Answer> {
  return post(body, { 'content-type': form, authorization: signature(service) });
}

async function json(target: string, body: string): Promise<Answer> {
  return post(body, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    authorization: signature('states'),
  });
}

describe('a request without a signature', () => {
  it('a request without a signature is refused in the form of awsQuery', async () => {
    const { status, body } = await post(`Action=DescribeDBClusters&${version}`, {
      'content-type': form,
    });
    expect(status).toBe(403);
    expect(body).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  it('a request without a signature is refused in the form of awsJson', async () => {
    const { status, body } = await post('{}', {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSStepFunctions.StartExecution',
    });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  it('a request without a signature is refused in the form of restJson1', async () => {
    const { status, body } = await post('', {}, '/2015-03-31/functions', 'GET');
    expect(status).toBe(403);
    expect(body).toContain('Missing Authentication Token');
  });
});

describe('a malformed signature', () => {
  it.each([
    ['another scheme', 'Basic dXNlcjpzZWNyZXQ=', 'Basic'],
    ['no parameters', 'AWS4-HMAC-SHA256', "requires 'Credential' parameter"],
    [
      'no signature',
      'AWS4-HMAC-SHA256 Credential=A/20260105/eu-west-1/rds/aws4_request, SignedHeaders=host',
      "requires 'Signature' parameter",
    ],
    [
      'a short credential',
      'AWS4-HMAC-SHA256 Credential=A/eu-west-1/rds/aws4_request, SignedHeaders=host, Signature=0',
      "got 'A/eu-west-1/rds/aws4_request'",
    ],
  ])('a signature with %s is refused', async (_what, authorization, detail) => {
    const { status, body } = await post('Action=X', { 'content-type': form, authorization });
    expect(status).toBe(400);
    expect(body).toContain('<Code>IncompleteSignature</Code>');
    expect(body).toContain(detail);
  });

  it('a signature without a date is refused', async () => {
    const response = await fetch(simulator.url, {
      method: 'POST',
      headers: { 'content-type': form, authorization: signature('rds') },
      body: 'Action=X',
    });
    expect(await response.text()).toContain('X-Amz-Date');
  });
});

describe('a client that disconnects in the middle of its request', () => {
  it('a client that disconnects in the middle of its request is no defect of the simulator', async () => {
    const own = await startSimulator([serviceOf('rds', {})]);
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: simulator\r\nexpect: 100-continue\r\n');
    socket.write('content-length: 9\r\n\r\nAct');
    // The interim answer says that the server has begun to read the body.
    await once(socket, 'data');
    socket.destroy();
    await once(socket, 'close');
    // By the time that the next request is answered, the broken one has been dealt with.
    await fetch(own.url);
    await own.endpoint.close();
    expect(own.defects).toEqual([]);
    expect(own.records).toEqual([]);
  });
});

describe('an unknown service', () => {
  it('an unknown service is refused by name, and reported', async () => {
    const { status, body } = await query('Action=DescribeAlarms', 'monitoring');
    expect(status).toBe(403);
    expect(body).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(body).toContain('no monitoring in the simulator');
    expect(simulator.defects).toHaveLength(1);
  });
});

describe('an unknown operation', () => {
  it.each([
    ['of another name', `Action=DescribeDBCluster&${version}`, 'DescribeDBCluster'],
    ['of another version', 'Action=DescribeDBClusters&Version=2013-09-09', 'DescribeDBClusters'],
    ['without a name', version, ''],
  ])('an operation %s is refused by awsQuery', async (_what, body, name) => {
    const answer = await query(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<Code>InvalidAction</Code>');
    expect(answer.body).toContain(`Could not find operation ${name} for version 2014-10-31`);
  });

  it.each(['AWSStepFunctions.StartExecutio', 'StartExecution', 'TrentService.StartExecution'])(
    '%s is refused by awsJson as an unknown operation',
    async (target) => {
      const { status, body } = await json(target, '{}');
      expect(status).toBe(400);
      expect(body).toContain('UnknownOperationException');
    },
  );

  it('an unknown operation is refused by restJson1', async () => {
    const { status, body } = await post(
      '{}',
      { authorization: signature('lambda') },
      '/2015-03-31/function',
    );
    expect(status).toBe(404);
    expect(body).toContain('POST /2015-03-31/function');
  });
});

describe('an input that the model does not allow', () => {
  it.each([
    ['Colour=red', 'ValidationError', 'The parameter Colour is not recognized'],
    ['Tags.Tag.1.Colour=red', 'ValidationError', 'Tags.1.Colour is not recognized'],
    ['Tags.Tag.x.Key=a', 'ValidationError', 'Tags.x is not recognized'],
    ['Tags.member.1.Key=a', 'ValidationError', 'Tags.member is not recognized'],
    ['DBClusterIdentifier=b', 'MalformedInput', 'DBClusterIdentifier is not a field given once'],
    ['DBClusterSnapshotIdentifier.x=b', 'MalformedInput', 'is not a string'],
  ])('an invalid input is refused by awsQuery: %s', async (field, code, message) => {
    const { status, body } = await query(
      `Action=CreateDBClusterSnapshot&${version}&DBClusterIdentifier=a&${field}`,
    );
    expect(status).toBe(400);
    expect(body).toContain(`<Code>${code}</Code>`);
    expect(body).toContain(message);
    expect(simulator.defects).toEqual([]);
    expect(simulator.records).toMatchObject([
      { operation: 'CreateDBClusterSnapshot', error: { name: code } },
    ]);
  });

  it.each([
    ['MaxRecords=many', 'MaxRecords is not a number'],
    ['IncludeShared=yes', 'IncludeShared is not a boolean'],
  ])('an input of another type is refused by awsQuery: %s', async (field, message) => {
    const { body } = await query(`Action=DescribeDBClusters&${version}&${field}`);
    expect(body).toContain('<Code>MalformedInput</Code>');
    expect(body).toContain(message);
  });

  it('an input without a required member is refused by awsQuery', async () => {
    const { status, body } = await query(
      `Action=CreateDBClusterSnapshot&${version}&DBClusterIdentifier=a`,
    );
    expect(status).toBe(400);
    expect(body).toContain('<Code>ValidationError</Code>');
    expect(body).toContain("Value null at 'dBClusterSnapshotIdentifier' failed");
  });

  it.each([
    [
      'Action=DescribeVpcs&Colour=red',
      'UnknownParameter',
      'The parameter Colour is not recognized',
    ],
    ['Action=DeleteVpc', 'MissingParameter', 'The request must contain the parameter VpcId'],
    ['Action=DeleteVpc&VpcId=a&DryRun=yes', 'InvalidParameterValue', 'DryRun is not a boolean'],
  ])('an invalid input is refused by ec2Query: %s', async (fields, code, message) => {
    const { status, body } = await query(`${fields}&Version=2016-11-15`, 'ec2');
    expect(status).toBe(400);
    expect(body).toContain(`<Response><Errors><Error><Code>${code}</Code><Message>${message}`);
  });

  it.each([
    ['{"stateMachineArn":"a","colour":"red"}', 'ValidationException', 'colour'],
    ['{"stateMachineArn":1}', 'SerializationException', 'stateMachineArn is not a string'],
    ['{"stateMachineArn":null}', 'ValidationException', "Value null at 'stateMachineArn' failed"],
    ['{', 'SerializationException', 'The input is not a JSON object'],
    ['[]', 'SerializationException', 'The input is not a JSON object'],
  ])('an invalid input is refused by awsJson: %s', async (input, name, message) => {
    const { status, body } = await json('AWSStepFunctions.StartExecution', input);
    expect(status).toBe(400);
    const answer = JSON.parse(body) as Record<string, string>;
    expect(answer['__type']).toBe(name);
    expect(answer['message']).toContain(message);
  });

  it('an invalid input is refused by restJson1', async () => {
    const { status, body } = await post(
      '',
      { authorization: signature('lambda') },
      '/2015-03-31/functions/f?Colour=red',
      'GET',
    );
    expect(status).toBe(400);
    expect(body).toContain('The parameter Colour is not recognized');
  });
});
