import { describe, expect, it } from '@jest/globals';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import { findSharedSnapshot } from '../../../../functions/target/steps/find-shared-snapshot.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const { arn } = aNotice().snapshot;
const shared = aSnapshot({ identifier: 'shared', arn });

function look(
  snapshots: FakeSnapshots,
  seconds = 10,
  own = new FakeSnapshots(),
  plan = aRecoveryPlan(),
): ReturnType<typeof findSharedSnapshot> {
  const ports = { snapshots, own, clock: clockAfter(seconds) };
  return findSharedSnapshot(plan, startedAt, ports);
}

describe('FindSharedSnapshot', () => {
  it('FindSharedSnapshot is ready once the snapshot is available', async () => {
    expect(await look(new FakeSnapshots(shared))).toEqual({ state: 'ready', arn });
  });

  it.each([
    ['not visible yet', new FakeSnapshots()],
    ['copying', new FakeSnapshots({ ...shared, status: 'copying' })],
  ])('FindSharedSnapshot waits while the snapshot is %s', async (what, snapshots) => {
    expect(await look(snapshots)).toMatchObject({
      state: 'pending',
      waitingFor: `the shared snapshot ${arn} (${what})`,
    });
  });

  const secured = aSnapshot({
    identifier: aRecoveryPlan().names.secured,
    tags: marksOf(snapshotName, 'secured'),
  });

  it('FindSharedSnapshot is ready once the copy is secured, whatever became of the shared snapshot', async () => {
    for (const snapshots of [
      new FakeSnapshots(),
      new FakeSnapshots({ ...shared, status: 'failed' }),
    ]) {
      const own = new FakeSnapshots(secured);
      expect(await look(snapshots, 10, own)).toEqual({ state: 'ready', arn });
    }
  });

  it.each([
    ['under way', { ...secured, status: 'copying' }],
    ["somebody else's", { ...secured, tags: {} }],
  ])('FindSharedSnapshot waits while the secured copy of that name is %s', async (_what, own) => {
    const answer = await look(new FakeSnapshots(), 10, new FakeSnapshots(own));
    expect(answer).toMatchObject({ state: 'pending' });
  });

  // Defect class: endless poll on a failed status.
  it.each(['failed', 'deleting'])(
    'FindSharedSnapshot fails within one look at the status %s',
    async (status) => {
      await expect(look(new FakeSnapshots({ ...shared, status }))).rejects.toMatchObject({
        name: 'SnapshotFailed',
        message: expect.stringMatching(`found it ${status}: start the source workflow again`),
      });
    },
  );

  it('FindSharedSnapshot ends at its deadline while no snapshot is visible', async () => {
    await expect(
      look(new FakeSnapshots(), pollingSchedules.FindSharedSnapshot.deadline),
    ).rejects.toMatchObject({ name: 'StepOverdue' });
  });
});

/** The shared snapshot, which says something else of itself. */
const of = (changes: Partial<typeof shared>): FakeSnapshots =>
  new FakeSnapshots({ ...shared, ...changes });

// Row 12: a source that isn't itself any more says of a snapshot what it likes.
describe('what FindSharedSnapshot believes of a snapshot', () => {
  it('FindSharedSnapshot refuses a snapshot that is of another database than its notice says', async () => {
    await expect(look(of({ databaseResourceId: 'cluster-FORGED' }))).rejects.toMatchObject({
      name: 'LineageRefused',
      message: expect.stringMatching(/cluster-SOURCE.*cluster-FORGED.*nothing was restored/),
    });
  });

  it('FindSharedSnapshot takes a snapshot of another database where its lineage is accepted', async () => {
    const plan = aRecoveryPlan({ lineage: { accepted: true } });
    const found = of({ databaseResourceId: 'cluster-REPLACED' });
    expect(await look(found, 10, new FakeSnapshots(), plan)).toMatchObject({ state: 'ready' });
  });

  it('FindSharedSnapshot refuses a snapshot that was taken earlier than its notice says', async () => {
    await expect(look(of({ createdAt: '2026-01-04T10:30:00.000Z' }))).rejects.toMatchObject({
      name: 'NoticeRefused',
      message: expect.stringContaining('taken at 2026-01-04T10:30:00.000Z'),
    });
  });

  it.each([
    ['AWS says neither', { databaseResourceId: undefined, createdAt: undefined }],
    ['it was copied later than it was taken', { createdAt: '2026-01-05T12:00:00.000Z' }],
    ['the clocks differ by minutes', { createdAt: '2026-01-05T10:25:00.000Z' }],
  ])('FindSharedSnapshot takes the snapshot where %s', async (_what, changes) => {
    expect(await look(of(changes))).toEqual({ state: 'ready', arn });
  });
});
