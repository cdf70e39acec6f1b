// One file: the rules of what may be moved and deleted, each with what it must not let pass.
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Sighting } from '../../../../functions/target/rules/ability.ts';
import { tagKeys, ownershipTags } from '../../../../functions/shared/rules/tags.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import {
  isToRetire,
  mayDiscard,
  mayReplaceLeftover,
  mayRetire,
  mayTakeNameBack,
  returnPatience,
} from '../../../../functions/target/rules/safety.ts';
import type { Verdict } from '../../../../functions/target/rules/safety.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { stackName } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { seeded } from '../../seeded.ts';
import {
  anyPlan,
  anySighting,
  canAnswer,
  canBeRenamed,
  cannotAnswer,
  capturedAt,
  mayBeAnswering,
  restoredId,
} from './safety-world.ts';

const many = { ...seeded, numRuns: 5000 };
const plan = aRecoveryPlan({ notice: aNotice({ capturedAt }) });
const own = {
  ...ownershipTags({
    stack: stackName,
    run: 'recovery-run',
    snapshot: snapshotName,
    part: 'restored',
  }),
  [tagKeys.captured]: capturedAt,
};

function sighting(
  database: Parameters<typeof aDatabase>[0],
  writerStatus: string | undefined = 'available',
): Sighting {
  const members =
    writerStatus === undefined ? [] : [aMember({ isWriter: true, status: writerStatus })];
  return { database: aDatabase(database), members };
}
const old = (status = 'available', writer?: string): Sighting =>
  sighting({ identifier: 'orders-retired', resourceId: 'cluster-OLD', status }, writer);
const restored = (status = 'available', writer?: string): Sighting =>
  sighting({ identifier: 'orders', resourceId: restoredId, tags: own, status }, writer);

/** Somebody who has the live name. */
function holder(tags: Record<string, string>, resourceId = 'cluster-LATER'): Sighting {
  return sighting({ identifier: 'orders', resourceId, tags });
}

/** How many worlds a property really spoke of: one that speaks of none proves nothing. */
function tally(): { readonly count: () => number; readonly meet: (holds: boolean) => void } {
  let met = 0;
  return {
    count: () => met,
    meet: (holds) => {
      met += Number(holds);
    },
  };
}

describe('mayTakeNameBack', () => {
  const live = anySighting(['orders'], [restoredId]);
  const gone = fc.option(anySighting(['orders-retired', 'orders'], ['cluster-OLD']), {
    nil: undefined,
  });
  const waited = fc.nat({ max: 2 * returnPatience });

  it.each<[string, Sighting | undefined, Sighting, number, Partial<RecoveryPlan>, string]>([
    [
      'row 1: it was live when the run began',
      old(),
      restored('failed'),
      999,
      { alreadyLive: { resourceId: restoredId, host: 'h', port: 1 } },
      'no: it was live when this run began',
    ],
    ['row 3: it can be written to', old(), restored(), 999, {}, 'no: it can be written to'],
    ['row 3: it is backed up, and answers', old(), restored('backing-up'), 999, {}, 'no: it can'],
    [
      'row 2: the old one loses its writer',
      old('available', 'deleting'),
      restored('stopped'),
      999,
      {},
      'no: nobody else',
    ],
    ['the old one is gone', undefined, restored('stopped'), 999, {}, 'no: nobody else'],
    [
      'the old one is busy',
      old('backing-up'),
      restored('stopped'),
      999,
      {},
      'wait: "orders-retired"',
    ],
    ['it is unable, and the old one able', old(), restored('stopped'), 0, {}, 'yes'],
    [
      'it reboots',
      old(),
      restored('available', 'rebooting'),
      returnPatience - 1,
      {},
      'wait: "orders"',
    ],
    [
      'it reboots for too long',
      old(),
      restored('available', 'rebooting'),
      returnPatience,
      {},
      'yes',
    ],
  ])(
    'the live name is taken back or not: %s',
    (_what, before, now, waitedSeconds, changes, expected) => {
      const verdict = mayTakeNameBack(
        { ...plan, ...changes },
        { old: before, restored: now, waitedSeconds },
      );
      expect(say(verdict).startsWith(expected)).toBe(true);
    },
  );

  it('the live name is never taken from the only database that answers or may answer', () => {
    const taken = tally();
    fc.assert(
      fc.property(anyPlan, gone, live, waited, (its, before, now, waitedSeconds) => {
        const verdict = mayTakeNameBack(its, { old: before, restored: now, waitedSeconds });
        taken.meet(verdict.verdict === 'yes');
        if (verdict.verdict !== 'yes') return true;
        return before !== undefined && canAnswer(before) && !mayBeAnswering(now);
      }),
      many,
    );
    expect(taken.count()).toBeGreaterThan(100);
  });

  it('the live name is never taken from a database that was live when the run began, or the first', () => {
    fc.assert(
      fc.property(anyPlan, gone, live, waited, (its, before, now, waitedSeconds) => {
        const { verdict } = mayTakeNameBack(its, { old: before, restored: now, waitedSeconds });
        const mayBe = its.alreadyLive === undefined && its.live !== undefined;
        expect(mayBe || verdict === 'no').toBe(true);
      }),
      many,
    );
  });

  it('the live name is taken back where the old database can answer and the restored one never will', () => {
    const taken = tally();
    fc.assert(
      fc.property(gone, live, waited, (before, now, waitedSeconds) => {
        const due =
          before !== undefined && canAnswer(before) && canBeRenamed(before) && cannotAnswer(now);
        taken.meet(due);
        const { verdict } = mayTakeNameBack(plan, { old: before, restored: now, waitedSeconds });
        return !due || verdict === 'yes';
      }),
      many,
    );
    expect(taken.count()).toBeGreaterThan(100);
  });

  it('mayTakeNameBack never waits for an old database that is gone or has failed for good', () => {
    fc.assert(
      fc.property(anyPlan, gone, live, waited, (its, before, now, waitedSeconds) => {
        const { verdict } = mayTakeNameBack(its, { old: before, restored: now, waitedSeconds });
        expect(verdict === 'wait' && cannotAnswer(before)).toBe(false);
      }),
      many,
    );
  });
});

describe('mayDiscard', () => {
  const anyRestored = anySighting(['orders-next', 'orders', 'orders-retired'], [restoredId]);
  const anyOld = fc.option(anySighting(['orders', 'orders-retired'], ['cluster-OLD']), {
    nil: undefined,
  });

  it('a run discards only what it made itself, that never was live and carries no hold', () => {
    const discarded = tally();
    fc.assert(
      fc.property(anyPlan, anyRestored, anyOld, (its, { database }, before) => {
        const { verdict } = mayDiscard(its, database, before);
        discarded.meet(verdict === 'yes');
        const { tags } = database;
        return (
          verdict !== 'yes' ||
          (tags[tagKeys.run] === its.run &&
            tags[tagKeys.stack] === its.stack &&
            tags[tagKeys.snapshot] === its.snapshot &&
            tags[tagKeys.part] === 'restored' &&
            tags[tagKeys.wentLive] === undefined &&
            tags[tagKeys.hold] === undefined &&
            database.identifier === its.names.temporary)
        );
      }),
      many,
    );
    expect(discarded.count()).toBeGreaterThan(100);
  });

  it('the last database that could answer is never discarded, except by a drill', () => {
    const asked = tally();
    fc.assert(
      fc.property(anyPlan, anyRestored, anyOld, (its, { database }, before) => {
        const isNeeded = its.mode !== 'drill' && its.live !== undefined;
        const { verdict } = mayDiscard(its, database, before);
        asked.meet(isNeeded && verdict === 'yes');
        return !isNeeded || verdict !== 'yes' || (before !== undefined && canAnswer(before));
      }),
      many,
    );
    expect(asked.count()).toBeGreaterThan(20);
  });

  it.each([
    [old(), 'yes'],
    [old('maintenance'), 'wait: "orders-retired" (maintenance, writer "orders-1" available)'],
    [undefined, 'no: "orders-next" may be needed: the old database is gone'],
  ])('a restored database is discarded only where the old one is able: %#', (before, expected) => {
    const database = aDatabase({ identifier: 'orders-next', tags: own });
    expect(say(mayDiscard(plan, database, before))).toBe(expected);
  });
});

describe('mayReplaceLeftover', () => {
  const anyFound = anySighting(['orders-next'], ['cluster-LEFT']);

  it('a leftover that was live, held, protected or of another stack is never replaced', () => {
    const replaced = tally();
    fc.assert(
      fc.property(anyPlan, anyFound, (its, { database }) => {
        const { verdict } = mayReplaceLeftover(its, database);
        replaced.meet(verdict === 'yes');
        const { tags } = database;
        return (
          verdict !== 'yes' ||
          (tags[tagKeys.stack] === its.stack &&
            tags[tagKeys.part] === 'restored' &&
            tags[tagKeys.wentLive] === undefined &&
            tags[tagKeys.hold] === undefined &&
            !database.deletionProtection)
        );
      }),
      many,
    );
    expect(replaced.count()).toBeGreaterThan(100);
  });

  it("a leftover is replaced only if it is no standby and no newer, and a drill's only by a drill", () => {
    fc.assert(
      fc.property(anyPlan, anyFound, (its, { database }) => {
        const { tags } = database;
        const isReplaced = mayReplaceLeftover(its, database).verdict === 'yes';
        const isNoNewer = Date.parse(tags[tagKeys.captured] ?? '') <= Date.parse(capturedAt);
        const isDue =
          its.mode === 'drill'
            ? tags[tagKeys.mode] === 'drill'
            : tags[tagKeys.mode] !== 'standby' && isNoNewer;
        expect(isReplaced && !isDue).toBe(false);
      }),
      many,
    );
  });

  it('mayReplaceLeftover never asks to wait', () => {
    fc.assert(
      fc.property(anyPlan, anyFound, (its, { database }) => {
        expect(mayReplaceLeftover(its, database).verdict).not.toBe('wait');
      }),
      seeded,
    );
  });
});

describe('isToRetire', () => {
  it('an old database that is to be kept or is held is never deleted', () => {
    const deleted = tally();
    fc.assert(
      fc.property(
        anyPlan,
        anySighting(['orders-retired'], ['cluster-OLD']),
        (its, { database }) => {
          const { verdict } = isToRetire(its, database);
          deleted.meet(verdict === 'yes');
          const isKept = its.retirement === 'keep' || database.tags[tagKeys.hold] !== undefined;
          return verdict === (isKept ? 'no' : 'yes');
        },
      ),
      many,
    );
    expect(deleted.count()).toBeGreaterThan(100);
  });
});

describe('mayRetire', () => {
  const later = { ...own, [tagKeys.snapshot]: 'nightly-2' };

  it.each<[string, Sighting | undefined, string]>([
    ['the verified one is live', restored(), 'yes'],
    [
      'row 7: the verified one loses its writer',
      restored('available', 'rebooting'),
      'wait: "orders" to answer',
    ],
    ['nobody is live', undefined, 'wait: "orders" to answer: nobody has the name'],
    ['a later recovery is live', holder(later), 'no: a later recovery took "orders" meanwhile'],
    [
      'a later recovery of the same data is live',
      holder({ ...later, [tagKeys.captured]: capturedAt }),
      'no: a later recovery',
    ],
  ])('the old database may be deleted or not where %s', (_what, who, expected) => {
    expect(say(mayRetire(plan, who, restoredId)).startsWith(expected)).toBe(true);
  });

  it('the old database is never deleted while the live one may come back or is a later recovery', () => {
    const retired = tally();
    const anyHolder = fc.option(anySighting(['orders'], [restoredId, 'cluster-LATER']), {
      nil: undefined,
    });
    fc.assert(
      fc.property(anyPlan, anyHolder, (its, who) => {
        const { verdict } = mayRetire(its, who, restoredId);
        retired.meet(verdict === 'yes');
        if (verdict !== 'yes') return true;
        return who !== undefined && (canAnswer(who) || cannotAnswer(who));
      }),
      many,
    );
    expect(retired.count()).toBeGreaterThan(100);
  });
});

function say(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'yes':
      return 'yes';
    case 'no':
      return `no: ${verdict.why}`;
    case 'wait':
      return `wait: ${verdict.waitingFor}`;
  }
}
