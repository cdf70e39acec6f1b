import { describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { leftUnplanned } from '../../../../functions/target/steps/left-unplanned.ts';
import { aDatabase } from '../../factories/databases.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

const names = { live: 'orders', temporary: 'orders-next' };
const replaces = { tags: { [tagKeys.replaces]: 'cluster-OLD' } };

describe('leftUnplanned', () => {
  it.each([
    [
      'everything as before a first run',
      [],
      ['NOBODY answers to the live name "orders", unless this recovery is the first'],
    ],
    [
      'everything as before a run',
      [{ identifier: 'orders', resourceId: 'cluster-OLD' }],
      ['the live name "orders" is held by cluster-OLD, which is available'],
    ],
    [
      'a swap that was stopped before it renamed',
      [
        { identifier: 'orders', resourceId: 'cluster-OLD' },
        { identifier: 'orders-next', resourceId: 'cluster-NEW', ...replaces },
      ],
      [
        'the live name "orders" is held by cluster-OLD, which is available',
        '"orders-next" was there before this run: cluster-NEW, which is available',
      ],
    ],
    [
      'a swap that was stopped in its first rename',
      [
        { identifier: 'orders', resourceId: 'cluster-OLD', status: 'renaming' },
        { identifier: 'orders-next', resourceId: 'cluster-NEW', ...replaces },
      ],
      [
        'the live name "orders" is held by cluster-OLD, which is renaming: its name changes, look again',
        '"orders-next" was there before this run: cluster-NEW, which is available',
      ],
    ],
    [
      'a swap that was stopped between its renames',
      [
        { identifier: 'orders-retired-0a0b0c0d', resourceId: 'cluster-OLD' },
        { identifier: 'orders-next', resourceId: 'cluster-NEW', ...replaces },
      ],
      [
        'NOBODY answers to the live name "orders", unless this recovery is the first',
        '"orders-next" was there before this run: cluster-NEW, which is available',
        'what "orders-next" replaces is called "orders-retired-0a0b0c0d": cluster-OLD, which is available',
      ],
    ],
    [
      'a swap that was stopped after its renames',
      [
        { identifier: 'orders-retired-0a0b0c0d', resourceId: 'cluster-OLD' },
        { identifier: 'orders', resourceId: 'cluster-NEW', ...replaces },
      ],
      [
        'the live name "orders" is held by cluster-NEW, which is available',
        'what "orders" replaces is called "orders-retired-0a0b0c0d": cluster-OLD, which is available',
      ],
    ],
  ])('a report of a failed Preflight tells of %s', async (_what, there, lines) => {
    const databases = new FakeDatabases();
    for (const one of there) databases.add(aDatabase(one));
    expect(await leftUnplanned(names, databases)).toEqual([
      'of this run nothing: Preflight makes nothing',
      ...lines,
    ]);
  });
});
