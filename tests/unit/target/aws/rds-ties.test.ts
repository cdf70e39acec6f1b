import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { rdsTies } from '../../../../functions/target/aws/rds-ties.ts';
import { everyTie } from '../../../../functions/target/rules/ties.ts';
import type { Tie, TiesSeen } from '../../../../functions/target/rules/ties.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { proxyRequest } from '../../../../rehearsal/tests/rds/proxies/scene.ts';
import { makeDatabase, makeInstance } from '../../../../rehearsal/tests/rds/scenes.ts';
import { Simulator, targetLocation } from '../../../../rehearsal/tests/rds/simulator.ts';
import { startSimulator } from '../../../../rehearsal/tests/wire/simulator.ts';
import { aDatabase } from '../../factories/databases.ts';
import { inPages, startWorld } from '../../shared/adapters/world.ts';
import type { World } from '../../shared/adapters/world.ts';

const arn = (type: string, name: string): string =>
  `arn:aws:rds:${targetLocation.region}:${targetLocation.accountId}:${type}:${name}`;
const orders = aDatabase({ identifier: 'orders', arn: arn('cluster', 'orders') });
const bills = aDatabase({ kind: 'instance', identifier: 'bills', arn: arn('db', 'bills') });

/** What the simulated RDS, which has two databases, shows of one of them. */
async function seenOn(
  tie: (simulator: Simulator) => Promise<unknown> | void,
  database = orders,
): Promise<TiesSeen> {
  const simulator = new Simulator({ pageSize: 1 });
  await makeDatabase(simulator, targetLocation, 'orders');
  await makeDatabase(simulator, targetLocation, 'other');
  await makeInstance(simulator, targetLocation, 'bills');
  await tie(simulator);
  const { client, endpoint } = await startSimulator([simulator.rds]);
  const rds = sortFailures(new RDSClient(client), rdsAnswers);
  try {
    return await rdsTies(rds).of(database, everyTie);
  } finally {
    rds.destroy();
    await endpoint.close();
  }
}

async function proxied(simulator: Simulator, name: string, targets: object): Promise<void> {
  await simulator.call(targetLocation, 'CreateDBProxy', proxyRequest(simulator, name));
  await simulator.rds.proxies.finish(targetLocation, name);
  await simulator.call(targetLocation, 'RegisterDBProxyTargets', { DBProxyName: name, ...targets });
}

async function endpointed(simulator: Simulator, cluster: string, name: string): Promise<void> {
  await simulator.call(targetLocation, 'CreateDBClusterEndpoint', {
    DBClusterIdentifier: cluster,
    DBClusterEndpointIdentifier: name,
    EndpointType: 'READER',
    StaticMembers: [`${cluster}-1`],
  });
}

const ties: readonly (readonly [
  title: string,
  tie: (simulator: Simulator) => Promise<unknown> | void,
  found: readonly Tie[],
  of?: typeof orders,
])[] = [
  ['nothing', () => {}, []],
  [
    'its own custom endpoints',
    async (simulator) => {
      await endpointed(simulator, 'orders', 'reports');
      await endpointed(simulator, 'other', 'others');
    },
    [
      {
        kind: 'custom-endpoint',
        name: 'reports',
        options: '--endpoint-type reader --static-members orders-1',
      },
    ],
  ],
  [
    'the proxies whose target a cluster is',
    async (simulator) => {
      await proxied(simulator, 'back', { DBClusterIdentifiers: ['other'] });
      await proxied(simulator, 'front', { DBClusterIdentifiers: ['orders'] });
    },
    [{ kind: 'proxy', name: 'front' }],
  ],
  [
    'the proxies whose target a DB instance is',
    async (simulator) => {
      await proxied(simulator, 'back', { DBClusterIdentifiers: ['orders'] });
      await proxied(simulator, 'front', { DBInstanceIdentifiers: ['bills'] });
    },
    [{ kind: 'proxy', name: 'front' }],
    bills,
  ],
  [
    'the integrations whose source it is',
    ({ rds }) => {
      rds.ties.integrate(targetLocation, { name: 'others', source: arn('cluster', 'other') });
      rds.ties.integrate(targetLocation, { name: 'sales', source: arn('cluster', 'orders') });
    },
    [
      {
        kind: 'integration',
        name: 'sales',
        id: arn('integration', '00000000-0000-4000-8000-000000000002'),
      },
    ],
  ],
  ...(['source', 'target'] as const).map(
    (side) =>
      [
        `the blue/green deployments whose ${side} it is`,
        ({ rds }: Simulator) => {
          const sides = { source: arn('cluster', 'other'), target: arn('cluster', 'elsewhere') };
          rds.ties.deployBlueGreen(targetLocation, { name: 'others', ...sides });
          const mine = { ...sides, [side]: arn('cluster', 'orders') };
          rds.ties.deployBlueGreen(targetLocation, { name: 'upgrade', ...mine });
        },
        [{ kind: 'blue-green-deployment', name: 'upgrade', id: 'bgd-0000000000000002' }] as const,
      ] as const,
  ),
  [
    'the global cluster that it is a member of',
    ({ rds }) => {
      rds.ties.globalize(targetLocation.accountId, 'a-world', arn('cluster', 'other'));
      rds.ties.globalize(targetLocation.accountId, 'world', 'elsewhere', arn('cluster', 'orders'));
    },
    [{ kind: 'global-cluster', name: 'world' }],
  ],
];

describe('what a database is tied to, in the simulated RDS', () => {
  it.each(ties)('a look finds %s, on whatever page', async (...[, tie, found, of]) => {
    expect(await seenOn(tie, of)).toEqual({ found, unseen: [] });
  });

  it("a look tells the replicas and the global cluster of a database's own description", async () => {
    const replicas = [{ member: 'ReadReplicaIdentifiers', database: 'copy' }];
    const described = { ...orders, nature: { globalCluster: 'world', replicas } };
    expect((await seenOn(() => {}, described)).found).toEqual([
      { kind: 'global-cluster', name: 'world' },
      { kind: 'read-replica', name: 'copy', member: 'ReadReplicaIdentifiers' },
    ]);
  });
});

describe('a look that AWS does not answer', () => {
  const operations = {
    'custom-endpoint': 'DescribeDBClusterEndpoints',
    proxy: 'DescribeDBProxies',
    integration: 'DescribeIntegrations',
    'blue-green-deployment': 'DescribeBlueGreenDeployments',
    'global-cluster': 'DescribeGlobalClusters',
  } as const;
  const lists = Object.entries(operations);
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ rds: [...Object.values(operations), 'DescribeDBProxyTargets'] });
  });
  afterAll(() => world.simulator.endpoint.close());
  beforeEach(() => {
    world.reset();
    for (const operation of Object.values(operations)) world.answer(operation, () => ({}));
  });
  const look = (): Promise<TiesSeen> =>
    rdsTies(sortFailures(new RDSClient(world.simulator.client), rdsAnswers)).of(orders, everyTie);

  it.each(
    lists.flatMap(([kind, operation]) =>
      ['AccessDenied', 'InvalidAction', 'OptInRequired'].map((name) => [kind, operation, name]),
    ),
  )('a %s whose %s ends as %s is told as unseen, and the others are looked for', async (...row) => {
    const [kind, operation, name] = row as [string, string, string];
    world.answer(operation, () => {
      throw new AwsError(name, 'no');
    });
    expect(await look()).toEqual({ found: [], unseen: [{ kind, why: `${name}: no` }] });
  });

  it.each(lists)(
    'a %s whose %s is throttled is asked for again by the workflow',
    async (...row) => {
      world.answer(row[1], () => {
        throw new AwsError('Throttling', 'Rate exceeded');
      });
      await expect(look()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    },
  );

  it.each(
    lists.flatMap(([, operation]) =>
      Object.entries({
        'a fault of AWS': new AwsError('InternalFailure', 'An internal error occurred', 500),
        'a service that is away': new AwsError('ServiceUnavailable', 'later', 503),
        'a broken connection': new Error('the connection was cut off'),
      }).map(([what, error]) => [operation, what, error] as const),
    ),
  )('a %s that ends in %s tells nothing of what is tied', async (operation, _what, error) => {
    world.answer(operation, () => {
      throw error;
    });
    await expect(look()).rejects.toMatchObject({ message: expect.stringMatching(/\S/) });
  });

  it('a proxy that has gone since it was listed ties nothing', async () => {
    world.answer('DescribeDBProxies', inPages('DBProxies', [{ DBProxyName: 'front' }, {}]));
    world.answer('DescribeDBProxyTargets', () => {
      throw new AwsError('DBProxyNotFoundFault', 'DBProxy front not found.');
    });
    expect(await look()).toEqual({ found: [], unseen: [] });
  });

  it('a cluster is the target of a proxy that tracks it by name', async () => {
    world.answer('DescribeDBProxies', inPages('DBProxies', [{ DBProxyName: 'front' }]));
    world.answer('DescribeDBProxyTargets', () => ({
      Targets: [{ Type: 'RDS_INSTANCE', RdsResourceId: 'orders-1', TrackedClusterId: 'orders' }],
    }));
    expect(await look()).toEqual({ found: [{ kind: 'proxy', name: 'front' }], unseen: [] });
  });
});
