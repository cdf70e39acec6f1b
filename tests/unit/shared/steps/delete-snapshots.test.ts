import { describe, expect, it } from '@jest/globals';
import { deleteSnapshots } from '../../../../functions/shared/steps/delete-snapshots.ts';
import { NotInState } from '../../../../functions/shared/ports/aws-errors.ts';
import { aSnapshot } from '../../factories/snapshots.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const target = '222222222222';
const unrelated = '333333333333';

const given = ['nightly-1', 'nightly-2', 'nightly-3'].map((identifier) =>
  aSnapshot({ identifier }),
);

async function deleteGiven(snapshots: FakeSnapshots, atMost = 10): Promise<readonly string[]> {
  return deleteSnapshots({ snapshots: given, ownShares: [target], atMost }, { snapshots });
}

describe('deleteSnapshots', () => {
  it('deleteSnapshots deletes the given snapshots, and no others', async () => {
    const snapshots = new FakeSnapshots(...given, aSnapshot({ identifier: 'nightly-4' }));
    expect(await deleteGiven(snapshots)).toEqual(['nightly-1', 'nightly-2', 'nightly-3']);
    expect(snapshots.names).toEqual(['nightly-4']);
  });

  it.each([
    [0, []],
    [1, ['nightly-1']],
    [2, ['nightly-1', 'nightly-2']],
  ])(
    'deleteSnapshots deletes at most %i of the given snapshots, the first ones',
    async (atMost, names) => {
      const snapshots = new FakeSnapshots(...given);
      expect(await deleteGiven(snapshots, atMost)).toEqual(names);
      expect(snapshots.names).toHaveLength(given.length - atMost);
    },
  );

  it.each([
    ['with nobody', [], true],
    ['with the target alone', [target], true],
    ['with an unrelated account alone', [unrelated], false],
    ['with the target and an unrelated account', [target, unrelated], false],
    ['with everybody', ['all'], false],
  ])(
    'deleteSnapshots keeps a snapshot that is shared beyond the target: shared %s',
    async (_whom, accounts, goes) => {
      const snapshots = new FakeSnapshots(...given);
      snapshots.shares.set('nightly-2', accounts);
      const deleted = await deleteGiven(snapshots);
      expect(deleted.includes('nightly-2')).toBe(goes);
      expect(snapshots.names).toEqual(goes ? [] : ['nightly-2']);
    },
  );

  it('deleteSnapshots skips a snapshot that AWS does not delete now', async () => {
    const snapshots = new FakeSnapshots(...given);
    snapshots.faults.next('delete', new NotInState('it is being copied'));
    expect(await deleteGiven(snapshots)).toEqual(['nightly-2', 'nightly-3']);
    expect(snapshots.names).toEqual(['nightly-1']);
  });

  // Defect class: swallowed exception.
  it('deleteSnapshots fails when AWS refuses a deletion, and deletes no more', async () => {
    const snapshots = new FakeSnapshots(...given);
    const refused = new Error('AccessDenied');
    snapshots.faults.next('delete', refused);
    await expect(deleteGiven(snapshots)).rejects.toBe(refused);
    expect(snapshots.names).toHaveLength(3);
  });
});
