import { describe, expect, it } from '@jest/globals';
import { marks } from '../../../functions/shared/domain/ownership.ts';
import { leftByCapture, leftByRecovery } from '../../../functions/shared/failure/left-behind.ts';
import { readableCause, reportFailure } from '../../../functions/shared/failure/report-failure.ts';
import { aDatabase, aMember } from '../factories/databases.ts';
import { snapshotName } from '../factories/notices.ts';
import { aCapturePlan, aRecoveryPlan } from '../factories/plans.ts';
import { aSnapshot, marksOf } from '../factories/snapshots.ts';
import { FakeDatabases } from '../fakes/databases.ts';
import { FakeNotices } from '../fakes/notices.ts';
import { FakeSnapshots } from '../fakes/snapshots.ts';

// Defect class: failed run reported SUCCEEDED.
it('publishes a failure as FAILED, with its step and cause', async () => {
  const notices = new FakeNotices();
  const failure = {
    status: 'FAILED',
    workflow: 'target',
    run: 'run',
    executionArn: 'arn:execution',
    step: 'SwapNames',
    error: 'NameTaken',
    cause: 'expected the live name',
    leftBehind: ['a snapshot'],
  } as const;
  const report = await reportFailure(failure, { notices, topicArn: 'arn:operations' });
  expect(report).toEqual(failure);
  expect(notices.published).toEqual([
    {
      topicArn: 'arn:operations',
      subject: 'Understudy: target run failed at SwapNames',
      document: report,
    },
  ]);
});

// Defect class: a run that did its work is reported as one that failed.
it('publishes of a run that is done, and could not report, that it is done', async () => {
  const notices = new FakeNotices();
  const failure = {
    status: 'UNREPORTED',
    workflow: 'target',
    run: 'run',
    executionArn: 'arn:execution',
    step: 'ReportRecovery',
    error: 'AccessDenied',
    cause: 'not authorized',
    leftBehind: [],
  } as const;
  await reportFailure(failure, { notices, topicArn: 'arn:operations' });
  expect(notices.published).toEqual([
    {
      topicArn: 'arn:operations',
      subject: 'Understudy: target run is done, and its report failed at ReportRecovery',
      document: failure,
    },
  ]);
});

it.each([
  ['{"errorType":"NameTaken","errorMessage":"it is held","trace":[]}', 'it is held'],
  ['the state timed out', 'the state timed out'],
  [
    '{"errorMessage":"too late"} | RollBack failed too: {"errorMessage":"not ours"}',
    'too late | RollBack failed too: not ours',
  ],
  [
    '{"errorMessage":"a"} | RollBack failed too: b | DiscardCluster failed too: {"errorMessage":"c"}',
    'a | RollBack failed too: b | DiscardCluster failed too: c',
  ],
  [
    '{"errorMessage":"a"} | before that the run went on from a failure at SwapNames: {"errorMessage":"b"}',
    'a | before that the run went on from a failure at SwapNames: b',
  ],
  [
    '{"errorMessage":"a"} | RollBack failed too: {"errorMessage":"b"} | before that the run went on from a failure at SwapNames: {"errorMessage":"c"}',
    'a | RollBack failed too: b | before that the run went on from a failure at SwapNames: c',
  ],
  ['{"a":1}', '{"a":1}'],
  ['"text"', '"text"'],
  ['null', 'null'],
  ['', ''],
])('reads the cause %s as %s', (cause, readable) => {
  expect(readableCause(cause)).toBe(readable);
});

describe('what a failed capture left', () => {
  it('is said for each Region that holds something', async () => {
    const left = await leftByCapture(aCapturePlan(), {
      regions: [
        {
          region: 'eu-west-1',
          snapshots: new FakeSnapshots(aSnapshot({ identifier: snapshotName })),
        },
        { region: 'eu-central-1', snapshots: new FakeSnapshots() },
      ],
    });
    expect(left).toEqual([
      `snapshot "${snapshotName}" (available) in eu-west-1: retention removes it`,
    ]);
  });

  it('includes the copy that lies beside the snapshot, in one Region', async () => {
    const plan = aCapturePlan({ target: { accountId: '222222222222', region: 'eu-west-1' } });
    const snapshots = new FakeSnapshots(
      aSnapshot({ identifier: snapshotName }),
      aSnapshot({ identifier: `${snapshotName}-copy`, status: 'failed' }),
    );
    const left = await leftByCapture(plan, { regions: [{ region: 'eu-west-1', snapshots }] });
    expect(left).toHaveLength(2);
    expect(left[1]).toBe(
      `snapshot "${snapshotName}-copy" (failed) in eu-west-1: delete it by hand`,
    );
  });
});

describe('what a failed recovery left', () => {
  const old = aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' });
  const { live: _, ...first } = aRecoveryPlan();

  it.each([
    [
      'the old database',
      aRecoveryPlan(),
      old,
      'is held by the old database, cluster-OLD, which answers',
    ],
    ['it, busy', aRecoveryPlan(), { ...old, status: 'renaming' }, 'which is renaming'],
    [
      'the restored one',
      aRecoveryPlan(),
      { ...old, resourceId: 'cluster-NEW', tags: marksOf(snapshotName, 'restored') },
      'is held by the restored database, cluster-NEW, which answers',
    ],
    [
      'another one',
      aRecoveryPlan(),
      { ...old, resourceId: 'cluster-NEW' },
      'is held by another database, cluster-NEW',
    ],
    ['nobody', aRecoveryPlan(), undefined, 'NOBODY answers to the live name "orders"'],
    [
      'nobody on a first run',
      first,
      undefined,
      'nobody answers to the live name "orders", as before the run',
    ],
  ])('begins with who has the live name: %s', async (_who, plan, live, line) => {
    const databases = new FakeDatabases();
    if (live) databases.add(live, [aMember({ isWriter: true })]);
    const [about] = await leftByRecovery(plan, undefined, {
      databases,
      snapshots: new FakeSnapshots(),
    });
    expect(about).toContain(line);
  });

  it('says that nobody answers where the cluster has lost its instances', async () => {
    const databases = new FakeDatabases().add(old);
    const snapshots = new FakeSnapshots();
    const [about] = await leftByRecovery(aRecoveryPlan(), undefined, { databases, snapshots });
    expect(about).toContain(
      'held by the old database, cluster-OLD, which is available: NOBODY answers',
    );
  });

  it('goes on with what has the other names', async () => {
    const databases = new FakeDatabases()
      .add(old)
      .add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', status: 'failed' }));
    const secured = aSnapshot({ identifier: aRecoveryPlan().names.secured });
    const final = aSnapshot({
      identifier: 'cluster-old-final',
      databaseResourceId: 'cluster-OLD',
      status: 'creating',
    });
    const left = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases,
      snapshots: new FakeSnapshots(secured, final),
    });
    expect(left.slice(1)).toEqual([
      'database "orders-next" (failed), cluster-NEW',
      `snapshot "${secured.identifier}" (available)`,
      'final snapshot of the old database, "cluster-old-final" (creating)',
    ]);
  });

  // Row 9: a name says nothing of whose data a snapshot holds.
  it("tells of no snapshot of another database's as the old one's", async () => {
    const final = aSnapshot({ identifier: 'cluster-old-final', databaseResourceId: 'cluster-X' });
    const left = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases: new FakeDatabases().add(old),
      snapshots: new FakeSnapshots(final),
    });
    expect(left).toHaveLength(1);
  });

  const wentLive = {
    ...marksOf(snapshotName, 'restored'),
    [marks.wentLive]: '2026-01-05T11:00:00.000Z',
  };

  // Row 3: what was acknowledged meanwhile is nowhere else.
  it.each([
    ['2026-01-05T11:05:00.000Z', '2026-01-05T11:05:00.000Z'],
    [undefined, 'the rollback'],
  ])('says from when until %s what lost the live name could be written to', async (until, said) => {
    const databases = new FakeDatabases()
      .add(old)
      .add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: wentLive }));
    const left = await leftByRecovery(aRecoveryPlan(), until, {
      databases,
      snapshots: new FakeSnapshots(),
    });
    expect(left[2]).toBe(
      `"orders-next" could be written to under the live name from 2026-01-05T11:00:00.000Z until ${said}: ` +
        'what was written then is in it alone. Keep it, or take a snapshot of it, until somebody has ' +
        'compared the two',
    );
  });

  it('says since when what has the live name could be written to', async () => {
    const databases = new FakeDatabases().add({
      ...old,
      resourceId: 'cluster-NEW',
      tags: wentLive,
    });
    const [about] = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases,
      snapshots: new FakeSnapshots(),
    });
    expect(about).toContain('and can have been written to since 2026-01-05T11:00:00.000Z');
  });

  it('says nothing of the kind of a stranger, or of what never had the name', async () => {
    const databases = new FakeDatabases()
      .add(old)
      .add(
        aDatabase({
          identifier: 'orders-next',
          resourceId: 'cluster-NEW',
          tags: marksOf(snapshotName, 'restored'),
        }),
      )
      .add(
        aDatabase({
          identifier: 'orders-retired',
          resourceId: 'cluster-X',
          tags: { [marks.wentLive]: '2026-01-05T11:00:00.000Z' },
        }),
      );
    const left = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases,
      snapshots: new FakeSnapshots(),
    });
    expect(left.filter((line) => line.includes('could be written to'))).toEqual([]);
  });
});
