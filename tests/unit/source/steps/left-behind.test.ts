import { describe, expect, it } from '@jest/globals';
import { leftByCapture } from '../../../../functions/source/steps/left-behind.ts';
import { awaitingHandover } from '../../../../functions/source/rules/handover.ts';
import { snapshotName } from '../../factories/notices.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { aSnapshot } from '../../factories/snapshots.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

describe('leftByCapture', () => {
  it('what a failed capture left is told for each Region that holds something', async () => {
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

  it('what a failed capture left includes the copy beside the snapshot in one Region', async () => {
    const plan = aCapturePlan({ target: { accountId: '222222222222', region: 'eu-west-1' } });
    const snapshots = new FakeSnapshots(
      aSnapshot({ identifier: snapshotName }),
      aSnapshot({ identifier: `${snapshotName}-copy`, status: 'failed' }),
    );
    const left = await leftByCapture(plan, { regions: [{ region: 'eu-west-1', snapshots }] });
    expect(left).toHaveLength(2);
    expect(left[1]).toBe(
      `snapshot "${snapshotName}-copy" (failed) in eu-west-1: delete it by hand; the next start makes another capture`,
    );
  });

  const awaited = { tags: awaitingHandover };
  const wholly = (status: string, copy = 'copying'): ReturnType<typeof leftByCapture> =>
    leftByCapture(aCapturePlan(), {
      regions: [
        {
          region: 'eu-west-1',
          snapshots: new FakeSnapshots(aSnapshot({ identifier: snapshotName, status, ...awaited })),
        },
        {
          region: 'eu-central-1',
          snapshots: new FakeSnapshots(aSnapshot({ identifier: snapshotName, status: copy })),
        },
      ],
    });

  it.each(['creating', 'available'])(
    'a capture that the target was not told of goes on by the next start, %s',
    async (status) => {
      expect(await wholly(status)).toEqual([
        `snapshot "${snapshotName}" (${status}) in eu-west-1: the next start goes on with it`,
        `snapshot "${snapshotName}" (copying) in eu-central-1: the next start goes on with it`,
      ]);
    },
  );

  it('no start goes on with a capture whose copy has failed', async () => {
    expect(await wholly('available', 'failed')).toEqual([
      `snapshot "${snapshotName}" (available) in eu-west-1: retention removes it`,
      `snapshot "${snapshotName}" (failed) in eu-central-1: delete it by hand; the next start makes another capture`,
    ]);
  });
});
