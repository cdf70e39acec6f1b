// One file: the clock has one behaviour, of which each test is a part.
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../aws/clock.ts';

const start = Date.parse('2026-03-01T12:00:00Z');

/** Notes what happened, and how many virtual milliseconds after the start. */
function makeDiary(clock: VirtualClock) {
  const entries: string[] = [];
  return {
    entries,
    note: (what: string) => entries.push(`${what} @${clock.now() - start}`),
  };
}

/** A goal that somebody reaches from outside. */
function makeGoal() {
  const outside = new AbortController();
  return { goal: once(outside.signal, 'abort'), reach: () => outside.abort() };
}

/** Real work: takes turns of the event loop, and no virtual time. */
async function realWork(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe('VirtualClock', () => {
  it('a virtual clock starts at the given time and stands still by itself', async () => {
    const clock = new VirtualClock(start);
    await realWork();
    expect(clock.now()).toBe(start);
  });

  it('a virtual clock jumps from appointment to appointment', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    clock.at(start + 2000, () => void note('second'));
    clock.at(start + 1000, () => void note('first'));
    await clock.run(clock.sleep(3_600_000));
    note('end');
    expect(entries).toEqual(['first @1000', 'second @2000', 'end @3600000']);
  });

  it('appointments of the same moment are kept in the order they were made', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    for (const name of ['a', 'b', 'c']) clock.at(start + 1000, () => void note(name));
    await clock.run(clock.sleep(1000));
    expect(entries).toEqual(['a @1000', 'b @1000', 'c @1000']);
  });

  it('an appointment in the past is kept at once, and time does not go back', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    await clock.run(clock.sleep(5000));
    clock.at(start + 1000, () => void note('late'));
    await clock.run(clock.sleep(0));
    expect(entries).toEqual(['late @5000']);
  });

  it('a cancelled appointment is not kept', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    const cancel = clock.at(start + 1000, () => void note('cancelled'));
    clock.at(start + 500, cancel);
    await clock.run(clock.sleep(2000));
    cancel();
    expect(entries).toEqual([]);
  });

  it('work that needs no waiting runs before time passes', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    const worker = async (): Promise<void> => {
      await clock.sleep(1000);
      for (let step = 0; step < 50; step++) await Promise.resolve();
      note('worker');
      await clock.sleep(500);
      note('worker again');
    };
    clock.at(start + 1100, () => void note('other'));
    await clock.run(worker());
    expect(entries).toEqual(['worker @1000', 'other @1100', 'worker again @1500']);
  });

  it('a virtual clock stands still while real work is under way', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    const worker = async (): Promise<string> => {
      await clock.sleep(1000);
      return clock.hold(async () => {
        await realWork(20);
        note('work done');
        return 'result';
      });
    };
    clock.at(start + 1001, () => void note('next'));
    const result = await clock.run(worker());
    await clock.run(clock.sleep(10));
    expect(result).toBe('result');
    expect(entries).toEqual(['work done @1000', 'next @1001']);
  });

  it('a virtual clock continues after real work that failed', async () => {
    const clock = new VirtualClock(start);
    const failing = clock.hold(async () => {
      await realWork();
      throw new Error('broken');
    });
    await expect(clock.run(failing)).rejects.toThrow('broken');
    await clock.run(clock.sleep(1000));
    expect(clock.now()).toBe(start + 1000);
  });

  it('a virtual clock stands still until several pieces of work are all done', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    clock.at(start + 1, () => void note('time passed'));
    const work = (turns: number) =>
      clock.hold(async () => {
        await realWork(turns);
        note(`work of ${turns}`);
      });
    await clock.run(Promise.all([work(3), work(9), clock.sleep(2)]));
    expect(entries).toEqual(['work of 3 @0', 'work of 9 @0', 'time passed @1']);
  });

  it('a virtual clock stands still until the work of an appointment has settled', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    clock.at(start + 1000, async () => {
      await realWork();
      note('settled');
    });
    clock.at(start + 1001, () => void note('next'));
    await clock.run(clock.sleep(2000));
    expect(entries).toEqual(['settled @1000', 'next @1001']);
  });

  it('an appointment that fails fails the run of the clock', async () => {
    const clock = new VirtualClock(start);
    clock.at(start + 1000, () => Promise.reject(new Error('broken appointment')));
    await expect(clock.run(clock.sleep(2000))).rejects.toThrow('broken appointment');
  });

  it('a run of the clock settles as its goal does', async () => {
    const clock = new VirtualClock(start);
    expect(await clock.run(clock.sleep(1).then(() => 'value'))).toBe('value');
    const failing = clock.sleep(1).then(() => Promise.reject(new Error('goal')));
    await expect(clock.run(failing)).rejects.toThrow('goal');
  });

  it('a run of the clock stops at its goal and leaves later appointments for the next run', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    clock.at(start + 2000, () => void note('later'));
    await clock.run(clock.sleep(1000));
    expect(clock.now()).toBe(start + 1000);
    await clock.run(clock.sleep(1000));
    expect(entries).toEqual(['later @2000']);
  });

  it('a run of the clock fails when its goal can no longer be reached', async () => {
    const clock = new VirtualClock(start);
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow('no appointment left');
  });

  it('a virtual clock refuses two runs at once', async () => {
    const clock = new VirtualClock(start);
    const first = clock.run(clock.sleep(1000));
    await expect(clock.run(clock.sleep(2000))).rejects.toThrow('runs already');
    await first;
    await clock.run(clock.sleep(1));
    expect(clock.now()).toBe(start + 1001);
  });

  it('a virtual clock can run again after a run that failed', async () => {
    const clock = new VirtualClock(start);
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow('no appointment left');
    await clock.run(clock.sleep(1000));
    expect(clock.now()).toBe(start + 1000);
  });
});

describe('VirtualClock.sleep', () => {
  it('a sleep of zero or less takes no time', async () => {
    const clock = new VirtualClock(start);
    await clock.run(clock.sleep(-5));
    expect(clock.now()).toBe(start);
  });

  it('an aborted sleep ends with the reason of its signal, without waiting', async () => {
    const clock = new VirtualClock(start);
    const controller = new AbortController();
    clock.at(start + 100, () => controller.abort(new Error('enough')));
    const sleeping = clock.sleep(1000, controller.signal);
    await expect(clock.run(sleeping)).rejects.toThrow('enough');
    expect(clock.now()).toBe(start + 100);
  });

  it('an aborted sleep leaves no appointment behind', async () => {
    const clock = new VirtualClock(start);
    const controller = new AbortController();
    const sleeping = clock.sleep(1000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow('no appointment left');
    expect(clock.now()).toBe(start);
  });

  it('a sleep does not begin under an aborted signal', async () => {
    const clock = new VirtualClock(start);
    await expect(clock.sleep(1000, AbortSignal.abort(new Error('before')))).rejects.toThrow(
      'before',
    );
  });

  it('a sleep that is over is not affected by its signal', async () => {
    const clock = new VirtualClock(start);
    const controller = new AbortController();
    const sleeping = clock.sleep(1000, controller.signal);
    await clock.run(sleeping);
    controller.abort(new Error('too late'));
    await expect(sleeping).resolves.toBeUndefined();
  });
});

describe('a virtual clock slowed down to wall time', () => {
  /** Wide enough that a busy machine's two turns of the loop fall into the wait, in milliseconds. */
  const wide = 300;

  it('a slowed clock takes the wall time that it is given', async () => {
    const clock = new VirtualClock(start, { realMillisecondsPerSecond: 20 });
    const from = performance.now();
    await clock.run(clock.sleep(2000));
    expect(performance.now() - from).toBeGreaterThanOrEqual(35);
    expect(clock.now()).toBe(start + 2000);
  });

  it('a slowed clock drops an appointment that is cancelled while it waits for it', async () => {
    const clock = new VirtualClock(start, { realMillisecondsPerSecond: wide });
    const { entries, note } = makeDiary(clock);
    const cancel = clock.at(start + 1000, () => void note('cancelled'));
    setImmediate(() => setImmediate(cancel));
    await clock.run(clock.sleep(1500));
    expect(entries).toEqual([]);
  });

  it('a slowed clock keeps an earlier appointment made while it waits for a later one', async () => {
    const clock = new VirtualClock(start, { realMillisecondsPerSecond: wide });
    const { entries, note } = makeDiary(clock);
    clock.at(start + 2000, () => void note('later'));
    setImmediate(() => setImmediate(() => clock.at(start + 1000, () => void note('earlier'))));
    await clock.run(clock.sleep(2500));
    expect(entries).toEqual(['earlier @1000', 'later @2000']);
  });

  it('a slowed clock stands still for real work that begins while it waits', async () => {
    const clock = new VirtualClock(start, { realMillisecondsPerSecond: wide });
    const { entries, note } = makeDiary(clock);
    clock.at(start + 1000, () => void note('appointment'));
    setImmediate(() =>
      setImmediate(
        () =>
          void clock.hold(async () => {
            await new Promise((resolve) => {
              setTimeout(resolve, 1.5 * wide);
            });
            note('work');
          }),
      ),
    );
    await clock.run(clock.sleep(1500));
    expect(entries.map((entry) => entry.split(' ')[0])).toEqual(['work', 'appointment']);
  });
});

describe('VirtualClock.catchUp', () => {
  it('whoever begins to wait at a slowed clock waits from now on', async () => {
    const clock = new VirtualClock(start, { realMillisecondsPerSecond: 1000 });
    const { goal, reach } = makeGoal();
    const attending = clock.attend(goal);
    // Somebody waits already, for longer.
    void clock.sleep(60_000);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    const from = performance.now();
    await clock.sleep(200);
    expect(performance.now() - from).toBeGreaterThanOrEqual(190);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 290);
    reach();
    await attending;
  });

  it('a clock that nobody slowed down, or that is held, has nothing to catch up', async () => {
    const fast = new VirtualClock(start);
    fast.catchUp();
    expect(fast.now()).toBe(start);
    const slow = new VirtualClock(start, { realMillisecondsPerSecond: 10 });
    const attending = slow.attend(
      slow.hold(async () => {
        await realWork(20);
        slow.catchUp();
      }),
    );
    await attending;
    expect(slow.now()).toBe(start);
  });
});

describe('VirtualClock.attend', () => {
  it('an attended clock lets time pass while something is under way, and then stands still', async () => {
    const clock = new VirtualClock(start);
    const { goal, reach } = makeGoal();
    const attending = clock.attend(goal);
    await clock.sleep(1000);
    await realWork(20);
    expect(clock.now()).toBe(start + 1000);
    await clock.sleep(500);
    expect(clock.now()).toBe(start + 1500);
    reach();
    await attending;
  });

  it('an attended clock does not wait for standing appointments, and keeps them when due', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    const { goal, reach } = makeGoal();
    clock.at(start + 1000, () => void note('schedule'), { standing: true });
    const attending = clock.attend(goal);
    await realWork(20);
    expect(entries).toEqual([]);
    await clock.sleep(3000);
    expect(entries).toEqual(['schedule @1000']);
    reach();
    await attending;
  });

  it('an attended clock stands still for real work', async () => {
    const clock = new VirtualClock(start);
    const { entries, note } = makeDiary(clock);
    const { goal, reach } = makeGoal();
    const attending = clock.attend(goal);
    clock.at(start + 1000, () => void note('appointment'));
    await clock.hold(async () => {
      await realWork(20);
      note('work');
    });
    await clock.sleep(2000);
    expect(entries).toEqual(['work @0', 'appointment @1000']);
    reach();
    await attending;
  });

  it('an attended clock can be ended in the middle of something', async () => {
    const clock = new VirtualClock(start, { realMillisecondsPerSecond: 1000 });
    const { goal, reach } = makeGoal();
    clock.at(start + 3_600_000, () => {});
    const attending = clock.attend(goal);
    await realWork();
    reach();
    await attending;
    expect(clock.now()).toBe(start);
  });

  it('a hold of whoever is made to wait does not keep time from passing', async () => {
    const clock = new VirtualClock(start);
    const queue = makeGoal();
    clock.at(start + 5000, queue.reach);
    const asked = clock.hold(async () => {
      await clock.letPass(() => queue.goal);
      await realWork();
      return clock.now();
    });
    clock.at(start + 6000, () => undefined);
    await expect(clock.run(asked)).resolves.toBe(start + 5000);
  });

  it('a hold of somebody else keeps time from passing all the same', async () => {
    const clock = new VirtualClock(start);
    const [queue, work] = [makeGoal(), makeGoal()];
    clock.at(start + 5000, queue.reach);
    const asked = clock.hold(() => clock.letPass(() => queue.goal));
    const working = clock.hold(() => work.goal);
    const run = clock.run(asked);
    await realWork();
    expect(clock.now()).toBe(start);
    work.reach();
    await Promise.all([run, working]);
    expect(clock.now()).toBe(start + 5000);
  });
});
