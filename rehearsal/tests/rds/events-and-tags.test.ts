import { describe, expect, it } from '@jest/globals';
import type { EventsMessage, TagListMessage } from '@aws-sdk/client-rds';
import {
  cluster,
  clusterSnapshotWith,
  clusterWith,
  makeCluster,
  makeClusterSnapshot,
  makeDatabase,
} from './scenes.ts';
import { handover, sourceLocation, Simulator } from './simulator.ts';

describe('the events of cluster snapshots', () => {
  it('EventBridge gets events of a cluster snapshot’s creation, and none of copies and restores', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    simulator.events.length = 0;
    const { DBClusterSnapshotArn: arn } = await makeClusterSnapshot(
      simulator,
      sourceLocation,
      'orders',
      'taken',
    );
    expect(simulator.events).toEqual(
      [
        ['RDS-EVENT-0074', 'Creating manual cluster snapshot'],
        ['RDS-EVENT-0075', 'Manual cluster snapshot created'],
      ].map(([EventID, Message]) => ({
        location: sourceLocation,
        source: 'aws.rds',
        detailType: 'RDS DB Cluster Snapshot Event',
        resources: [arn],
        detail: {
          EventCategories: ['backup'],
          SourceType: 'CLUSTER_SNAPSHOT',
          SourceArn: arn,
          Date: expect.stringMatching(/^2026-01-05T\d\d:\d\d:\d\d\.\d{3}Z$/),
          SourceIdentifier: 'taken',
          Message,
          EventID,
        },
      })),
    );
    simulator.events.length = 0;
    await simulator.call(handover, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: arn,
      TargetDBClusterSnapshotIdentifier: 'copied',
    });
    await clusterSnapshotWith(simulator, handover, 'copied', 'available');
    await simulator.call(handover, 'RestoreDBClusterFromSnapshot', {
      DBClusterIdentifier: 'restored',
      SnapshotIdentifier: 'copied',
      Engine: 'aurora-postgresql',
    });
    await clusterWith(simulator, handover, 'restored', 'available');
    expect(simulator.events).toEqual([]);
  });
});

async function eventsOf(simulator: Simulator, input: object): Promise<unknown> {
  const { Events } = await simulator.call<EventsMessage>(sourceLocation, 'DescribeEvents', input);
  return Events?.map(({ SourceType, SourceIdentifier, Message }) =>
    [SourceType, SourceIdentifier, Message].join(' '),
  );
}

describe('DescribeEvents', () => {
  it('DescribeEvents lists the events of the last hour, and older ones on request', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await simulator.clock.run(simulator.clock.sleep(3_600_001));
    await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'taken');
    const recent = [
      'db-cluster-snapshot taken Creating manual cluster snapshot',
      'db-cluster-snapshot taken Manual cluster snapshot created',
    ];

    expect(await eventsOf(simulator, {})).toEqual(recent);
    expect(await eventsOf(simulator, { Duration: 600 })).toEqual([
      'db-cluster orders DB cluster created',
      'db-instance orders-1 DB instance created',
      ...recent,
    ]);
  });

  it('DescribeEvents lists the events of one database', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await makeDatabase(simulator, sourceLocation, 'stock');

    expect(
      await eventsOf(simulator, {
        SourceType: 'db-cluster',
        SourceIdentifier: 'stock',
        Duration: 600,
      }),
    ).toEqual(['db-cluster stock DB cluster created']);
    await expect(eventsOf(simulator, { SourceIdentifier: 'stock' })).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
  });

  it('DescribeEvents lists no events of other accounts and Regions', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');

    const { Events } = await simulator.call<EventsMessage>(handover, 'DescribeEvents', {
      Duration: 600,
    });

    expect(Events).toEqual([]);
  });
});

describe('tags of RDS resources', () => {
  const arn = 'arn:aws:rds:eu-west-1:111111111111:cluster:orders';
  const list = async (simulator: Simulator) =>
    (
      await simulator.call<TagListMessage>(sourceLocation, 'ListTagsForResource', {
        ResourceName: arn,
      })
    ).TagList;

  it('tags are added, replaced, removed and listed', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders', {
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
    await simulator.call(sourceLocation, 'AddTagsToResource', {
      ResourceName: arn,
      Tags: [
        { Key: 'team', Value: 'ledger' },
        { Key: 'run', Value: '1' },
      ],
    });
    expect(await list(simulator)).toEqual([
      { Key: 'team', Value: 'ledger' },
      { Key: 'run', Value: '1' },
    ]);
    await simulator.call(sourceLocation, 'RemoveTagsFromResource', {
      ResourceName: arn,
      TagKeys: ['team'],
    });
    expect((await cluster(simulator, sourceLocation, 'orders'))?.TagList).toEqual([
      { Key: 'run', Value: '1' },
    ]);
  });

  it('a resource has at most 50 tags, and no new tag with the prefix of AWS', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders');
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    const reserved = ['aws:x', 'AWS:x', 'rds:x'].map((Key) => [{ Key, Value: '' }]);
    for (const wrong of [Tags, ...reserved, [{ Key: '', Value: 'x' }]]) {
      await expect(
        simulator.call(sourceLocation, 'AddTagsToResource', { ResourceName: arn, Tags: wrong }),
      ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    }
    expect(await list(simulator)).toEqual([]);
    simulator.rds.setTags(arn, new Map([['aws:cloudformation:stack-name', 'orders']]));
    await simulator.call(sourceLocation, 'AddTagsToResource', {
      ResourceName: arn,
      Tags: Tags.slice(1),
    });
    expect(await list(simulator)).toHaveLength(51);
  });

  it('a snapshot that gets the tags of its cluster and of its request has at most 50', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'copying', {
      StorageEncrypted: false,
      CopyTagsToSnapshot: true,
      Tags: Array.from({ length: 49 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
    });
    const take = (name: string, ...keys: readonly string[]) =>
      simulator.call(sourceLocation, 'CreateDBClusterSnapshot', {
        DBClusterIdentifier: 'copying',
        DBClusterSnapshotIdentifier: name,
        Tags: keys.map((Key) => ({ Key, Value: '' })),
      });
    await expect(take('too-many', 'one', 'two')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('51'),
    });
    await take('enough', 'one');
  });

  it('a snapshot gets the tags of its cluster when the cluster is set to copy them', async () => {
    const simulator = new Simulator();
    const Tags = [{ Key: 'team', Value: 'orders' }];
    const more = { StorageEncrypted: false, Tags };
    await makeCluster(simulator, sourceLocation, 'orders', more);
    await makeCluster(simulator, sourceLocation, 'copying', { ...more, CopyTagsToSnapshot: true });
    expect((await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'one')).TagList).toEqual(
      [],
    );
    expect(
      (await makeClusterSnapshot(simulator, sourceLocation, 'copying', 'two')).TagList,
    ).toEqual(Tags);
  });

  it('a tag needs a resource that exists', async () => {
    const simulator = new Simulator();
    await expect(list(simulator)).rejects.toMatchObject({ name: 'DBClusterNotFoundFault' });
  });
});

/** Two clusters, created in the order given: what the first came to. */
async function run(names: readonly string[]) {
  const simulator = new Simulator();
  for (const name of names) {
    await simulator.call(sourceLocation, 'CreateDBCluster', {
      DBClusterIdentifier: name,
      Engine: 'aurora-postgresql',
      MasterUsername: 'keeper',
      MasterUserPassword: 'correct horse',
    });
  }
  const made = await clusterWith(simulator, sourceLocation, 'orders', 'available');
  await clusterWith(simulator, sourceLocation, 'ledger', 'available');
  const log = simulator.rds.operationsLog.find(({ identifier }) => identifier === 'orders');
  return { id: made.DbClusterResourceId, endedAt: log?.endedAt };
}

describe('the reproducibility of the RDS simulator', () => {
  it('two runs from one seed have the same durations and ids, in whatever order calls arrive', async () => {
    const one = await run(['orders', 'ledger']);
    expect(one.id).toMatch(/^cluster-[A-Z2-7]{26}$/);
    expect(await run(['ledger', 'orders'])).toEqual(one);
  });
});
