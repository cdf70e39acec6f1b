import { expect, it, jest } from '@jest/globals';
import { AccessPlay } from './play.ts';

// Hundreds of failovers take some seconds, and on a busy machine many times as long.
jest.setTimeout(600_000);

const quick = { durations: { registration: [1, 3], deregistration: [5, 60] } } as const;

/** The writer moves and moves back, within seconds, and each time several runs look at it at once. */
async function failovers(seed: number, slowest: number): Promise<AccessPlay> {
  const play = await AccessPlay.settled({ seed, elb: quick, slowest });
  for (let index = 0; index < 12; index++) {
    play.event('RDS-EVENT-0073', { copies: 2 });
    play.database.failOver(index % 2 === 0 ? 'orders-2' : 'orders-1', { api: 0, dns: 0 });
    play.event('RDS-EVENT-0071', { copies: 3 });
    await play.pass(4 + ((seed * 7 + index * 13) % 22));
  }
  await play.pass(1200);
  return play;
}

it.each([
  ['quick', 0.5],
  ['slow', 4],
  ['as slow as their time-outs allow', 8],
])(
  'passes that run at once never leave the group without a healthy target: calls are %s',
  async (_how, slowest) => {
    const broken: string[] = [];
    for (let seed = 1; seed <= 10; seed++) {
      const play = await failovers(seed, slowest);
      broken.push(...play.broken.map((what) => `seed ${seed}: ${what}`));
      expect(play.registered()).toEqual([`${play.database.writer} healthy`]);
    }
    expect(broken).toEqual([]);
  },
);
