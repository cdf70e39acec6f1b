import { describe, expect, it, jest } from '@jest/globals';
import { day, hour } from '../kit/director.ts';
import type { Notice } from '../kit/director.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

const other = {
  Mode: 'swap',
  ExistingDBClusterIdentifier: 'orders-standby',
  TempDBClusterIdentifier: 'orders-standby-restoring',
  ExistingDBInstanceIdentifier: 'orders-standby-1',
  TempDBInstanceIdentifier: 'orders-standby-restoring-1',
  KeepSnapshots: '1',
  KeepDays: '0',
  KeepFinalSnapshots: '1',
  KeepFinalDays: '0',
};

describe('two stacks for one database', () => {
  for (const order of [
    ['target', 'second-target'],
    ['second-target', 'target'],
  ] as const) {
    it(`two target stacks take each notice, the ${order[0]} first, and keep their own copies (row 11)`, async () => {
      const setting = {
        base: 'drill',
        name: 'two-targets',
        parameters: { target: { KeepSnapshots: '7' } },
        second: { target: other },
      };
      const notices: Notice[] = [];
      const outcome = await playScript(setting, async (director) => {
        for (const number of [1, 2, 3, 4]) {
          const notice = await director.capture(`capture-${number}`);
          notices.push(notice);
          for (const stack of order) await director.play(stack, `${stack}-${number}`, { notice });
          await director.pass(day);
        }
      });

      const ended = outcome.trace.executions.map(({ status }) => status);
      expect(ended).toEqual(ended.map(() => 'SUCCEEDED'));
      expect(outcome.database('orders-standby')?.status).toBe('available');
      // The first stack keeps seven: each of the four has a copy of its own there still.
      const names = notices.map(({ snapshot }) => snapshot.arn.split(':').at(-1) ?? '');
      for (const name of names) {
        expect(outcome.secured.filter((copy) => copy.startsWith(name))).not.toEqual([]);
      }
    });
  }

  it('an hourly source stack leaves the captures of the weekly stack (row 11)', async () => {
    const setting = {
      base: 'swap',
      name: 'two-sources',
      second: { source: { KeepSnapshots: '1', KeepDays: '0' } },
    };
    let weekly = '';
    const outcome = await playScript(setting, async (director) => {
      const { snapshot } = await director.capture('weekly');
      weekly = snapshot.arn;
      await director.pass(3 * day);
      for (const number of [1, 2, 3]) {
        await director.capture(`hourly-${number}`, 'second-source');
        await director.pass(hour);
      }
    });

    const left = outcome.trace.after.filter(({ tags }) => tags['understudy:run'] === 'weekly');
    expect(left.map(({ arn }) => arn)).toContain(weekly);
    expect(left).toHaveLength(2);
  });
});
