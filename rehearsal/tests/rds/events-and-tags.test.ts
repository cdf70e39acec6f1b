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
import { HANDOVER, SOURCE, Stage } from './stage.ts';

describe('the events of cluster snapshots', () => {
  it('tell of a snapshot’s creation as EventBridge has it, and of no copy and no restore', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    stage.events.length = 0;
    const { DBClusterSnapshotArn: arn } = await makeClusterSnapshot(
      stage,
      SOURCE,
      'orders',
      'taken',
    );
    expect(stage.events).toEqual(
      [
        ['RDS-EVENT-0074', 'Creating manual cluster snapshot'],
        ['RDS-EVENT-0075', 'Manual cluster snapshot created'],
      ].map(([EventID, Message]) => ({
        location: SOURCE,
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
    stage.events.length = 0;
    await stage.call(HANDOVER, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: arn,
      TargetDBClusterSnapshotIdentifier: 'copied',
    });
    await clusterSnapshotWith(stage, HANDOVER, 'copied', 'available');
    await stage.call(HANDOVER, 'RestoreDBClusterFromSnapshot', {
      DBClusterIdentifier: 'restored',
      SnapshotIdentifier: 'copied',
      Engine: 'aurora-postgresql',
    });
    await clusterWith(stage, HANDOVER, 'restored', 'available');
    expect(stage.events).toEqual([]);
  });
});

async function eventsOf(stage: Stage, input: object): Promise<unknown> {
  const { Events } = await stage.call<EventsMessage>(SOURCE, 'DescribeEvents', input);
  return Events?.map(({ SourceType, SourceIdentifier, Message }) =>
    [SourceType, SourceIdentifier, Message].join(' '),
  );
}

describe('DescribeEvents', () => {
  it('tells what happened in the last hour, and longer ago when asked to', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    await stage.clock.run(stage.clock.sleep(3_600_001));
    await makeClusterSnapshot(stage, SOURCE, 'orders', 'taken');
    const recent = [
      'db-cluster-snapshot taken Creating manual cluster snapshot',
      'db-cluster-snapshot taken Manual cluster snapshot created',
    ];

    expect(await eventsOf(stage, {})).toEqual(recent);
    expect(await eventsOf(stage, { Duration: 600 })).toEqual([
      'db-cluster orders DB cluster created',
      'db-instance orders-1 DB instance created',
      ...recent,
    ]);
  });

  it('tells of one database', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    await makeDatabase(stage, SOURCE, 'stock');

    expect(
      await eventsOf(stage, { SourceType: 'db-cluster', SourceIdentifier: 'stock', Duration: 600 }),
    ).toEqual(['db-cluster stock DB cluster created']);
    await expect(eventsOf(stage, { SourceIdentifier: 'stock' })).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
  });

  it("doesn't tell of other places", async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');

    const { Events } = await stage.call<EventsMessage>(HANDOVER, 'DescribeEvents', {
      Duration: 600,
    });

    expect(Events).toEqual([]);
  });
});

describe('tags', () => {
  const arn = 'arn:aws:rds:eu-west-1:111111111111:cluster:orders';
  const list = async (stage: Stage) =>
    (await stage.call<TagListMessage>(SOURCE, 'ListTagsForResource', { ResourceName: arn }))
      .TagList;

  it('are added, replaced, removed and listed', async () => {
    const stage = new Stage();
    await makeCluster(stage, SOURCE, 'orders', { Tags: [{ Key: 'team', Value: 'orders' }] });
    await stage.call(SOURCE, 'AddTagsToResource', {
      ResourceName: arn,
      Tags: [
        { Key: 'team', Value: 'ledger' },
        { Key: 'run', Value: '1' },
      ],
    });
    expect(await list(stage)).toEqual([
      { Key: 'team', Value: 'ledger' },
      { Key: 'run', Value: '1' },
    ]);
    await stage.call(SOURCE, 'RemoveTagsFromResource', { ResourceName: arn, TagKeys: ['team'] });
    expect((await cluster(stage, SOURCE, 'orders'))?.TagList).toEqual([{ Key: 'run', Value: '1' }]);
  });

  it('are at most 50, none of them AWS’s own', async () => {
    const stage = new Stage();
    await makeCluster(stage, SOURCE, 'orders');
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    for (const wrong of [Tags, [{ Key: 'aws:x', Value: '' }], [{ Key: '', Value: 'x' }]]) {
      await expect(
        stage.call(SOURCE, 'AddTagsToResource', { ResourceName: arn, Tags: wrong }),
      ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    }
    expect(await list(stage)).toEqual([]);
  });

  it('come to a snapshot from its cluster where the cluster says so', async () => {
    const stage = new Stage();
    const Tags = [{ Key: 'team', Value: 'orders' }];
    const more = { StorageEncrypted: false, Tags };
    await makeCluster(stage, SOURCE, 'orders', more);
    await makeCluster(stage, SOURCE, 'copying', { ...more, CopyTagsToSnapshot: true });
    expect((await makeClusterSnapshot(stage, SOURCE, 'orders', 'one')).TagList).toEqual([]);
    expect((await makeClusterSnapshot(stage, SOURCE, 'copying', 'two')).TagList).toEqual(Tags);
  });

  it('need a resource that is there', async () => {
    const stage = new Stage();
    await expect(list(stage)).rejects.toMatchObject({ name: 'DBClusterNotFoundFault' });
  });
});

/** Two clusters, created in the order given: what the first came to. */
async function run(names: readonly string[]) {
  const stage = new Stage();
  for (const name of names) {
    await stage.call(SOURCE, 'CreateDBCluster', {
      DBClusterIdentifier: name,
      Engine: 'aurora-postgresql',
      MasterUsername: 'keeper',
      MasterUserPassword: 'correct horse',
    });
  }
  const made = await clusterWith(stage, SOURCE, 'orders', 'available');
  await clusterWith(stage, SOURCE, 'ledger', 'available');
  const log = stage.rds.operationsLog.find(({ identifier }) => identifier === 'orders');
  return { id: made.DbClusterResourceId, endedAt: log?.endedAt };
}

describe('two runs from one seed', () => {
  it('take the same times and give the same ids, in whatever order calls arrive', async () => {
    const one = await run(['orders', 'ledger']);
    expect(one.id).toMatch(/^cluster-[A-Z2-7]{26}$/);
    expect(await run(['ledger', 'orders'])).toEqual(one);
  });
});
