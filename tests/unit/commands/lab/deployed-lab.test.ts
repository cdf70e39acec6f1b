import { describe, expect, it } from '@jest/globals';
import { openDeployedLab } from '../../../../commands/lab/deployed-lab.ts';
import type { Clients } from '../../../../commands/lab/deployed-lab.ts';
import { turn } from '../../fakes/turn.ts';
import { result } from './fake-lab.ts';

type Sent = { readonly constructor: { readonly name: string }; readonly input: object };

const outputs = {
  ClusterIdentifier: 'understudy-lab',
  ProbeDatabaseFunctionName: 'understudy-lab-ProbeDatabase-AbC',
  ProxyName: 'understudy-lab',
};

const text = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const { ProxyName: _, ...withoutProxy } = outputs;

/** AWS as far as the command asks it. */
function aws(options: {
  readonly outputs?: Readonly<Record<string, string>>;
  readonly nlb?: string;
  readonly stackError?: Error;
  readonly probe?: object;
  readonly cluster?: object;
}) {
  const asked: (readonly [string, object])[] = [];
  const answers: Readonly<Record<string, () => object>> = {
    DescribeStacksCommand: () => {
      if (options.stackError) throw options.stackError;
      const Outputs = Object.entries(options.outputs ?? outputs).map(
        ([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }),
      );
      const Parameters = [{ ParameterKey: 'NlbHost', ParameterValue: options.nlb ?? '' }];
      return { Stacks: [{ StackName: 'lab', Outputs, Parameters }] };
    },
    DescribeDBClustersCommand: () => ({
      DBClusters: [
        {
          Engine: 'aurora-postgresql',
          EngineVersion: '16.6',
          Status: 'available',
          DBClusterMembers: [{}, {}],
          ...options.cluster,
        },
      ],
    }),
    FailoverDBClusterCommand: () => ({}),
    InvokeCommand: () => options.probe ?? { Payload: text(result()) },
  };
  const client = {
    async send(command: Sent) {
      await turn();
      asked.push([command.constructor.name, command.input]);
      return answers[command.constructor.name]?.() ?? {};
    },
  };
  const clients = { cloudFormation: client, lambda: client, rds: client } as unknown as Clients;
  return { clients, asked };
}

describe('a deployed lab', () => {
  it.each([
    [{}, ['direct', 'proxy']],
    [{ nlb: 'orders.elb.example' }, ['direct', 'nlb', 'proxy']],
    [{ outputs: withoutProxy }, ['direct']],
  ])('a lab with %j has the paths %j', async (options, expected) => {
    const lab = await openDeployedLab('understudy-lab', aws(options).clients);

    expect(lab.paths).toEqual(expected);
    expect(lab.playedBy.direct).toBe(
      "aurora-postgresql 16.6, Serverless v2, by the cluster's endpoint",
    );
  });

  it('a lab is probed by its function and failed over by its cluster', async () => {
    const { clients, asked } = aws({});
    const lab = await openDeployedLab('understudy-lab', clients);
    const request = { path: 'proxy', clients: 4, seconds: 60, intervalMilliseconds: 100 } as const;

    expect(await lab.probe(request)).toEqual(result());
    await lab.failOver();

    expect(asked.slice(2)).toEqual([
      [
        'InvokeCommand',
        { FunctionName: outputs.ProbeDatabaseFunctionName, Payload: JSON.stringify(request) },
      ],
      ['FailoverDBClusterCommand', { DBClusterIdentifier: 'understudy-lab' }],
    ]);
  });

  it.each([
    [{}, true],
    [{ Status: 'failing-over' }, false],
    [{ DBClusterMembers: [{}] }, false],
  ])('a cluster with %j is ready: %s', async (cluster, expected) => {
    const lab = await openDeployedLab('understudy-lab', aws({ cluster }).clients);

    expect(await lab.isReady()).toBe(expected);
  });

  it.each([
    ['a stack that is not there', { stackError: new Error('Stack with id x does not exist') }],
    ['nobody who may ask', { stackError: new Error('Could not load credentials') }],
    ['another stack', { outputs: { ClusterIdentifier: 'orders' } }],
  ])('%s is refused in one line', async (_what, options) => {
    await expect(openDeployedLab('x', aws(options).clients)).rejects.toMatchObject({
      name: 'WrongOption',
      message: expect.stringMatching(/^--stack: expected the stack [^\n]+$/),
    });
  });

  it('a function that throws ends the probe with what it said', async () => {
    const payload = { errorType: 'InvalidInput', errorMessage: 'found nlb' };
    const { clients } = aws({
      probe: {
        FunctionError: 'Unhandled',
        Payload: text(payload),
      },
    });
    const lab = await openDeployedLab('understudy-lab', clients);

    await expect(
      lab.probe({ path: 'nlb', clients: 1, seconds: 1, intervalMilliseconds: 100 }),
    ).rejects.toMatchObject({ name: 'ProbeFailed', message: expect.stringContaining('found nlb') });
  });
});
