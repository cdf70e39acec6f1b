import type { SqlConnection } from '../connection.ts';

/** What became of one order. */
export type Written =
  | { readonly acknowledged: true; readonly id: number }
  | {
      /** The server may have kept it all the same: only its answer is missing. */
      readonly acknowledged: false;
      readonly id: number;
      readonly error: Error;
    };

/**
 * An application that places one order after the other, at whatever the live name points to when it
 * has to connect. It knows what the server has promised to keep: the acknowledged ids.
 */
export class Writer {
  readonly #connect: () => Promise<SqlConnection>;
  readonly #acknowledged: number[] = [];
  #nextId: number;
  #connection: SqlConnection | undefined;

  /**
   * @param connect opens a session; called at the first order, and after every failure
   * @param firstId of the orders that it places; each one's is greater than those before
   */
  constructor(connect: () => Promise<SqlConnection>, firstId = 1_000_000_001) {
    this.#connect = connect;
    this.#nextId = firstId;
  }

  /** The ids of all orders that a server has acknowledged, in the order of their placing. */
  get acknowledged(): readonly number[] {
    return this.#acknowledged;
  }

  /**
   * Places one order with two lines in one transaction. One call at a time. Never rejects: a server
   * that is gone, slow or read-only is an answer too.
   * @param virtualTime ISO 8601 in UTC, such as `2026-03-01T12:00:00.000Z`: when it is placed
   */
  async writeOnce(virtualTime: string): Promise<Written> {
    const id = this.#nextId++;
    try {
      this.#connection ??= await this.#connect();
      await place(this.#connection, id, virtualTime);
      this.#acknowledged.push(id);
      return { acknowledged: true, id };
    } catch (cause) {
      await this.end();
      return {
        acknowledged: false,
        id,
        error: cause instanceof Error ? cause : new Error(String(cause)),
      };
    }
  }

  /** Closes the session, if there is one; the next order opens another. */
  async end(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    // What ends may be broken already, and that is no news.
    await connection?.end().catch(() => undefined);
  }
}

/** The ids of `writer`'s orders that a server holds whole, with their lines, in ascending order. */
export async function placedOrders(
  connection: SqlConnection,
  firstId = 1_000_000_001,
): Promise<readonly number[]> {
  const orders = connection.family === 'postgresql' ? 'public' : 'shop';
  const rows = await connection.query(
    `SELECT o.id AS id FROM ${orders}.orders o
     JOIN ${orders}.order_lines l ON l.order_id = o.id
     WHERE o.id >= ${firstId} GROUP BY o.id HAVING count(*) = 2 ORDER BY o.id`,
  );
  return rows.map((row) => Number(row['id']));
}

async function place(connection: SqlConnection, id: number, virtualTime: string): Promise<void> {
  const postgresql = connection.family === 'postgresql';
  const schema = postgresql ? 'public' : 'shop';
  const placedAt = postgresql ? virtualTime : virtualTime.replace('T', ' ').replace('Z', '');
  const values = (count: number, from = 1): string =>
    Array.from({ length: count }, (_, index) => (postgresql ? `$${from + index}` : '?')).join(', ');
  await connection.query('BEGIN');
  await connection.query(
    `INSERT INTO ${schema}.orders (id, account_id, placed_at, status) VALUES (${values(4)})`,
    [id, 1, placedAt, 'placed'],
  );
  await connection.query(
    `INSERT INTO ${schema}.order_lines (order_id, position, sku, quantity, price)
     VALUES (${values(5)}), (${values(5, 6)})`,
    [id, 1, 'sku-1', 1, '9.99', id, 2, 'sku-2', 2, '0.01'],
  );
  await connection.query('COMMIT');
}
