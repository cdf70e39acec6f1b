import { beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../aws/clock.ts';
import type { Reached } from '../../aws/contracts.ts';
import type { Attempt } from '../../plays/failover/attempt.ts';
import { PoolClient } from '../../plays/failover/client.ts';
import type { Session } from '../../plays/failover/session.ts';
import { Random } from '../../aws/random.ts';

/** Sessions that a test breaks and turns read-only. */
class Sessions {
  readonly opened: { port: number; isBroken: boolean }[] = [];
  port = 1;
  refusal: Error | undefined;

  open = async (): Promise<Session> => {
    await turn();
    const state = { port: this.port, isBroken: false };
    this.opened.push(state);
    return {
      serverPort: state.port,
      get isBroken() {
        return state.isBroken;
      },
      write: async () => {
        await turn();
        if (this.refusal) throw this.refusal;
      },
      end: turn,
    };
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

let clock: VirtualClock;
let sessions: Sessions;
let routes: readonly Reached[];
let attempts: Attempt[];
let client: PoolClient;
beforeEach(() => {
  clock = new VirtualClock(0);
  sessions = new Sessions();
  routes = [{ kind: 'open', at: { address: '127.0.0.1', port: 1 } }];
  attempts = [];
  client = new PoolClient({
    clock,
    random: new Random(1),
    number: 3,
    firstId: 300,
    interval: 400,
    routes: () => routes,
    open: () => sessions.open(),
    serverAt: (port) => `orders-${port}`,
    onAttempt: (attempt) => attempts.push(attempt),
  });
});

async function runFor(milliseconds: number): Promise<void> {
  const running = client.run(0);
  await clock.run(clock.sleep(milliseconds));
  client.stop();
  await clock.run(running);
}

describe('a client of the failover measurement', () => {
  it('a client writes at its interval with rising ids, over one connection', async () => {
    await runFor(1300);
    expect(attempts.map(({ id, at, server }) => [id, at, server])).toEqual([
      [300, 0, 'orders-1'],
      [301, 400, 'orders-1'],
      [302, 800, 'orders-1'],
      [303, 1200, 'orders-1'],
    ]);
    expect(attempts.every(({ answeredAt, at }) => answeredAt > at)).toBe(true);
    expect(sessions.opened).toHaveLength(1);
  });

  it('a client keeps its connection through an SQL error', async () => {
    sessions.refusal = Object.assign(new Error('cannot execute INSERT'), { code: '25006' });
    await runFor(500);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['read-only', 'read-only']);
    expect(sessions.opened).toHaveLength(1);
  });

  it('a client whose connection is broken connects again, to the server there then', async () => {
    clock.at(450, () => {
      sessions.port = 2;
      for (const session of sessions.opened) session.isBroken = true;
    });
    await runFor(900);
    expect(attempts.map(({ server }) => server)).toEqual(['orders-1', 'orders-1', 'orders-2']);
  });

  it('a write is of unknown outcome when its connection breaks before the answer', async () => {
    clock.at(401, () => {
      for (const session of sessions.opened) session.isBroken = true;
    });
    await runFor(500);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['acknowledged', 'unknown']);
  });

  it.each([
    { code: undefined, outcome: 'unknown' },
    { code: 'ECONNRESET', outcome: 'unknown' },
    { code: '57P01', outcome: 'unknown' },
    { code: '53300', outcome: 'refused' },
  ])('an error with the code $code has the outcome $outcome', async ({ code, outcome }) => {
    sessions.refusal = Object.assign(new Error('no'), { code });
    await runFor(100);
    expect(attempts).toEqual([expect.objectContaining({ outcome, reason: 'no' })]);
  });

  it('a client tries the next address when one refuses', async () => {
    routes = [{ kind: 'refused' }, ...routes];
    await runFor(100);
    expect(attempts).toEqual([expect.objectContaining({ outcome: 'acknowledged' })]);
  });

  it('a client is refused at once by a closed port, and times out on a silent address', async () => {
    routes = [{ kind: 'refused' }];
    clock.at(700, () => {
      routes = [{ kind: 'refused' }, { kind: 'silent' }];
    });
    await runFor(6000);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(Array(3).fill('unreachable'));
    expect(attempts[2]).toMatchObject({ at: 800, answeredAt: 5800, reason: 'silent' });
  });
});
