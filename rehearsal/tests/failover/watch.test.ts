import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../aws/clock.ts';
import { judge } from '../../plays/failover/judge.ts';
import { Watch } from '../../plays/failover/watch.ts';
import { attempt } from './subjects.ts';

const t0 = 1_000_000;

/** A failover as the simulator would show it, in milliseconds since t0. */
async function watched(moves: {
  readonly api?: number;
  readonly name?: number;
  readonly former: readonly (readonly [number, string | undefined])[];
  readonly successor: readonly (readonly [number, string | undefined])[];
}): Promise<Watch> {
  const clock = new VirtualClock(t0);
  const since = (at = Infinity): boolean => clock.now() >= t0 + at;
  const stateIn = (states: readonly (readonly [number, string | undefined])[]) =>
    states.findLast(([at]) => since(at))?.[1];
  const watch = new Watch({
    clock,
    describedWriter: () => (since(moves.api) ? 'orders-2' : 'orders-1'),
    resolved: () => [since(moves.name) ? '10.0.2.7' : '10.0.1.5'],
    servers: new Map([
      ['10.0.1.5', 'orders-1'],
      ['10.0.2.7', 'orders-2'],
    ]),
    groups: {
      understudy: (address) => stateIn(address === '10.0.1.5' ? moves.former : moves.successor),
    },
  });
  watch.start();
  await clock.run(clock.sleep(100_000));
  watch.stop();
  return watch;
}

function judged(watch: Watch, attempts: Parameters<typeof judge>[0]['attempts'] = []) {
  return judge({
    design: 'understudy',
    t0,
    formerWriter: 'orders-1',
    newWriter: 'orders-2',
    watch,
    attempts,
    kept: attempts.map(({ id }) => id),
    endsWithWriter: true,
  });
}

const whole = {
  api: 20_000,
  name: 31_000,
  former: [
    [0, 'healthy'],
    [10_000, 'unhealthy'],
    [55_000, 'draining'],
    [60_000, 'reached'],
    [72_000, undefined],
  ],
  successor: [
    [0, undefined],
    [33_000, 'initial'],
    [52_000, 'healthy'],
  ],
} as const;

describe('the marks of a failover', () => {
  it('the marks of a failover are the moments of its changes, to a tenth of a second', async () => {
    const watch = await watched(whole);
    const attempts = [
      attempt(1, t0 - 100),
      attempt(2, t0 + 40_000, { outcome: 'read-only' }),
      attempt(3, t0 + 52_300, { server: 'orders-2' }),
      attempt(4, t0 + 61_000, { outcome: 'read-only' }),
      attempt(5, t0 + 80_000, { server: 'orders-2' }),
    ];
    expect(judged(watch, attempts)).toMatchObject({
      t0: 0,
      t1: 20,
      t2: 31,
      t3: 33,
      t4: 52,
      t5: 52.3,
      t6: 61,
      repointed: 72,
      readOnlyErrors: 2,
      readOnlyErrorsAfterRepoint: 0,
    });
  });

  it('the marks of a failover are null for changes that never came', async () => {
    const watch = await watched({ former: [[0, 'healthy']], successor: [[0, undefined]] });
    expect(judged(watch)).toMatchObject({
      t1: null,
      t2: null,
      t3: null,
      t4: null,
      t5: null,
      t6: null,
      repointed: null,
      readOnlyErrorsAfterRepoint: null,
    });
  });

  it('a target group counts as moved only once the new writer is healthy', async () => {
    const watch = await watched({
      ...whole,
      successor: [
        [0, undefined],
        [80_000, 'healthy'],
      ],
    });
    expect(judged(watch).repointed).toBe(80);
  });

  it('a target group counts as not moved when the former writer is registered again', async () => {
    const watch = await watched({ ...whole, former: [...whole.former, [90_000, 'initial']] });
    expect(judged(watch).repointed).toBeNull();
  });
});

describe('the spans of a target group', () => {
  it('the spans of a target group last from one change to the next, and to the end', async () => {
    const watch = await watched(whole);
    expect(watch.spans('understudy', t0, 95)).toEqual([
      { server: 'orders-1', state: 'healthy', from: 0, to: 10 },
      { server: 'orders-1', state: 'unhealthy', from: 10, to: 55 },
      { server: 'orders-1', state: 'draining', from: 55, to: 60 },
      { server: 'orders-1', state: 'reached', from: 60, to: 72 },
      { server: 'orders-2', state: 'initial', from: 33, to: 52 },
      { server: 'orders-2', state: 'healthy', from: 52, to: 95 },
    ]);
  });
});
