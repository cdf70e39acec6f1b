import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { AccessPlay } from './play.ts';

// Twenty plays take three seconds, and on a busy machine many times as long.
jest.setTimeout(120_000);

/** What may happen, each a while after the last. */
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('failover' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('rumour' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('foreign' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('throttled' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('unrelated' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom('down', 'up'),
      instance: fc.constantFrom('orders-1', 'orders-2', 'orders-3'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('cut' as const),
      fault: fc.constantFrom('timeout-before', 'timeout-after', 'timeout-within', 'crash-after'),
    }),
  },
);

const happening = fc.record({
  operation,
  instance: fc.constantFrom('orders-1', 'orders-2', 'orders-3'),
  after: fc.integer({ min: 1, max: 90 }),
  lags: fc.record({ api: fc.integer({ min: 0, max: 40 }), dns: fc.integer({ min: 0, max: 60 }) }),
  copies: fc.integer({ min: 0, max: 3 }),
  late: fc.constantFrom(0, 0, 5, 60, 600),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

async function happen(play: AccessPlay, one: Happening): Promise<void> {
  const { operation: given, instance, lags, copies, late } = one;
  const { portForwarder } = play.scene;
  switch (given.what) {
    case 'failover':
      play.event('RDS-EVENT-0073', { copies, late });
      play.database.failOver(instance, lags);
      play.event('RDS-EVENT-0071', { copies, late });
      break;
    case 'rumour':
      play.event('RDS-EVENT-0073', { copies, late });
      break;
    case 'foreign':
      play.event('RDS-EVENT-0071', { copies, late, about: 'payments' });
      break;
    case 'throttled':
      // Others of the account use the tokens up.
      for (let call = 0; call < 60; call++) {
        await play.scene.call('DescribeTargetGroups').catch(() => undefined);
      }
      break;
    case 'unrelated':
      await play.scene.register(play.groupArn, { Id: play.scene.server(1).address });
      break;
    case 'down':
      portForwarder.down.add(play.database.portOf(given.instance));
      break;
    case 'up':
      portForwarder.down.delete(play.database.portOf(given.instance));
      break;
    case 'cut':
      play.faults.push(given.fault);
      break;
  }
  await play.pass(one.after);
}

describe('happenings in random order', () => {
  it('the target group never loses its only healthy target and ends with the writer, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(happening, { minLength: 1, maxLength: 8 }),
        async (seed, happenings) => {
          const play = await AccessPlay.settled({
            seed,
            instances: 3,
            elb: { durations: { registration: [5, 60], deregistration: [5, 120] } },
          });
          for (const one of happenings) await happen(play, one);
          play.scene.portForwarder.down.clear();
          // The last event may be ten minutes late, and a pass may be cut off for a minute at a time.
          await play.pass(600 + 300 + 60 * play.faults.length);
          expect(play.broken).toEqual([]);
          expect(play.registered()).toEqual([`${play.database.writer} healthy`]);
        },
      ),
      { seed: 20260105, numRuns: 20 },
    );
  });
});

it('the check of the random plays finds a group left without a healthy target', async () => {
  const play = await AccessPlay.settled();
  play.stopSchedule();
  await play.scene.deregister(play.groupArn, { Id: play.database.addressOf('orders-1') });
  expect(play.broken).toEqual([expect.stringContaining('what stays is nothing')]);
});
