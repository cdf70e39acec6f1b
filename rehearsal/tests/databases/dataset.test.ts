import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { connectAsMaster, type SqlConnection } from '../../aws/databases/connection.ts';
import { countAndChecksum } from '../../aws/databases/dataset/checksum.ts';
import { loadDataset } from '../../aws/databases/dataset/load.ts';
import { placedOrders, Writer } from '../../aws/databases/dataset/writer.ts';
import { installedEngines, master, openBench, schemaOf, small, type Bench } from './support.ts';

const now = '2026-03-01T12:00:00.000Z';

describe.each(await installedEngines())('the data set on $name', ({ create }) => {
  let bench: Bench;
  /** A small data set that tests may change: none relies on what another left. */
  let shared: SqlConnection;
  beforeAll(async () => {
    bench = await openBench(create);
    shared = await loaded('shared', 1);
  });
  afterAll(() => bench.end());

  async function loaded(volume: string, seed: number): Promise<SqlConnection> {
    const session = await bench.session(volume);
    await loadDataset(session, seed, small);
    return session;
  }

  describe('the data set', () => {
    it('the data set has more than 100,000 rows in four tables', async () => {
      const session = await bench.session('usual');
      await loadDataset(session, 7);
      const { rows, tables } = await countAndChecksum(session);
      const schema = schemaOf(session);
      expect(tables.map(({ name }) => name)).toEqual(
        ['accounts', 'customers', 'order_lines', 'orders'].map((name) => `${schema}.${name}`),
      );
      expect(rows).toBe(120_000);
      expect(tables.reduce((sum, table) => sum + table.rows, 0)).toBe(rows);
    });

    it('the data set depends on its seed alone', async () => {
      const contents = [];
      for (const [volume, seed] of [
        ['seed-1', 1],
        ['seed-1-again', 1],
        ['seed-2', 2],
      ] as const) {
        contents.push(await countAndChecksum(await loaded(volume, seed)));
      }
      const [first, again, other] = contents;
      expect(again).toEqual(first);
      expect(other?.rows).toBe(first?.rows);
      for (const [index, table] of (other?.tables ?? []).entries()) {
        expect(table.checksum).not.toBe(first?.tables[index]?.checksum);
      }
    });

    it('the data set has nulls, and text beyond ASCII', async () => {
      const [row] = await shared.query(
        `SELECT count(*) AS noted, count(note) AS notes, max(note) AS note
         FROM ${schemaOf(shared)}.orders`,
      );
      expect(Number(row?.['notes'])).toBeGreaterThan(0);
      expect(Number(row?.['notes'])).toBeLessThan(Number(row?.['noted']));
      expect(row?.['note']).toMatch(/^Geschenk für №\d+ 🎁$/u);
    });

    it('the data set refuses an order of an unknown account', async () => {
      await expect(
        shared.query(`UPDATE ${schemaOf(shared)}.orders SET account_id = 999999 WHERE id = 1`),
      ).rejects.toThrow(/foreign key constraint/);
    });

    it.each([-1, 0.5, Number.NaN])('the data set is not made from the seed %d', async (seed) => {
      const never: SqlConnection = {
        family: bench.engine.family,
        query: () => Promise.reject(new Error('asked the server')),
        end: () => Promise.resolve(),
      };
      await expect(loadDataset(never, seed)).rejects.toThrow(RangeError);
    });
  });

  describe('the checksum', () => {
    it.each([
      ['a number changes by its last digit', 'UPDATE order_lines SET price = price + 0.01', '1'],
      ['a value becomes null', 'UPDATE customers SET city = NULL', "id = 1 OR city = 'Köln'"],
      ['a moment moves by a second', 'UPDATE orders SET placed_at = %later', 'id = 5'],
      ['a letter changes', "UPDATE customers SET email = 'x@shop.example'", 'id = 7'],
      ['a row is lost', 'DELETE FROM order_lines', 'order_id = 3 AND position = 2'],
    ])('the checksum changes when %s', async (_, change, where) => {
      const before = await countAndChecksum(shared);
      const schema = schemaOf(shared);
      const later =
        shared.family === 'postgresql'
          ? "placed_at + interval '1 second'"
          : 'TIMESTAMPADD(SECOND, 1, placed_at)';
      const statement = change.replace(/(UPDATE|FROM) /, `$1 ${schema}.`).replace('%later', later);
      const condition = where === '1' ? 'order_id = 1 AND position = 1' : where;
      await shared.query(`${statement} WHERE ${condition}`);
      const after = await countAndChecksum(shared);
      expect(after.checksum).not.toBe(before.checksum);
      const different = after.tables.filter(
        (table, index) => table.checksum !== before.tables[index]?.checksum,
      );
      expect(different).toHaveLength(1);
    });

    it('the checksum does not depend on the order of rows', async () => {
      const before = await countAndChecksum(shared);
      const lines = `${schemaOf(shared)}.order_lines`;
      await shared.query(`CREATE TABLE ${lines}_aside AS SELECT * FROM ${lines}`);
      await shared.query(`DELETE FROM ${lines}`);
      await shared.query(
        `INSERT INTO ${lines} SELECT * FROM ${lines}_aside ORDER BY price DESC, order_id DESC`,
      );
      await shared.query(`DROP TABLE ${lines}_aside`);
      expect(await countAndChecksum(shared)).toEqual(before);
    });

    it('the checksum leaves the session as it was when a table cannot be read', async () => {
      const broken: SqlConnection = {
        ...shared,
        query: (sql, params) =>
          sql.includes('count(*)') || sql.includes('COUNT(*)')
            ? shared.query('SELECT no_such_column')
            : shared.query(sql, params),
      };
      await expect(countAndChecksum(broken)).rejects.toThrow(/no_such_column/);
      await shared.query(`DELETE FROM ${schemaOf(shared)}.order_lines WHERE order_id = 1`);
    });
  });

  describe('the writer', () => {
    it('the writer places orders with ascending ids, all of which the server holds', async () => {
      const session = await loaded('orders', 1);
      const at = await bench.engine.restart('orders');
      const writer = new Writer(() => connectAsMaster(bench.engine, at, master));
      const written = [];
      for (let i = 0; i < 10; i++) written.push(await writer.writeOnce(now));
      await writer.end();
      expect(written.every(({ acknowledged }) => acknowledged)).toBe(true);
      expect(writer.acknowledged).toEqual(written.map(({ id }) => id));
      const reader = await connectAsMaster(bench.engine, at, master);
      expect(await placedOrders(reader)).toEqual(writer.acknowledged);
      const [row] = await reader.query(
        `SELECT max(placed_at) AS placed_at FROM ${schemaOf(session)}.orders WHERE id > 1000000000`,
      );
      expect(row?.['placed_at']).toEqual(new Date(now));
      await reader.end();
    });

    it('the writer continues when the server is back, and loses no acknowledged write', async () => {
      await loaded('gone', 1);
      const at = await bench.engine.restart('gone');
      const writer = new Writer(() => connectAsMaster(bench.engine, at, master));
      const before = await writer.writeOnce(now);
      await bench.engine.crash('gone');
      const during = [await writer.writeOnce(now), await writer.writeOnce(now)];
      expect(during).toMatchObject([
        { acknowledged: false, error: expect.any(Error) },
        { acknowledged: false, error: expect.any(Error) },
      ]);
      const reader = await bench.open('gone');
      const after = await writer.writeOnce(now);
      await writer.end();
      expect(writer.acknowledged).toEqual([before.id, after.id]);
      expect(after.id).toBeGreaterThan(during[1]?.id ?? Infinity);
      expect(await placedOrders(reader)).toEqual(expect.arrayContaining([before.id, after.id]));
    });

    it('the writer gives up on a server that does not answer in time', async () => {
      const blocker = await loaded('slow', 1);
      const at = await bench.engine.restart('slow');
      const locker = await connectAsMaster(bench.engine, at, master);
      const orders = `${schemaOf(blocker)}.orders`;
      await locker.query('BEGIN');
      await locker.query(
        locker.family === 'postgresql' ? `LOCK TABLE ${orders}` : `LOCK TABLES ${orders} WRITE`,
      );
      const writer = new Writer(() =>
        connectAsMaster(bench.engine, at, master, { timeoutMilliseconds: 300 }),
      );
      expect(await writer.writeOnce(now)).toMatchObject({
        acknowledged: false,
        error: { message: expect.stringMatching(/timeout/i) },
      });
      await locker.end();
      expect((await writer.writeOnce(now)).acknowledged).toBe(true);
      await writer.end();
    });
  });
});
