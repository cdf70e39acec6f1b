import { describe, expect, it } from '@jest/globals';
import { leftByCapture } from '../../../../functions/source/steps/left-behind.ts';
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
      `snapshot "${snapshotName}-copy" (failed) in eu-west-1: delete it by hand`,
    );
  });
});
