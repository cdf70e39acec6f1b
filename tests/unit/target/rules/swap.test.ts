import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Verdict } from '../../../../functions/target/rules/safety.ts';
import { nextRollbackAction, nextSwapAction } from '../../../../functions/target/rules/swap.ts';
import { seeded } from '../../seeded.ts';
import { SwapWorld, names } from './swap-world.ts';
import type { Next, Turn } from './swap-world.ts';

const at = (identifier: string, status = 'available') => ({
  kind: 'cluster' as const,
  identifier,
  status,
});

describe('nextSwapAction', () => {
  it.each([
    ['both where they begin', at('live'), at('next'), 'rename live retired'],
    ['the old one busy', at('live', 'backing-up'), at('next'), 'wait "live" (backing-up)'],
    ['the old one on its way', at('live', 'renaming'), at('next'), 'wait "live" (renaming)'],
    ['the restored one not ready', at('live'), at('next', 'modifying'), 'wait "next" (modifying)'],
    ['the name not free yet', at('retired', 'renaming'), at('next'), 'wait "retired" (renaming)'],
    ['the name free', at('retired'), at('next'), 'rename next live'],
    ['the restored one busy', at('retired'), at('next', 'modifying'), 'wait "next" (modifying)'],
    [
      'the name free, and the old one failed since',
      at('retired', 'failed'),
      at('next'),
      'rename next live',
    ],
    [
      'the name free, and the old one stopped',
      at('retired', 'stopped'),
      at('next'),
      'rename next live',
    ],
    [
      'the name free, and the old one busy',
      at('retired', 'backing-up'),
      at('next'),
      'rename next live',
    ],
    ['the restored one arriving', at('retired'), at('live', 'renaming'), 'wait "live" (renaming)'],
    ['both where they belong', at('retired'), at('live'), 'done'],
    ['no old one', undefined, at('next'), 'rename next live'],
    ['no old one, and live', undefined, at('live'), 'done'],
  ])('the swap chooses its next action with %s', (_what, old, restored, expected) => {
    expect(say(nextSwapAction({ old, restored }, names))).toBe(expected);
  });

  it.each([
    ['under its temporary name', at('live'), at('next', 'inaccessible-encryption-credentials')],
    ['between the renames', at('retired'), at('next', 'failed')],
    ['under the live name', at('retired'), at('live', 'storage-full')],
    ['on a first run', undefined, at('next', 'incompatible-network')],
  ])(
    'the swap throws DatabaseFailed where the restored database has failed %s',
    (_where, old, restored) => {
      const { identifier, status } = restored;
      expect(() => nextSwapAction({ old, restored }, names)).toThrow(
        expect.objectContaining({
          name: 'DatabaseFailed',
          message:
            `expected the restored database "${identifier}" to be available, found it ${status}: look ` +
            'at its events in the RDS console, bring it to available, and start the run again',
        }),
      );
    },
  );

  it.each([
    ['the restored database', at('live'), at('elsewhere')],
    ['the old database', at('elsewhere'), at('next')],
    ['the old database', at('next'), at('next')],
  ])('the swap throws NotOurs where %s has a name that no step gives it', (role, old, restored) => {
    expect(() => nextSwapAction({ old, restored }, names)).toThrow(
      expect.objectContaining({
        name: 'NotOurs',
        message: expect.stringMatching(`^expected ${role} to be called .*nothing was changed`),
      }),
    );
  });
});

const yes: Verdict = { verdict: 'yes' };
const no: Verdict = { verdict: 'no', why: 'it can be written to under the live name' };
const wait: Verdict = {
  verdict: 'wait',
  waitingFor: '"live" (available, writer "live-1" modifying)',
};

describe('nextRollbackAction', () => {
  it.each([
    ['nothing done', at('live'), at('next'), 'done'],
    ['the old one leaving', at('live', 'renaming'), at('next'), 'wait "live" (renaming)'],
    ['the old one gone from the name', at('retired'), at('next'), 'rename retired live'],
    ['the old one busy', at('retired', 'backing-up'), at('next'), 'wait "retired" (backing-up)'],
    ['the restored one leaving', at('retired'), at('next', 'renaming'), 'wait "next" (renaming)'],
    ['the restored one deleted', at('retired'), undefined, 'rename retired live'],
    ['a first run before its rename', undefined, at('next'), 'done'],
    ['a first run on its way', undefined, at('next', 'renaming'), 'wait "next" (renaming)'],
    ['neither there', undefined, undefined, 'done'],
  ])(
    'the rollback chooses the same action for every verdict with %s',
    (_what, old, restored, expected) => {
      for (const verdict of [yes, no, wait]) {
        expect(say(nextRollbackAction({ old, restored }, names, verdict))).toBe(expected);
      }
    },
  );

  // Rows 1 and 3: what can be written to under the live name is never moved away.
  it.each([
    ['where it may be taken back', at('live'), yes, 'rename live next'],
    ['where it may, and is on its way', at('live', 'renaming'), yes, 'wait "live" (renaming)'],
    ['where it may not', at('live'), no, 'done'],
    ['where it may not, and is on its way', at('live', 'renaming'), no, 'wait "live" (renaming)'],
    ['where it may not, in whatever state', at('live', 'failed'), no, 'done'],
    ['where that is not known yet', at('live'), wait, `wait ${wait.waitingFor}`],
  ])(
    'the rollback takes the live name from the restored database %s',
    (_where, restored, verdict, expected) => {
      const action = nextRollbackAction({ old: at('retired'), restored }, names, verdict);
      expect(say(action)).toBe(expected);
    },
  );

  it('the rollback throws where the old database has a name that no step gives it', () => {
    const seen = { old: at('elsewhere'), restored: at('next') };
    expect(() => nextRollbackAction(seen, names, yes)).toThrow(
      'expected the old database to be called live or retired',
    );
  });
});

/** What happens between two looks of the step, in any order and number. */
const turns: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.constantFrom<Turn>('step', 'step', 'crash before the call', 'time passes', 'answers catch up'),
  { maxLength: 30 },
);

// Defect class: rename while another holds the name, or while it is busy; resume mid-swap.
describe('a swap that is interrupted, repeated and shown stale answers', () => {
  it('an interrupted swap ends with the restored database live and each renamed exactly once', () => {
    fc.assert(
      fc.property(turns, fc.boolean(), (happenings, hasOld) => {
        const world = new SwapWorld({ hasOld });
        for (const turn of happenings) world.take(turn, nextSwapAction);
        world.settle(nextSwapAction);
        expect(world.nameOf('restored')).toBe('live');
        expect(world.renames).toEqual([
          ...(hasOld ? ['old: live → retired'] : []),
          'restored: next → live',
        ]);
      }),
      { ...seeded, numRuns: 2000 },
    );
  });

  it('the swap never asks for the live name while the old database is seen to hold it', () => {
    fc.assert(
      fc.property(turns, (happenings) => {
        const world = new SwapWorld({ hasOld: true });
        for (const turn of happenings) {
          const seen = world.look();
          const action = nextSwapAction(seen, names);
          const held = seen.old?.identifier === 'live';
          expect(held && action.type === 'rename' && action.to === 'live').toBe(false);
          world.take(turn, nextSwapAction);
        }
      }),
      seeded,
    );
  });

  // Rows 1 and 3: it is undone only as far as that loses nothing.
  it.each([
    ['is undone from wherever it stopped, while the restored one cannot answer', false],
    ['stays once the restored one can be written to under the live name', true],
  ])('an interrupted swap %s', (_what, answers) => {
    fc.assert(
      fc.property(turns, turns, fc.boolean(), (before, during, hasOld) => {
        const world = new SwapWorld({ hasOld });
        for (const turn of before) world.take(turn, nextSwapAction);
        const wasGivenTheName = world.renames.includes('restored: next → live');
        const rollBack = rollBackWhere(answers);
        // The step looks twice before it believes that nothing is to be undone: see RollBack.
        world.take('answers catch up', rollBack);
        for (const turn of during) world.take(turn, rollBack);
        world.settle(rollBack);
        const stays = wasGivenTheName && (answers || !hasOld);
        expect(world.nameOf('restored')).toBe(stays ? 'live' : 'next');
        expect(world.nameOf('old')).toBe(hasOld ? (stays ? 'retired' : 'live') : undefined);
        expect(stays && world.renames.includes('restored: live → next')).toBe(false);
      }),
      { ...seeded, numRuns: 2000 },
    );
  });

  it('a swap can be begun again after it was undone', () => {
    const world = new SwapWorld({ hasOld: true });
    world.settle(nextSwapAction);
    world.settle(rollBackWhere(false));
    world.settle(nextSwapAction);
    expect([world.nameOf('old'), world.nameOf('restored')]).toEqual(['retired', 'live']);
  });
});

/** A rollback, by whether the restored database can be written to: see safety.ts. */
function rollBackWhere(answers: boolean): Next {
  return (seen) => nextRollbackAction(seen, names, answers || !seen.old ? no : yes);
}

function say(action: ReturnType<typeof nextSwapAction>): string {
  switch (action.type) {
    case 'done':
      return 'done';
    case 'wait':
      return `wait ${action.waitingFor}`;
    case 'rename':
      return `rename ${action.from} ${action.to}`;
  }
}
