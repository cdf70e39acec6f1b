import type { DatasetSize } from './size.ts';

/**
 * The data set for PostgreSQL. Values are drawn by hashing row number, column and seed, so that no
 * row depends on the order in which rows are made. Keys and references come after the rows: checking
 * them all at once is faster than one by one.
 */
export function postgresqlStatements(seed: number, size: DatasetSize): readonly string[] {
  const draw = (column: number, below: number): string =>
    `(hashint8extended(n, ${seed} * 64::bigint + ${column}) & 1073741823) % ${below}`;
  const moment = (column: number): string =>
    `timestamptz '2026-01-01 00:00:00Z' + (${draw(column, 15_552_000)}) * interval '1 second'`;
  return [
    'BEGIN',
    `CREATE TABLE customers (
       id bigint NOT NULL, name text NOT NULL, email text NOT NULL, city text,
       attributes jsonb NOT NULL, created_at timestamptz NOT NULL)`,
    `CREATE TABLE accounts (
       id bigint NOT NULL, customer_id bigint NOT NULL, kind text NOT NULL,
       balance numeric(14,2) NOT NULL, closed_at timestamptz)`,
    `CREATE TABLE orders (
       id bigint NOT NULL, account_id bigint NOT NULL, placed_at timestamptz NOT NULL,
       status text NOT NULL, note text)`,
    `CREATE TABLE order_lines (
       order_id bigint NOT NULL, position integer NOT NULL, sku text NOT NULL,
       quantity integer NOT NULL, price numeric(10,2) NOT NULL)`,
    `INSERT INTO customers SELECT n,
       (ARRAY['Zoë','Łukasz','李明','Ana','Søren','Ольга','Naïma','José'])[1 + ${draw(1, 8)}] || ' '
         || (ARRAY['Ångström','Żuraw','王','de la Peña','O''Neill','Çelik'])[1 + ${draw(2, 6)}],
       'customer' || n || '@shop.example',
       CASE WHEN ${draw(3, 10)} > 0
         THEN (ARRAY['Dublin','Köln','São Paulo','東京','Kraków'])[1 + ${draw(4, 5)}] END,
       jsonb_build_object('tier', ${draw(5, 4)}, 'newsletter', ${draw(6, 2)} = 1,
         'tags', jsonb_build_array('☕', 'n' || ${draw(7, 100)})),
       ${moment(8)}
     FROM generate_series(1::bigint, ${size.customers}) n`,
    `INSERT INTO accounts SELECT n, 1 + ${draw(11, size.customers)},
       (ARRAY['current','savings','credit'])[1 + ${draw(12, 3)}],
       (${draw(13, 100_000_000)} - 10000000)::numeric / 100,
       CASE WHEN ${draw(14, 20)} = 0 THEN ${moment(15)} END
     FROM generate_series(1::bigint, ${size.accounts}) n`,
    `INSERT INTO orders SELECT n, 1 + ${draw(21, size.accounts)}, ${moment(22)},
       (ARRAY['placed','paid','shipped','returned'])[1 + ${draw(23, 4)}],
       CASE WHEN ${draw(24, 4)} = 0 THEN 'Geschenk für №' || ${draw(25, 1000)} || ' 🎁' END
     FROM generate_series(1::bigint, ${size.orders}) n`,
    `INSERT INTO order_lines SELECT (n - 1) / ${size.linesPerOrder} + 1,
       ((n - 1) % ${size.linesPerOrder} + 1)::integer, 'sku-' || ${draw(31, 5000)},
       (1 + ${draw(32, 9)})::integer, (1 + ${draw(33, 99_999)})::numeric / 100
     FROM generate_series(1::bigint, ${size.orders * size.linesPerOrder}) n`,
    'ALTER TABLE customers ADD PRIMARY KEY (id)',
    'ALTER TABLE accounts ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES customers',
    'ALTER TABLE orders ADD PRIMARY KEY (id), ADD FOREIGN KEY (account_id) REFERENCES accounts',
    `ALTER TABLE order_lines ADD PRIMARY KEY (order_id, position),
       ADD FOREIGN KEY (order_id) REFERENCES orders`,
    'COMMIT',
    'ANALYZE customers, accounts, orders, order_lines',
  ];
}
