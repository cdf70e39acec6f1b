import { FailoverDBClusterCommand } from '@aws-sdk/client-rds';
import { describe, expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import { Front, place } from './front.ts';

// Two real servers each time, twice; on a busy machine many times as long.
jest.setTimeout(240_000);

const second = 1000;
/** A client writes this often, in virtual milliseconds. */
const writeEvery = 100;

interface Write {
  readonly id: number;
  readonly at: number;
  readonly answeredAt: number;
  readonly error?: string;
}

/** What becomes of clients of a proxy when its database fails over. Times are virtual milliseconds. */
interface Played {
  readonly writes: readonly Write[];
  readonly kept: readonly number[];
  /** Of the writes, from one answer to the next. */
  readonly longestGap: number;
  readonly isSameSocket: boolean;
  readonly idleEnded: boolean;
  readonly transaction: string;
  readonly transactionKept: boolean;
  /** How long after the failover began the new writer took writes, and DNS led to it. */
  readonly promoted: number;
  readonly dns: number;
}

async function play(seed: number, force: 'failover' | 'crash'): Promise<Played> {
  const front = await Front.open({ seed });
  const { clock, simulator } = front;
  try {
    const writer = await front.clock.run(front.client());
    const idle = await front.clock.run(front.client());
    const inside = await front.clock.run(front.client());
    const held = <T>(request: () => Promise<T>): Promise<T> => clock.hold(request);
    const ask = (client: Client, sql: string, values: readonly unknown[] = []) =>
      held(() => client.query(sql, [...values]));
    await clock.run(ask(writer, 'CREATE TABLE writes (id integer)'));
    const state = { idleEnded: false, stopped: false };
    idle.on('end', () => (state.idleEnded = true));
    const socket = socketOf(writer);
    const writes: Write[] = [];
    const write = async (): Promise<void> => {
      for (let id = 1; !state.stopped; id++) {
        const at = clock.now();
        const error = await ask(writer, 'INSERT INTO writes VALUES ($1)', [id]).then(
          () => undefined,
          (failure: Error) => failure.message,
        );
        writes.push({ id, at, answeredAt: clock.now(), ...(error !== undefined && { error }) });
        const next = at + Math.ceil((clock.now() - at + 1) / writeEvery) * writeEvery;
        await clock.sleep(next - clock.now());
      }
    };
    const writing = write();
    await clock.run(clock.sleep(5 * second));
    await clock.run(ask(inside, 'BEGIN'));
    await clock.run(ask(inside, 'INSERT INTO writes VALUES (0)'));
    // Between two writes.
    await clock.run(clock.sleep(writeEvery / 2));
    const t0 = clock.now();
    const formerAddress = simulator.names.resolve(clusterHostOf(front)).join();
    const moments = { dns: 0 };
    simulator.names.onChange(() => {
      const now = simulator.names.resolve(clusterHostOf(front)).join();
      if (now !== formerAddress && moments.dns === 0) moments.dns = clock.now() - t0;
    });
    await front.during(async () => {
      if (force === 'crash') await simulator.rds.crashWriter(place, 'orders');
      else await front.rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: 'orders' }));
    });
    await clock.run(clock.sleep(120 * second));
    const transaction = await clock.run(
      ask(inside, 'COMMIT').then(
        () => 'committed',
        (error: Error) => error.message,
      ),
    );
    state.stopped = true;
    await clock.run(writing);
    const { rows } = await clock.run(
      held(() => idle.query<{ id: number }>('SELECT id FROM writes ORDER BY id')),
    );
    const answers = writes.filter(({ error }) => error === undefined).map((one) => one.answeredAt);
    const gaps = answers.slice(1).map((answer, index) => answer - (answers[index] ?? 0));
    const operations = simulator.rds.operationsLog.filter(
      ({ kind }) => kind === 'failover-cluster',
    );
    expect(operations).toHaveLength(1);
    expect(simulator.rds.problems).toEqual([]);
    const ids = rows.map(({ id }) => id);
    return {
      writes,
      kept: ids.filter((id) => id > 0),
      longestGap: Math.max(...gaps),
      isSameSocket: socketOf(writer) === socket && !state.idleEnded,
      idleEnded: state.idleEnded,
      transaction,
      transactionKept: ids.includes(0),
      promoted:
        (writes.find(({ at, answeredAt }) => answeredAt - at > second)?.answeredAt ?? 0) - t0,
      dns: moments.dns,
    };
  } finally {
    await front.end();
  }
}

function clusterHostOf({ host }: Front): string {
  return host.replace('front.proxy-', 'orders.cluster-');
}

/** The port of this machine that a client speaks from. */
function socketOf(client: Client): unknown {
  const { connection } = client as unknown as { connection: { stream: { localPort: number } } };
  return connection.stream.localPort;
}

describe('a failover behind a proxy', () => {
  it.each(['failover', 'crash'] as const)(
    'by %s: the socket survives, no acknowledged write is lost, and the gap is the same twice',
    async (force) => {
      const played = await play(7, force);
      const again = await play(7, force);
      const { writes, kept, longestGap, promoted, dns } = played;

      console.info(
        `${force}: ${writes.length} writes, longest gap ${longestGap} virtual ms, ` +
          `first answer after ${promoted}, DNS after ${dns}`,
      );
      expect(played.isSameSocket).toBe(true);
      expect(writes.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(kept).toEqual(writes.map(({ id }) => id));
      expect(longestGap).toBeGreaterThan(5 * second);
      // The proxy watches the database itself: it is there before DNS is.
      expect(promoted).toBeLessThan(dns);
      expect(played.transaction).toMatch(/lost|terminat|not queryable/i);
      expect(played.transactionKept).toBe(false);
      expect({ gap: again.longestGap, writes: again.writes }).toEqual({ gap: longestGap, writes });
    },
  );
});
