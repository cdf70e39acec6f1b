// One file: one endpoint, asked by every protocol and in every wrong way.
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, request as openRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CopyDBClusterSnapshotCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { DescribeDBClustersCommandInput } from '@aws-sdk/client-rds';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws/contracts.ts';
import type { Call, Operation } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { AbortedConnection, createEndpoint } from '../../aws/wire/endpoint.ts';
import { allowAll, caller, rejection, serviceOf, startSimulator } from './simulator.ts';
import type { Simulator } from './simulator.ts';

const simulators: Simulator[] = [];
afterEach(async () => {
  await Promise.all(simulators.splice(0).map(async ({ endpoint }) => endpoint.close()));
});

async function start(...given: Parameters<typeof startSimulator>): Promise<Simulator> {
  const simulator = await startSimulator(...given);
  simulators.push(simulator);
  return simulator;
}

const clusters = (run: Operation): ReturnType<typeof serviceOf> =>
  serviceOf('rds', { DescribeDBClusters: run });

async function describeClusters(
  client: Simulator['client'],
  input: DescribeDBClustersCommandInput = {},
): Promise<unknown> {
  return new RDSClient(client).send(new DescribeDBClustersCommand(input));
}

describe('a call to the endpoint', () => {
  it('a call has its service, operation, account, Region and principal', async () => {
    const calls: Call[] = [];
    const simulator = await start([clusters((_input, call) => void calls.push(call))]);
    await describeClusters(
      { ...simulator.client, region: 'eu-west-1' },
      { DBClusterIdentifier: 'a' },
    );
    const facts = {
      requestId: expect.stringMatching(
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/,
      ),
      service: 'rds',
      operation: 'DescribeDBClusters',
      location: { accountId: '222222222222', region: 'eu-west-1' },
      principal: caller,
    };
    expect(calls).toMatchObject([facts]);
    expect(simulator.records).toEqual([{ ...facts, input: { DBClusterIdentifier: 'a' } }]);
  });

  it('a call has the request id that the client sees', async () => {
    const simulator = await start([clusters(() => ({ DBClusters: [] }))]);
    expect(await describeClusters(simulator.client)).toMatchObject({
      DBClusters: [],
      $metadata: { requestId: simulator.records[0]?.requestId },
    });
  });

  it('a call has the pre-signed URL that the client makes for a copy across Regions', async () => {
    const inputs: Readonly<Record<string, unknown>>[] = [];
    const simulator = await start([
      serviceOf('rds', { CopyDBClusterSnapshot: (input) => void inputs.push(input) }),
    ]);
    const source = 'arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:nightly';
    await new RDSClient(simulator.client).send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: source,
        TargetDBClusterSnapshotIdentifier: 'copy',
        KmsKeyId: 'alias/target',
      }),
    );
    const url = new URL(String(inputs[0]?.['PreSignedUrl']));
    expect(url.hostname).toBe('rds.eu-west-1.amazonaws.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'CopyDBClusterSnapshot',
      DestinationRegion: 'eu-central-1',
      SourceDBClusterSnapshotIdentifier: source,
      'X-Amz-Credential': expect.stringContaining('/eu-west-1/rds/aws4_request'),
    });
  });

  it('a call leaves the connection open for the next one', async () => {
    const simulator = await start([clusters(() => ({}))]);
    const agent = new Agent({ keepAlive: true });
    const reused: boolean[] = [];
    for (let count = 0; count < 2; count++) {
      const sent = openRequest(simulator.url, { agent }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      await once(response.resume(), 'end');
      reused.push(sent.reusedSocket);
    }
    agent.destroy();
    expect(reused).toEqual([false, true]);
  });
});

describe('authorization at the endpoint', () => {
  it('an operation asks for authorization on behalf of the caller, with its own context', async () => {
    const requests: unknown[] = [];
    const simulator = await start(
      [
        {
          name: 'rds',
          operations: {
            DescribeDBClusters: (_input, call) =>
              call.authorize('rds:DescribeDBClusters', 'arn:x', { context: { 'rds:a': 'b' } }),
          },
        },
      ],
      { authorizer: { ...allowAll, require: (request) => void requests.push(request) } },
    );
    await describeClusters(simulator.client);
    expect(requests).toEqual([
      {
        principal: caller,
        action: 'rds:DescribeDBClusters',
        resource: 'arn:x',
        context: { 'rds:a': 'b' },
      },
    ]);
  });

  it('a denied call is answered with the denial', async () => {
    const denial = new AwsError('AccessDenied', 'User: x is not authorized', 403);
    const simulator = await start([clusters(() => ({ DBClusters: [] }))], {
      authorizer: {
        ...allowAll,
        require: () => {
          throw denial;
        },
      },
    });
    expect(await rejection(describeClusters(simulator.client))).toMatchObject({
      name: 'AccessDenied',
      message: 'User: x is not authorized',
    });
    expect(simulator.defects).toEqual([]);
  });

  it('an operation that returns without asking for authorization is reported as a defect', async () => {
    const simulator = await start([
      { name: 'rds', operations: { DescribeDBClusters: () => ({}) } },
    ]);
    expect(await rejection(describeClusters(simulator.client))).toMatchObject({
      name: 'InternalFailure',
      message: expect.stringContaining('rds:DescribeDBClusters') as unknown,
      $metadata: { httpStatusCode: 500 },
    });
    expect(simulator.defects).toMatchObject([{ name: 'SimulatorDefect' }]);
  });
});

describe('operations that are not simulated', () => {
  it('an operation that is not simulated is refused by name, without retry, and as a defect', async () => {
    const simulator = await start([clusters(() => ({}))]);
    const send = new RDSClient(simulator.client).send(new DescribeDBInstancesCommand({}));
    expect(await rejection(send)).toMatchObject({
      name: 'NotSimulated',
      message: "rds:DescribeDBInstances isn't simulated in the simulator",
      $metadata: { httpStatusCode: 501 },
    });
    expect(simulator.defects).toMatchObject([
      {
        name: 'SimulatorDefect',
        message: "rds:DescribeDBInstances isn't simulated in the simulator",
      },
    ]);
  });
});

describe('checks of operations and outputs', () => {
  it.each([
    [
      'a member that the model does not know',
      { DBClusters: [{ Statuss: 'x' }] },
      'DBClusters[0].Statuss',
    ],
    ['a value of another kind', { DBClusters: [{ Port: '5432' }] }, 'DBClusters[0].Port'],
    ['text for a moment', { DBClusters: [{ ClusterCreateTime: '2026' }] }, 'ClusterCreateTime'],
    ['null', { DBClusters: null }, 'DBClusters'],
  ])('an output with %s is reported as a defect', async (_what, output, path) => {
    const simulator = await start([clusters(() => output)]);
    expect(await rejection(describeClusters(simulator.client))).toMatchObject({
      name: 'InternalFailure',
      message: expect.stringContaining(path) as unknown,
    });
    expect(simulator.defects).toHaveLength(1);
  });

  it('an output without a member that the model requires is reported as a defect', async () => {
    const simulator = await start([serviceOf('states', { StartExecution: () => ({}) })]);
    const sent = new SFNClient(simulator.client).send(
      new StartExecutionCommand({ stateMachineArn: 'machine' }),
    );
    expect((await rejection(sent))['message']).toContain('executionArn');
  });

  it('an output member that is undefined counts as absent', async () => {
    const simulator = await start([clusters(() => ({ DBClusters: [{ Engine: undefined }] }))]);
    expect(await describeClusters(simulator.client)).toMatchObject({ DBClusters: [{}] });
  });

  it('an operation of the model that the simulator lacks is reported as a defect', async () => {
    const simulator = await start([{ name: 'rds', operations: {} }]);
    expect((await rejection(describeClusters(simulator.client)))['message']).toContain(
      'rds:DescribeDBClusters',
    );
    expect(simulator.defects).toHaveLength(1);
  });

  it('an operation of the simulator that the model lacks is reported as a defect', async () => {
    const simulator = await start([serviceOf('rds', { DescribeCluster: () => ({}) })]);
    expect((await rejection(describeClusters(simulator.client)))['message']).toContain(
      'DescribeCluster',
    );
    expect(simulator.defects).toHaveLength(1);
  });

  it('a service whose protocol is not known is refused', () => {
    const options = {
      services: [{ name: 'dynamodb', operations: {} }],
      resolvePrincipal: () => caller,
      authorizer: allowAll,
      onInternalError: () => {},
      now: () => Date.now(),
      random: new Random(1),
    };
    expect(() => createEndpoint(options)).toThrow(/dynamodb/);
  });
});

describe('interception of calls', () => {
  it('an interceptor sees the call, and changes nothing by letting it proceed', async () => {
    const seen: string[] = [];
    const simulator = await start([clusters(() => ({ Marker: 'next' }))], {
      intercept: async (call, input, proceed) => {
        seen.push(`${call.operation} ${String(input['Marker'])}`);
        return proceed();
      },
    });
    expect(await describeClusters(simulator.client, { Marker: 'this' })).toMatchObject({
      Marker: 'next',
    });
    expect(seen).toEqual(['DescribeDBClusters this']);
  });

  it('an interceptor may refuse a call before it takes effect', async () => {
    const effects: string[] = [];
    const simulator = await start([clusters(() => void effects.push('done'))], {
      intercept: async () => {
        throw new AwsError('Throttling', 'Rate exceeded', 400);
      },
    });
    expect(await rejection(describeClusters(simulator.client))).toMatchObject({
      name: 'Throttling',
      $retryable: undefined,
    });
    expect(effects).toEqual([]);
  });

  it('an interceptor may cut the connection after the call took effect', async () => {
    const effects: string[] = [];
    const simulator = await start([clusters(() => void effects.push('done'))], {
      intercept: async (_call, _input, proceed) => {
        await proceed();
        throw new AbortedConnection('cut');
      },
    });
    expect(await rejection(describeClusters(simulator.client))).toMatchObject({
      message: expect.stringContaining('socket hang up') as unknown,
    });
    expect(effects).toEqual(['done']);
    expect(simulator.records[0]?.error).toEqual({ name: 'AbortedConnection', message: 'cut' });
    expect(simulator.defects).toEqual([]);
  });

  it('a client may retry on a new connection after a cut', async () => {
    let attempts = 0;
    const simulator = await start([clusters(() => ({ Marker: 'next' }))], {
      intercept: async (_call, _input, proceed) => {
        attempts++;
        if (attempts === 1) throw new AbortedConnection('cut');
        return proceed();
      },
    });
    const client = { ...simulator.client, maxAttempts: 2 };
    expect(await describeClusters(client)).toMatchObject({ Marker: 'next' });
    expect(simulator.records.map(({ error }) => error?.name)).toEqual([
      'AbortedConnection',
      undefined,
    ]);
  });
});

describe('access keys', () => {
  const unrelated = { accessKeyId: 'AKIAUNRELATED', secretAccessKey: 'secret' };
  const expired = { accessKeyId: 'AKIATARGET', secretAccessKey: 'secret', sessionToken: 'expired' };

  it.each([
    ['that nobody holds', unrelated],
    ['whose session token is not known', expired],
  ])('an access key %s is refused as AWS refuses it', async (_what, credentials) => {
    const simulator = await start([
      clusters(() => ({})),
      serviceOf('kms', { DescribeKey: () => ({}) }),
      serviceOf('lambda', { Invoke: () => ({}) }),
    ]);
    const client = { ...simulator.client, credentials };
    const token = 'The security token included in the request is invalid.';
    expect(await rejection(describeClusters(client))).toMatchObject({
      name: 'InvalidClientTokenId',
      message: token,
      $metadata: { httpStatusCode: 403 },
    });
    const key = new KMSClient(client).send(new DescribeKeyCommand({ KeyId: 'key' }));
    expect(await rejection(key)).toMatchObject({
      name: 'UnrecognizedClientException',
      message: token,
      $metadata: { httpStatusCode: 400 },
    });
    const invocation = new LambdaClient(client).send(new InvokeCommand({ FunctionName: 'f' }));
    expect(await rejection(invocation)).toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 403 },
    });
    expect(simulator.records).toEqual([]);
  });
});
