import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { PoolerBench, turns } from './bench.ts';

let bench: PoolerBench;
/** How many connections the server takes. */
let places: number;
beforeAll(async () => {
  bench = await PoolerBench.open();
  places = await bench.places();
});
afterEach(() => bench.reset());
afterAll(() => bench.end());

const second = 1000;
const minute = 60 * second;

/** The server's process behind a client at this moment. */
async function process(sql: Client): Promise<number> {
  const { rows } = await sql.query<{ id: number }>('SELECT pg_backend_pid() AS id');
  return rows[0]?.id ?? 0;
}

/** A client's request, for which it holds the clock wherever that goes. */
function held<T>(request: () => Promise<T>): Promise<T> {
  return bench.clock.hold(request);
}

/** Lets clients have so many connections to the server. */
function allow(connections: number, more: object = {}): void {
  const { limits } = bench.setting;
  // A hair more, so that no rounding takes one away.
  const percent = ((connections + 0.01) * 100) / places;
  bench.setting.limits = { ...limits, maxConnectionsPercent: percent, ...more };
}

/** Takes the database away. @returns how to bring it back */
function away(): () => void {
  const { servers } = bench.setting;
  bench.setting.servers = [];
  return () => void (bench.setting.servers = servers);
}

describe('connections that are used in turn', () => {
  it('ten clients use one connection, as long as none is in a transaction', async () => {
    const clients: Client[] = [];
    for (let number = 0; number < 10; number++) clients.push(await bench.client());
    const seen = new Set<number>();
    for (const client of clients) seen.add(await process(client));
    expect(seen.size).toBe(1);
    expect(bench.pooler.figures()).toMatchObject({
      clientConnections: 10,
      databaseConnectionsCurrentlyBorrowed: 0,
      databaseConnectionsCurrentlySessionPinned: 0,
    });
  });

  it('a transaction keeps its connection, and others get another one', async () => {
    const [one, other] = [await bench.client(), await bench.client()];
    await one.query('BEGIN');
    const mine = await process(one);
    expect(await process(other)).not.toBe(mine);
    expect(await process(one)).toBe(mine);
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(1);
    await one.query('COMMIT');
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(0);
  });

  it('a transaction that has failed keeps it too, until it is rolled back', async () => {
    const sql = await bench.client();
    await sql.query('BEGIN');
    await expect(sql.query('SELECT wrong')).rejects.toThrow('does not exist');
    await expect(sql.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(1);
    await sql.query('ROLLBACK');
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(0);
  });

  it('a driver that sends parameters is not pinned by that', async () => {
    const sql = await bench.client();
    expect((await sql.query('SELECT $1::integer AS id', [7])).rows).toEqual([{ id: 7 }]);
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(0);
  });

  it('clients of another database or user have connections of their own', async () => {
    const [one, other] = [await bench.client(), await bench.client({ database: 'template1' })];
    expect(await process(one)).not.toBe(await process(other));
  });

  it('each connection begins with the initialization query', async () => {
    bench.setting.limits = { ...bench.setting.limits, initQuery: "SET application_name TO 'pool'" };
    const sql = await bench.client();
    expect((await sql.query('SHOW application_name')).rows).toEqual([{ application_name: 'pool' }]);
    expect(bench.pooler.figures().databaseConnectionsCurrentlySessionPinned).toBe(0);
  });
});

describe('a session that is pinned', () => {
  it.each<[string, (sql: Client) => Promise<unknown>, string]>([
    ['a setting', (sql) => sql.query("SET search_path TO 'x'"), 'SQL changed session settings'],
    [
      'a prepared statement',
      (sql) => sql.query({ name: 'find', text: 'SELECT 1' }),
      'a prepared statement was managed',
    ],
    [
      'a channel',
      (sql) => sql.query('LISTEN news'),
      'the session listens on a notification channel',
    ],
    ['a lock', (sql) => sql.query('SELECT pg_advisory_lock(1)'), 'an advisory lock was taken'],
    [
      'a temporary table',
      (sql) => sql.query('CREATE TEMP TABLE mine (id integer)'),
      'a temporary object was created',
    ],
  ])('%s keeps its connection until the client leaves', async (_, pin, why) => {
    const sql = await bench.client();
    const before = bench.pooler.figures().pinned.get(why) ?? 0;
    await pin(sql);
    const mine = await process(sql);
    const other = await bench.client();
    expect(await process(other)).not.toBe(mine);
    expect(await process(sql)).toBe(mine);
    const figures = bench.pooler.figures();
    expect(figures.databaseConnectionsCurrentlySessionPinned).toBe(1);
    expect(figures.pinned.get(why)).toBe(before + 1);
    await sql.end();
    await turns();
    expect(bench.pooler.figures().databaseConnectionsCurrentlySessionPinned).toBe(0);
    const late = await bench.client();
    expect(await process(late)).not.toBe(mine);
  });

  it('a session that listens hears what another one tells', async () => {
    const [one, other] = [await bench.client(), await bench.client()];
    const told = new Promise((resolve) =>
      one.on('notification', ({ payload }) => resolve(payload)),
    );
    await one.query('LISTEN news');
    await other.query("SELECT pg_notify('news', 'it is done')");
    await expect(told).resolves.toBe('it is done');
  });
});

describe('when there is no connection to have', () => {
  it('a request waits until another one gives its connection back, and time passes', async () => {
    const [one, other] = [await bench.client(), await bench.client()];
    allow(1);
    await one.query('BEGIN');
    const { clock } = bench;
    const begun = clock.now();
    clock.at(begun + 30 * second, () => held(async () => void (await one.query('COMMIT'))));
    await clock.run(held(() => other.query('SELECT 1')));
    expect(clock.now() - begun).toBe(30 * second);
  });

  it('whoever waits longer than the borrow timeout is told so', async () => {
    const [one, other] = [await bench.client(), await bench.client()];
    allow(1, { borrowTimeout: 5 * second });
    await one.query('BEGIN');
    const begun = bench.clock.now();
    const asked = held(() => other.query('SELECT 1'));
    await expect(bench.clock.run(asked)).rejects.toThrow(
      'Timed-out waiting to acquire database connection',
    );
    expect(bench.clock.now() - begun).toBe(5 * second);
    expect(bench.pooler.figures()).toMatchObject({ waiting: 0, clientConnections: 1 });
  });

  it('whoever waits is served in turn', async () => {
    const holder = await bench.client();
    const clients = [await bench.client(), await bench.client(), await bench.client()];
    allow(1);
    await holder.query('BEGIN');
    const served: number[] = [];
    const asked = clients.map((client, index) =>
      held(() => client.query('SELECT 1').then(() => served.push(index))),
    );
    await turns();
    expect(bench.pooler.figures().waiting).toBe(3);
    await holder.query('COMMIT');
    await bench.clock.run(Promise.all(asked));
    expect(served).toEqual([0, 1, 2]);
  });

  it('an idle connection of another database makes room', async () => {
    allow(1);
    const one = await bench.client();
    const other = await bench.client({ database: 'template1' });
    await process(one);
    await process(other);
    await process(one);
    expect(bench.pooler.figures().databaseConnections).toBe(1);
  });

  it('two hundred clients at once get by with what the server has', async () => {
    allow(10);
    const clients = await Promise.all(Array.from({ length: 200 }, () => bench.client()));
    const seen = await bench.clock.run(
      Promise.all(clients.map((client) => held(() => process(client)))),
    );
    expect(new Set(seen).size).toBeLessThanOrEqual(10);
    expect(bench.pooler.figures().databaseConnections).toBeLessThanOrEqual(10);
  });

  it('a server whose places others have taken is asked again', async () => {
    const first = await bench.client();
    await first.query('BEGIN');
    const others = [await bench.direct(), await bench.direct()];
    await others[0]?.query('ALTER DATABASE postgres CONNECTION LIMIT 3');
    await expect(bench.direct()).rejects.toMatchObject({ code: '53300' });
    const late = await bench.client();
    const begun = bench.clock.now();
    bench.clock.at(begun + 7 * second, async () => {
      await held(async () => others[0]?.end());
      await turns();
    });
    await bench.clock.run(held(() => late.query('SELECT 1')));
    expect(bench.clock.now() - begun).toBe(7 * second);
    await late.query('ALTER DATABASE postgres CONNECTION LIMIT -1');
  });
});

describe('what is idle', () => {
  it('a client that asks for nothing is sent away after the idle timeout', async () => {
    bench.setting.idleClientTimeout = 10 * minute;
    const [idle, busy] = [await bench.client(), await bench.client()];
    const ended = new Promise<void>((resolve) => idle.on('end', resolve));
    const { clock } = bench;
    await clock.run(clock.sleep(9 * minute));
    await busy.query('SELECT 1');
    await clock.run(clock.sleep(2 * minute));
    await ended;
    expect((await busy.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('of connections that had nothing to do for five minutes no more are kept than may be', async () => {
    const clients = [await bench.client(), await bench.client(), await bench.client()];
    for (const client of clients) await client.query('BEGIN');
    for (const client of clients) await client.query('COMMIT');
    expect(bench.pooler.figures().databaseConnections).toBeGreaterThanOrEqual(3);
    allow(60, { maxIdleConnectionsPercent: 101 / places });
    await bench.clock.run(bench.clock.sleep(11 * minute));
    expect(bench.pooler.figures().databaseConnections).toBe(1);
    bench.setting.limits = { ...bench.setting.limits, maxIdleConnectionsPercent: 0 };
    await bench.clock.run(bench.clock.sleep(11 * minute));
    expect(bench.pooler.figures().databaseConnections).toBe(0);
  });
});

describe('while the database is away', () => {
  it('idle clients notice nothing, new ones are let in, and what they ask for waits', async () => {
    const idle = await bench.client();
    await process(idle);
    const back = away();
    const late = await bench.client();
    const { clock } = bench;
    const begun = clock.now();
    clock.at(begun + 20 * second, back);
    const answers = await clock.run(
      Promise.all([idle, late].map((one) => held(() => one.query('SELECT 1 AS one')))),
    );
    expect(answers.map(({ rows }) => rows)).toEqual([[{ one: 1 }], [{ one: 1 }]]);
    expect(clock.now() - begun).toBe(20 * second);
  });

  it('a transaction that was under way is lost, and its client told', async () => {
    const sql = await bench.client();
    await sql.query('BEGIN');
    const back = away();
    await expect(sql.query('SELECT 1')).rejects.toThrow('was lost in the middle');
    back();
    expect(bench.pooler.figures().clientConnections).toBe(0);
  });

  it('a session that was pinned is lost as well: its state is', async () => {
    const sql = await bench.client();
    await sql.query("SET search_path TO 'x'");
    const back = away();
    await expect(sql.query('SELECT 1')).rejects.toThrow('was lost in the middle');
    back();
  });

  it('a server that ends a connection in use has its own words reach the client', async () => {
    const [sql, other] = [await bench.client(), await bench.direct()];
    await sql.query('BEGIN');
    const told = new Promise<Error>((resolve) => sql.on('error', resolve));
    await other.query('SELECT pg_terminate_backend($1)', [await process(sql)]);
    await expect(told).resolves.toMatchObject({ code: '57P01' });
  });

  it('a connection that the server ended while it was idle is given to nobody', async () => {
    const [sql, other] = [await bench.client(), await bench.direct()];
    const mine = await process(sql);
    await other.query('SELECT pg_terminate_backend($1)', [mine]);
    await turns();
    expect(await process(sql)).not.toBe(mine);
  });
});
