import { describe, expect, it, jest } from '@jest/globals';
import { day, hour } from '../kit/director.ts';
import type { Director, Notice } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

const few = {
  KeepSnapshots: '1',
  KeepDays: '0',
  KeepFinalSnapshots: '1',
  KeepFinalDays: '0',
} as const;

/** Captures and their recoveries, so long apart. @returns their notices */
async function recoveries(
  director: Director,
  name: string,
  { count, apart, input = {} }: { count: number; apart: number; input?: object },
): Promise<readonly Notice[]> {
  const notices: Notice[] = [];
  for (let number = 1; number <= count; number++) {
    const notice = await director.capture(`${name}-capture-${number}`);
    notices.push(notice);
    await director.recover(`${name}-${number}`, { notice, ...input });
    await director.pass(apart);
  }
  return notices;
}

/** Which of the captures have a secured copy still, by their place in the row. */
function kept({ secured }: Outcome, notices: readonly Notice[]): readonly number[] {
  return notices.flatMap(({ snapshot }, index) => {
    const name = snapshot.arn.split(':').at(-1) ?? '';
    return secured.some((copy) => copy.startsWith(name)) ? [index + 1] : [];
  });
}

function runsOf(parts: readonly string[], { trace }: Outcome): readonly (string | undefined)[] {
  return trace.after
    .filter(({ tags }) => parts.includes(tags['understudy:part'] ?? ''))
    .map(({ tags }) => tags['understudy:run']);
}

describe('the retention of copies', () => {
  // Rows of a source that is taken over are lost in the source's own database, captured as ever.
  it('nine poisoned captures in a day prune none of the days before (row 12)', async () => {
    let honest: readonly Notice[] = [];
    let poisoned: readonly Notice[] = [];
    const setting = { base: 'swap', name: 'few', earlier: false, parameters: { target: few } };
    const outcome = await playScript(setting, async (director) => {
      honest = await recoveries(director, 'honest', { count: 3, apart: day });
      poisoned = await recoveries(director, 'poisoned', { count: 9, apart: hour });
      await director.pass(3 * day);
      await recoveries(director, 'last', { count: 1, apart: hour });
    });

    expect(outcome.ending('last-1')).toBe('SUCCEEDED');
    expect(kept(outcome, honest)).toEqual([1, 2, 3]);
    // The first of each day that they took.
    expect(kept(outcome, poisoned).length).toBeLessThanOrEqual(3);
    expect(runsOf(['final'], outcome)).toEqual(expect.arrayContaining(['honest-2', 'honest-3']));
  });

  it('drills prune no copy that swaps verified, and swaps prune no copy that drills did (row 12)', async () => {
    let swapped: readonly Notice[] = [];
    let drilled: readonly Notice[] = [];
    const target = { ...few, KeepDailyDays: '0' };
    const setting = { base: 'swap', name: 'drills', earlier: false, parameters: { target } };
    const outcome = await playScript(setting, async (director) => {
      swapped = await recoveries(director, 'swap', { count: 2, apart: 3 * day });
      const input = { mode: 'drill' };
      drilled = await recoveries(director, 'drill', { count: 3, apart: 3 * day, input });
    });

    expect(outcome.ending('drill-3')).toBe('SUCCEEDED');
    // Of each use the newest one: the last swap's is older than every drill's.
    expect(kept(outcome, swapped)).toEqual([2]);
    expect(kept(outcome, drilled)).toEqual([3]);
  });

  it('a copy that a drill made is kept as a recovery’s once a recovery relies on it (row 12)', async () => {
    let first: readonly Notice[] = [];
    const target = { ...few, KeepDailyDays: '0' };
    const setting = { base: 'swap', name: 'drills', earlier: false, parameters: { target } };
    const outcome = await playScript(setting, async (director) => {
      const input = { mode: 'drill' };
      first = await recoveries(director, 'first', { count: 1, apart: hour, input });
      await director.recover('relies', { notice: first[0] });
      await director.pass(3 * day);
      await recoveries(director, 'drill', { count: 3, apart: 3 * day, input });
    });

    expect(outcome.ending('relies')).toBe('SUCCEEDED');
    expect(outcome.liveBy).toBe('relies');
    expect(kept(outcome, first)).toEqual([1]);
  });
});
