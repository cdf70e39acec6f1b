import { describe, expect, it } from '@jest/globals';
import { findFinal, freeFinalName } from '../../../../functions/target/steps/final-snapshot.ts';
import { aSnapshot } from '../../factories/snapshots.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const names = [
  'cluster-old-final',
  ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `cluster-old-${n}-final`),
];
const of = (databaseResourceId: string | undefined) => (identifier: string) =>
  aSnapshot({ identifier, databaseResourceId });

describe('freeFinalName', () => {
  it.each([0, 1, 2, 8])(
    'the name of a final snapshot is the next free one where %i are taken',
    async (taken) => {
      const held = names.slice(0, taken).map(of('cluster-UNRELATED'));
      expect(await freeFinalName('cluster-OLD', new FakeSnapshots(...held))).toBe(names[taken]);
    },
  );

  it('a final snapshot has no free name where nine are taken', async () => {
    const snapshots = new FakeSnapshots(...names.map(of('cluster-OLD')));
    await expect(freeFinalName('cluster-OLD', snapshots)).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining('nothing more was deleted'),
    });
  });
});

describe('findFinal', () => {
  it('findFinal finds the newest final snapshot of a database that is gone', async () => {
    const snapshots = new FakeSnapshots(...names.slice(0, 3).toReversed().map(of('cluster-OLD')));
    expect((await findFinal('cluster-OLD', snapshots))?.identifier).toBe('cluster-old-3-final');
  });

  // Row 9: the name is that of a final snapshot, the data another's.
  it.each([
    ['of another database', of('cluster-UNRELATED')('cluster-old-final')],
    ['of which AWS does not say whose it is', of(undefined)('cluster-old-final')],
    ['that somebody took by hand', of('cluster-OLD')('by-hand')],
  ])('findFinal finds no snapshot %s', async (_what, snapshot) => {
    const snapshots = new FakeSnapshots(snapshot);
    expect(await findFinal('cluster-OLD', snapshots)).toBeUndefined();

    snapshots.ignoresResource = true;
    expect(await findFinal('cluster-OLD', snapshots)).toBeUndefined();
  });
});
