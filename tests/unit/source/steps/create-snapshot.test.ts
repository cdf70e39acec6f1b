import { describe, expect, it } from '@jest/globals';
import { createSnapshot } from '../../../../functions/source/steps/create-snapshot.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

describe('CreateSnapshot', () => {
  it('CreateSnapshot takes the time of the capture from the snapshot', async () => {
    const snapshots = new FakeSnapshots(
      aSnapshot({
        identifier: snapshotName,
        createdAt: '2026-01-05T10:31:07.000Z',
        tags: marksOf(snapshotName, 'snapshot'),
      }),
    );
    const ports = { snapshots, clock: clockAfter(600) };
    expect(await createSnapshot(aCapturePlan(), startedAt, 12, ports)).toMatchObject({
      capturedAt: '2026-01-05T10:31:07.000Z',
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
    });
  });

  it('CreateSnapshot takes its own start as the time of the capture where AWS does not say it', async () => {
    const tags = marksOf(snapshotName, 'snapshot');
    const undated = aSnapshot({ identifier: snapshotName, createdAt: undefined, tags });
    const ports = { snapshots: new FakeSnapshots(undated), clock: clockAfter(600) };
    expect(await createSnapshot(aCapturePlan(), startedAt, 12, ports)).toEqual({
      state: 'ready',
      arn: undated.arn,
      capturedAt: startedAt,
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
    });
  });

  it('CreateSnapshot marks what it makes as the snapshot of this capture', async () => {
    const snapshots = new FakeSnapshots();
    const ports = { snapshots, clock: clockAfter(0) };
    expect(await createSnapshot(aCapturePlan(), startedAt, 12, ports)).toMatchObject({
      state: 'pending',
      waitingFor: `snapshot "${snapshotName}" (creating, 0 %)`,
    });
    expect(snapshots.tagsOf(snapshotName)).toEqual({
      ...marksOf(snapshotName, 'snapshot', 'capture-run'),
      [tagKeys.source]: 'cluster-SOURCE',
      [tagKeys.notified]: 'no',
    });
  });
});
