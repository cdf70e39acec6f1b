import type { SqlConnection } from '../connection.ts';
import { mysqlStatements } from './mysql-statements.ts';
import { postgresqlStatements } from './postgresql-statements.ts';
import type { DatasetSize } from './size.ts';

const usualSize: DatasetSize = {
  customers: 10_000,
  accounts: 15_000,
  orders: 23_750,
  linesPerOrder: 3,
};

/**
 * Makes and fills the tables of a small shop: customers with accounts, orders with lines. The server
 * computes the rows from `seed`: the same seed gives the same rows, byte for byte.
 * @throws the driver's error when the tables are there already
 */
export async function loadDataset(
  connection: SqlConnection,
  seed: number,
  size: DatasetSize = usualSize,
): Promise<void> {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`a seed is a whole number from 0 on, and this one is ${seed}`);
  }
  const statements =
    connection.family === 'postgresql'
      ? postgresqlStatements(seed, size)
      : mysqlStatements(seed, size);
  for (const statement of statements) await connection.query(statement);
}
