import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf } from '../../../aws/databases/postgresql/protocol/frames.ts';
import {
  message,
  startup,
  startupCodes,
} from '../../../aws/databases/postgresql/protocol/messages.ts';
import { PoolerBench, turns } from './bench.ts';

let bench: PoolerBench;
beforeAll(async () => {
  bench = await PoolerBench.open();
  const sql = await bench.direct();
  await sql.query('CREATE TABLE notes (id integer PRIMARY KEY)');
});
afterEach(() => bench.reset());
afterAll(() => bench.end());

const none = Buffer.from([0, 0]);
const query = (sql: string): Buffer => message('Q', sql);
const parse = (name: string, sql: string): Buffer => message('P', name, sql, none);
const bind = (portal: string, statement: string): Buffer =>
  message('B', portal, statement, none, none, none);
const describeIt = (kind: 'S' | 'P', name: string): Buffer => message('D', Buffer.from(kind), name);
const execute = (portal: string): Buffer => message('E', portal, Buffer.alloc(4));
const close = (kind: 'S' | 'P', name: string): Buffer => message('C', Buffer.from(kind), name);
const flush = message('H');
const sync = message('S');
const row = (text: string): Buffer => message('d', Buffer.from(`${text}\n`));
const copyDone = message('c');
const copyFail = message('f', 'no more');
/** int4abs(-7), by its object id; one argument in text, the result in text. */
const call = message(
  'F',
  Buffer.from([0, 0, 0x05, 0x73, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2]),
  Buffer.from('-7'),
  none,
);
const batch = [parse('', 'SELECT 1'), bind('', ''), execute(''), sync];

/** What a client sends, with the last message that it waits for, and the types of all that it hears. */
const conversations: readonly (readonly [string, readonly Buffer[], [string, number], string])[] = [
  ['Query', [query('SELECT 1')], ['Z', 1], 'TDCZ'],
  ['Query of two statements', [query('SELECT 1; SELECT 2')], ['Z', 1], 'TDCTDCZ'],
  ['Query of nothing', [query('')], ['Z', 1], 'IZ'],
  ['Query that fails', [query('SELECT wrong')], ['Z', 1], 'EZ'],
  ['two Queries at once', [query('SELECT 1'), query('SELECT 2')], ['Z', 2], 'TDCZTDCZ'],
  ['FunctionCall', [call], ['Z', 1], 'VZ'],
  ['Parse, Bind, Execute, Sync', batch, ['Z', 1], '12DCZ'],
  ['three batches at once', [...batch, ...batch, ...batch], ['Z', 3], '12DCZ12DCZ12DCZ'],
  ['Describe of a statement', [parse('', 'SELECT 1'), describeIt('S', ''), sync], ['Z', 1], '1tTZ'],
  [
    'Describe of a portal',
    [parse('', 'SELECT 1'), bind('', ''), describeIt('P', ''), execute(''), sync],
    ['Z', 1],
    '12TDCZ',
  ],
  ['Close', [close('S', 'nothing'), sync], ['Z', 1], '3Z'],
  ['Flush in place of Sync', [parse('', 'SELECT 1'), describeIt('S', ''), flush], ['T', 1], '1tT'],
  ['a lone Sync', [sync], ['Z', 1], 'Z'],
  ['a lone Flush', [flush, query('SELECT 1')], ['Z', 1], 'TDCZ'],
  [
    'a batch that fails: what follows until Sync is skipped, what follows then is not',
    [parse('', 'SELECT wrong'), bind('', ''), execute(''), sync, ...batch],
    ['Z', 2],
    'EZ12DCZ',
  ],
  [
    'copy in by a Query',
    [query('COPY notes FROM STDIN'), row('1'), row('2'), copyDone],
    ['Z', 1],
    'GCZ',
  ],
  ['copy in that the client gives up', [query('COPY notes FROM STDIN'), copyFail], ['Z', 1], 'GEZ'],
  [
    'copy in that the server gives up, with rows on their way',
    [query('COPY notes FROM STDIN'), row('x'), row('3'), copyDone, query('SELECT 1')],
    ['Z', 2],
    'GEZTDCZ',
  ],
  [
    'copy in by a batch, as libpq sends it: a Sync with it, and one after it',
    [parse('', 'COPY notes FROM STDIN'), bind('', ''), execute(''), sync, row('9'), copyDone, sync],
    ['Z', 1],
    '12GCZ',
  ],
  ['copy out', [query('COPY (SELECT 1) TO STDOUT')], ['Z', 1], 'HdcCZ'],
];

describe('every kind of message', () => {
  it.each(conversations)('%s', async (_, sent, [last, count], heard) => {
    const speaker = await bench.speaker();
    await (await bench.direct()).query('TRUNCATE notes');
    speaker.send(...sent);
    expect(await speaker.heard(last, count)).toBe(heard);
    // And nothing of it is left over for the next request.
    speaker.send(sync, query('SELECT 1'));
    expect(await speaker.heard('Z', 2)).toBe('ZTDCZ');
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(0);
  });

  it('the same is heard when each message comes in pieces', async () => {
    const speaker = await bench.speaker();
    for (const byte of Buffer.concat([...batch])) speaker.send(Buffer.from([byte]));
    expect(await speaker.heard('Z')).toBe('12DCZ');
  });

  it('a statement that was described is there when it is bound in the next batch', async () => {
    const speaker = await bench.speaker();
    speaker.send(parse('', 'SELECT 1'), describeIt('S', ''), sync);
    await speaker.heard('Z');
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(1);
    speaker.send(bind('', ''), execute(''), sync);
    expect(await speaker.heard('Z')).toBe('2DCZ');
    expect(bench.pooler.figures().databaseConnectionsCurrentlyBorrowed).toBe(0);
  });

  it('Terminate ends the connection, and gives the server back', async () => {
    const speaker = await bench.speaker();
    speaker.send(query('SELECT 1'));
    await speaker.heard('Z');
    speaker.send(message('X'));
    await speaker.heard('never');
    expect(speaker.isEnded).toBe(true);
    expect(bench.pooler.figures().databaseConnections).toBeGreaterThan(0);
  });

  it('a client that leaves in a transaction takes it along: nobody else gets its connection', async () => {
    const speaker = await bench.speaker();
    speaker.send(query('BEGIN; INSERT INTO notes VALUES (77)'));
    await speaker.heard('Z');
    const before = bench.pooler.figures().databaseConnections;
    speaker.end();
    await turns();
    expect(bench.pooler.figures().databaseConnections).toBe(before - 1);
    const sql = await bench.client();
    expect((await sql.query('SELECT 1 FROM notes WHERE id = 77')).rows).toEqual([]);
  });

  it('a cancel request is taken, and cancels nothing, as RDS Proxy says', async () => {
    expect(await bench.raw(startup(startupCodes.cancel))).toBe('');
  });

  it('a large answer and a large request go through', async () => {
    const sql = await bench.client();
    const { rows } = await sql.query<{ text: string }>("SELECT repeat('x', 3000000) AS text");
    expect(rows[0]?.text).toHaveLength(3_000_000);
    const { rows: lengths } = await sql.query('SELECT length($1) AS length', [
      'y'.repeat(2_000_000),
    ]);
    expect(lengths).toEqual([{ length: 2_000_000 }]);
  });

  it('the server tells of the session what it told the proxy', async () => {
    const speaker = await bench.speaker();
    speaker.send(query('SHOW server_version'));
    await speaker.heard('Z');
    const client = await bench.client();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    expect(rows[0]?.server_version).toBe(bench.engine.version);
    expect(bodyOf({ type: 'Q', bytes: query('x') }).toString('utf8')).toBe('x\0');
  });
});
