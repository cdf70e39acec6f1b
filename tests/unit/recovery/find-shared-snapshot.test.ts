import { describe, expect, it } from '@jest/globals';
import { paces } from '../../../functions/shared/domain/pace.ts';
import { findSharedSnapshot } from '../../../functions/shared/recovery/find-shared-snapshot.ts';
import { aNotice, snapshotName } from '../factories/notices.ts';
import { startedAt } from '../factories/places.ts';
import { aRecoveryPlan } from '../factories/plans.ts';
import { aSnapshot, marksOf } from '../factories/snapshots.ts';
import { clockAfter } from '../fakes/clock.ts';
import { FakeSnapshots } from '../fakes/snapshots.ts';

const { arn } = aNotice().snapshot;
const shared = aSnapshot({ identifier: 'shared', arn });

function look(
  snapshots: FakeSnapshots,
  seconds = 10,
  own = new FakeSnapshots(),
): ReturnType<typeof findSharedSnapshot> {
  const ports = { snapshots, own, clock: clockAfter(seconds) };
  return findSharedSnapshot(aRecoveryPlan(), startedAt, ports);
}

describe('FindSharedSnapshot', () => {
  it('is ready once the snapshot is available', async () => {
    expect(await look(new FakeSnapshots(shared))).toEqual({ state: 'ready', arn });
  });

  it.each([
    ['not visible yet', new FakeSnapshots()],
    ['copying', new FakeSnapshots({ ...shared, status: 'copying' })],
  ])('waits while it is %s', async (what, snapshots) => {
    expect(await look(snapshots)).toMatchObject({
      state: 'pending',
      waitingFor: `the shared snapshot ${arn} (${what})`,
    });
  });

  const secured = aSnapshot({
    identifier: aRecoveryPlan().names.secured,
    tags: marksOf(snapshotName, 'secured'),
  });

  it('is ready once the copy is secured, whatever became of what was shared', async () => {
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
  ])('waits as ever while the copy of that name is %s', async (_what, own) => {
    const answer = await look(new FakeSnapshots(), 10, new FakeSnapshots(own));
    expect(answer).toMatchObject({ state: 'pending' });
  });

  // Defect class: endless poll on a failed status.
  it.each(['failed', 'deleting'])('fails within one look at the status %s', async (status) => {
    await expect(look(new FakeSnapshots({ ...shared, status }))).rejects.toMatchObject({
      name: 'SnapshotFailed',
      message: expect.stringMatching(`found it ${status}: start the source workflow again`),
    });
  });

  it('ends at its deadline while nothing is visible', async () => {
    await expect(
      look(new FakeSnapshots(), paces.FindSharedSnapshot.deadline),
    ).rejects.toMatchObject({ name: 'StepOverdue' });
  });
});
