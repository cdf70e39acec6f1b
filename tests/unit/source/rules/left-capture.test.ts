import { describe, expect, it } from '@jest/globals';
import {
  awaitingHandover,
  handedOver,
  handoverOf,
} from '../../../../functions/source/rules/handover.ts';
import { captureFates, usableCaptures } from '../../../../functions/source/rules/left-capture.ts';
import type { Snapshot } from '../../../../functions/shared/ports/snapshots.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { stackName } from '../../factories/locations.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 0, 9);
const heir = {
  stack: stackName,
  snapshotPrefix: 'nightly',
  resourceId: 'cluster-SOURCE',
  resumeHours: 96,
  now,
};

/** A capture of so many hours ago, of which nobody was told. */
function left(hoursAgo: number, overrides: Partial<Snapshot> = {}): Snapshot {
  const identifier = `nightly-${hoursAgo}`;
  return aSnapshot({
    identifier,
    createdAt: new Date(now - hoursAgo * hour).toISOString(),
    tags: tagsOf(identifier),
    ...overrides,
  });
}

function tagsOf(identifier: string, more: Snapshot['tags'] = {}): Snapshot['tags'] {
  return {
    ...marksOf(identifier, 'snapshot'),
    [tagKeys.source]: 'cluster-SOURCE',
    ...awaitingHandover,
    ...more,
  };
}

const names = (snapshots: readonly Snapshot[]): readonly string[] =>
  usableCaptures(snapshots, heir).map(({ identifier }) => identifier);

describe('usableCaptures', () => {
  it('the newest capture that was left comes first, and one in the making before all', () => {
    const making = left(1, {
      identifier: 'nightly-new',
      createdAt: undefined,
      status: 'creating',
      tags: tagsOf('nightly-new'),
    });
    expect(names([left(30), left(7), making, left(50)])).toEqual([
      'nightly-new',
      'nightly-7',
      'nightly-30',
      'nightly-50',
    ]);
  });

  it.each(['creating', 'available', 'pending', 'status-of-tomorrow'])(
    'a capture that is %s may be taken up',
    (status) => {
      expect(names([left(7, { status })])).toEqual(['nightly-7']);
    },
  );

  const { [tagKeys.notified]: _, ...older } = tagsOf('nightly-7');
  it.each<[string, Partial<Snapshot>]>([
    ['has failed', { status: 'failed' }],
    ['is being deleted', { status: 'deleting' }],
    ['was handed over', { tags: tagsOf('nightly-7', handedOver(now)) }],
    ['an older release took, and handed over', { tags: older }],
    ['another stack took', { tags: tagsOf('nightly-7', { [tagKeys.stack]: 'understudy-weekly' }) }],
    ['is a copy', { tags: tagsOf('nightly-7', { [tagKeys.part]: 'copy' }) }],
    [
      'is of another database',
      { tags: tagsOf('nightly-7', { [tagKeys.source]: 'cluster-OTHER' }) },
    ],
    ['says another database than AWS does', { databaseResourceId: 'cluster-OTHER' }],
    ['bears the mark of another capture', { tags: tagsOf('nightly-6') }],
    ['has another prefix', { identifier: 'weekly-7', tags: tagsOf('weekly-7') }],
    ['nobody marked', { tags: {} }],
  ])('a snapshot that %s is not taken up', (_why, overrides) => {
    expect(names([left(7, overrides)])).toEqual([]);
  });

  it('a capture is taken up until it is as old as the parameter says', () => {
    expect(names([left(95.9), left(96)])).toEqual(['nightly-95.9']);
  });

  it('a capture of which AWS does not tell the database is known by its marks', () => {
    expect(names([left(7, { databaseResourceId: undefined })])).toEqual(['nightly-7']);
  });
});

describe('captureFates', () => {
  it('each capture is under way, given up or handed over, and one without the mark says nothing', () => {
    const told = left(5, { tags: tagsOf('nightly-5', handedOver(now - hour)) });
    const legacy = left(6, { tags: marksOf('nightly-6', 'snapshot') });
    const { snapshotPrefix: _prefix, ...keeper } = heir;
    const fates = captureFates(
      [left(1), left(97), left(2, { status: 'failed' }), told, legacy],
      keeper,
    );
    expect(Object.fromEntries(fates)).toEqual({
      'nightly-1': 'under way',
      'nightly-97': 'given up',
      'nightly-2': 'given up',
      'nightly-5': now - hour,
    });
  });
});

describe('handoverOf', () => {
  it.each([
    [awaitingHandover, 'awaited'],
    [handedOver(now), now],
    [{}, undefined],
    [{ [tagKeys.notified]: 'yesterday' }, undefined],
  ])('what %j says of a handover is %s', (tags, expected) => {
    expect(handoverOf(tags)).toBe(expected);
  });
});
