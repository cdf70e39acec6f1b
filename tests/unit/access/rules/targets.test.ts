// One file: one rule, with every state that a target may be in.
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  isRegistered,
  nextTargets,
  targetAddressText,
} from '../../../../functions/access/rules/targets.ts';
import type {
  TargetAddress,
  Target,
  TargetState,
} from '../../../../functions/access/rules/targets.ts';
import { seeded } from '../../seeded.ts';

const at = (address: string, state: TargetState, port = 5432): Target => ({
  address,
  port,
  zone: 'eu-central-1a',
  state,
});
const spot = (address: string, port = 5432): TargetAddress => ({ address, port });

function say(seen: readonly Target[], wanted: readonly TargetAddress[], confirmed = true): string {
  const plan = nextTargets(seen, wanted, confirmed);
  const operations = [
    ...plan.register.map((one) => `+${targetAddressText(one)}`),
    ...plan.deregister.map((one) => `-${targetAddressText(one)}`),
  ].join(' ');
  return `${operations}|${plan.inPlace ? 'in place' : 'to do'}${plan.healthy ? ', healthy' : ''}`;
}

describe('nextTargets', () => {
  it.each([
    ['an empty group', [], [spot('a')], '+a:5432|to do'],
    ['the old writer only', [at('a', 'healthy')], [spot('b')], '+b:5432|to do'],
    ['the new one not yet', [at('a', 'healthy'), at('b', 'initial')], [spot('b')], '|to do'],
    ['the new one sick', [at('a', 'healthy'), at('b', 'unhealthy')], [spot('b')], '|to do'],
    [
      'the new one taking over',
      [at('a', 'healthy'), at('b', 'healthy')],
      [spot('b')],
      '-a:5432|to do, healthy',
    ],
    [
      'the old one draining',
      [at('a', 'draining'), at('b', 'healthy')],
      [spot('b')],
      '|in place, healthy',
    ],
    [
      'a return to one that drains',
      [at('a', 'draining'), at('b', 'healthy')],
      [spot('a')],
      '+a:5432|to do',
    ],
    ['the writer alone and sick', [at('a', 'unhealthy')], [spot('a')], '|in place'],
    [
      'one that is sick and losing connections',
      [at('a', 'unhealthy.draining')],
      [spot('a')],
      '|in place',
    ],
    ['the writer in a zone without a balancer', [at('a', 'unused')], [spot('a')], '|in place'],
    ['the address on another port', [at('a', 'healthy', 3306)], [spot('a')], '+a:5432|to do'],
    [
      'the address on both ports',
      [at('a', 'healthy', 3306), at('a', 'healthy')],
      [spot('a')],
      '-a:3306|to do, healthy',
    ],
    [
      'targets that nobody here registered',
      [at('x', 'healthy'), at('a', 'healthy'), at('y', 'unhealthy')],
      [spot('a')],
      '-x:5432 -y:5432|to do, healthy',
    ],
    [
      'a proxy that changes one of its addresses',
      [at('a', 'healthy'), at('b', 'healthy')],
      [spot('b'), spot('c')],
      '+c:5432 -a:5432|to do',
    ],
    [
      'one of two wanted healthy',
      [at('a', 'healthy'), at('b', 'initial')],
      [spot('a'), spot('b')],
      '|in place',
    ],
    ['nothing known', [at('a', 'healthy')], [], '|to do'],
    ['nothing known, and nothing there', [], [], '|to do'],
  ])(
    'the plan for a target group fits what is registered and wanted: %s',
    (_what, seen, wanted, expected) => {
      expect(say(seen, wanted)).toBe(expected);
    },
  );

  const a = at('a', 'healthy');
  it.each([
    [
      'what is to be registered',
      [],
      [spot('a'), spot('b')],
      true,
      'a:5432, b:5432 to be registered',
    ],
    [
      'what takes over',
      [a, at('b', 'initial'), at('c', 'initial')],
      [spot('b'), spot('c')],
      true,
      'b:5432, c:5432 to be healthy',
    ],
    [
      'who is to go',
      [a, at('x', 'unused'), at('b', 'healthy')],
      [spot('b')],
      true,
      'a:5432, x:5432 to be deregistered',
    ],
    [
      'the same answers',
      [a, at('b', 'healthy')],
      [spot('b')],
      false,
      'the same answers for 10 s before any target is let go',
    ],
    [
      'who is sick, and not who is well',
      [a, at('b', 'unhealthy'), at('c', 'initial')],
      [spot('a'), spot('b'), spot('c')],
      true,
      'b:5432, c:5432 to be healthy',
    ],
    ['nothing once all is well', [a], [spot('a')], true, undefined],
    ['nothing where nothing is known', [], [], true, undefined],
  ] as const)(
    'the plan for a target group says what is waited for: %s',
    (_what, seen, wanted, confirmed, expected) => {
      expect(nextTargets(seen, wanted, confirmed).waitingFor).toBe(expected);
    },
  );

  it('the plan at the first look deregisters no target', () => {
    const seen = [at('a', 'healthy'), at('b', 'healthy')];
    expect(say(seen, [spot('b')], false)).toBe('|to do, healthy');
    expect(nextTargets(seen, [spot('b')], false).waitingFor).toBe(
      'the same answers for 10 s before any target is let go',
    );
  });

  it('the plan deregisters a target by the zone and port that were listed', () => {
    const old = { ...at('a', 'healthy', 3306), zone: 'all' };
    expect(nextTargets([old, at('b', 'healthy')], [spot('b')], true).deregister).toEqual([old]);
  });
});

const addresses = ['a', 'b', 'c', 'd'] as const;
const states: readonly TargetState[] = [
  'initial',
  'healthy',
  'unhealthy',
  'unhealthy.draining',
  'unused',
  'draining',
  'unavailable',
];
const anyTargets = fc.uniqueArray(
  fc.record({
    address: fc.constantFrom(...addresses),
    port: fc.constantFrom(5432, 3306),
    state: fc.constantFrom(...states),
  }),
  { selector: (target) => targetAddressText(target), maxLength: 8 },
);
const anyWanted = fc.uniqueArray(fc.constantFrom(...addresses), { maxLength: 3 });

function had(targets: readonly Target[]): boolean {
  return targets.some(({ state }) => state === 'healthy');
}

describe('nextTargets for any targets seen and wanted', () => {
  it('no plan takes the last healthy or the last registered target from a group', () => {
    fc.assert(
      fc.property(anyTargets, anyWanted, fc.boolean(), (seen, wanted, confirmed) => {
        const plan = nextTargets(
          seen,
          wanted.map((one) => spot(one)),
          confirmed,
        );
        const left = seen.filter(
          (target) => isRegistered(target) && !plan.deregister.includes(target),
        );
        expect(had(left)).toBe(had(seen));
        expect(left.length > 0).toBe(seen.some(isRegistered));
      }),
      { ...seeded, numRuns: 1000 },
    );
  });

  it('no plan deregisters a wanted target or registers a target that is registered already', () => {
    fc.assert(
      fc.property(anyTargets, anyWanted, fc.boolean(), (seen, wanted, confirmed) => {
        const spots = wanted.map((one) => spot(one));
        const plan = nextTargets(seen, spots, confirmed);
        const registered = seen.filter(isRegistered).map(targetAddressText);
        expect(
          plan.deregister.filter((one) =>
            spots.map(targetAddressText).includes(targetAddressText(one)),
          ),
        ).toEqual([]);
        expect(plan.register.filter((one) => registered.includes(targetAddressText(one)))).toEqual(
          [],
        );
      }),
      { ...seeded, numRuns: 1000 },
    );
  });
});

/** What may happen between passes. */
type Turn =
  | { readonly type: 'writer'; readonly address: string }
  | { readonly type: 'pass' | 'half a pass' | 'checks' | 'drained' }
  | { readonly type: 'unrelated'; readonly address: string; readonly port: number };

const anyTurn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('writer' as const),
      address: fc.constantFrom('a', 'b'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom('pass' as const, 'half a pass' as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('checks' as const, 'drained' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('unrelated' as const),
      address: fc.constantFrom('c', 'd', 'a'),
      port: fc.constantFrom(5432, 3306),
    }),
  },
);

/** A group as Elastic Load Balancing keeps it, and passes over it that may be cut off. */
class Group {
  targets: Target[] = [at('a', 'healthy')];
  writer = 'a';
  #last: string | undefined;

  take(turn: Turn): void {
    switch (turn.type) {
      case 'writer':
        this.writer = turn.address;
        break;
      case 'unrelated':
        this.#register({ address: turn.address, port: turn.port });
        break;
      case 'checks':
        this.targets = this.targets.map((target) =>
          target.state === 'initial' ? { ...target, state: 'healthy' } : target,
        );
        break;
      case 'drained':
        this.targets = this.targets.filter(isRegistered);
        break;
      case 'pass':
      case 'half a pass': {
        const plan = nextTargets(this.targets, [spot(this.writer)], this.#last === this.writer);
        for (const one of plan.register) this.#register(one);
        if (turn.type === 'half a pass') break;
        for (const one of plan.deregister) this.#drain(one);
        this.#last = this.writer;
        break;
      }
      default:
        turn satisfies never;
    }
  }

  registered(): string[] {
    return this.targets.filter(isRegistered).map(targetAddressText).toSorted();
  }

  #register(one: TargetAddress): void {
    const known = this.targets.find(
      (target) => targetAddressText(target) === targetAddressText(one),
    );
    if (known && isRegistered(known)) return;
    this.targets = [
      ...this.targets.filter((target) => target !== known),
      at(one.address, 'initial', one.port),
    ];
  }

  #drain(one: Target): void {
    this.targets = this.targets.map((target) =>
      target === one ? { ...target, state: 'draining' } : target,
    );
  }
}

describe('a target group whose writer flaps while passes are cut off and unrelated targets are registered', () => {
  it('a target group whose writer flaps always has a healthy target, and in the end only the writer', () => {
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 40 }), (turns) => {
        const group = new Group();
        for (const turn of turns) {
          group.take(turn);
          expect(group.targets.some(({ state }) => state === 'healthy')).toBe(true);
        }
        for (const type of ['pass', 'checks', 'pass', 'pass', 'drained'] as const)
          group.take({ type });
        expect(group.registered()).toEqual([`${group.writer}:5432`]);
      }),
      { ...seeded, numRuns: 1000 },
    );
  });
});
