import { describe, expect, it, jest } from '@jest/globals';
import { AccessPlay } from './play.ts';
import type { RecoveryEnding } from './play.ts';

// Thirty swaps take some seconds, and on a busy machine many times as long.
jest.setTimeout(120_000);

const slow = { durations: { registration: [60, 240], deregistration: [5, 120] } } as const;

/** Waits for what goes on in virtual time. */
async function until<T>(play: AccessPlay, goes: Promise<T>): Promise<T> {
  const over = { yet: false };
  void goes.finally(() => (over.yet = true));
  for (let waited = 0; waited < 80 && !over.yet; waited++) await play.pass(30);
  return goes;
}

/** A swap whose renames are told, and the target workflow that asks for the targets after it. */
async function swap(seed: number, copies: number): Promise<RecoveryEnding> {
  const play = await AccessPlay.settled({ seed, elb: slow });
  play.database.giveUpName();
  play.event('RDS-EVENT-0172', {
    copies,
    about: 'orders-retired-0123abcd',
    message: 'Renamed DB cluster from orders to orders-retired-0123abcd',
  });
  await play.pass(60);
  play.database.takeName('orders-2', 5);
  play.event('RDS-EVENT-0172', { copies, message: 'Renamed DB cluster from orders-new to orders' });
  await play.pass(65);
  const ending = await until(play, play.recovery(`recovery-${seed}`));
  expect(play.registered()).toEqual(['orders-2 healthy']);
  expect(play.broken).toEqual([]);
  return ending;
}

it('a swap’s request for its targets gets its turn beside two rename events in flight (row 10)', async () => {
  const endings: RecoveryEnding[] = [];
  for (let seed = 1; seed <= 15; seed++) endings.push(await swap(seed, 1));
  expect(endings.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
  expect(Math.max(...endings.map(({ seconds }) => seconds))).toBeLessThan(400);
});

it.each([2, 4, 8])(
  'rename events that come %i times still leave the target workflow its turn',
  async (copies) => {
    for (let seed = 1; seed <= 3; seed++) {
      expect(await swap(seed, copies)).toMatchObject({ status: 'SUCCEEDED' });
    }
  },
);

/** Whoever asks for the one slot, by what it says when it is over. */
const callers: Readonly<
  Record<string, (play: AccessPlay, index: number) => Promise<string> | void>
> = {
  'an event': (play) => play.event('RDS-EVENT-0071'),
  'another database’s event': (play) => play.event('RDS-EVENT-0071', { about: 'invoices' }),
  'the schedule': (play) => play.start({ by: 'schedule' }),
  'a person': (play) => play.start({}),
  'a deployment': async (play) => (await play.deployment()).status,
  'the target': async (play, index) => (await play.recovery(`recovery-${index}`)).status,
};
const names = Object.keys(callers);
const pairs = names.flatMap((one, index) =>
  names.slice(index).map((other) => [one, other] as const),
);

describe('ten callers of the function with a reserved concurrency of one', () => {
  it.each(pairs)('each caller gets its turn: %s and %s', async (one, other) => {
    const play = await AccessPlay.settled({ seed: 7, elb: slow });
    play.stopSchedule();
    play.database.failOver('orders-2', { api: 0, dns: 0 });
    await play.pass(1);
    const asked: Promise<string>[] = [];
    for (let index = 0; index < 10; index++) {
      const caller = callers[index % 2 === 0 ? one : other];
      const over = caller?.(play, index);
      if (over) asked.push(over);
      await play.pass(0.3);
    }
    const ends = await until(play, Promise.all(asked));
    await play.pass(1200);
    expect(ends.filter((end) => !['SUCCEEDED', 'SUCCESS'].includes(end))).toEqual([]);
    expect(play.endings.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
    expect(play.broken).toEqual([]);
    // Those that make one pass each register the new writer, and leave the rest to the schedule.
    play.schedule();
    await play.pass(400);
    expect(play.registered()).toEqual(['orders-2 healthy']);
  });
});
