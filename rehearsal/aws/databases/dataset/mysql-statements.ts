import type { DatasetSize } from './size.ts';

/**
 * The data set for MySQL, in the words of MariaDB (`seq_1_to_…`). Values are drawn by hashing row
 * number, column and seed, so that no row depends on the order in which rows are made.
 */
export function mysqlStatements(seed: number, size: DatasetSize): readonly string[] {
  const draw = (column: number, below: number): string =>
    `(CRC32(CONCAT_WS('/', ${seed}, ${column}, seq)) % ${below})`;
  const moment = (column: number): string =>
    `TIMESTAMPADD(SECOND, ${draw(column, 15_552_000)}, '2026-01-01 00:00:00.000')`;
  return [
    'CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    'USE shop',
    'SET NAMES utf8mb4',
    `CREATE TABLE customers (
       id bigint NOT NULL PRIMARY KEY, name varchar(100) NOT NULL, email varchar(100) NOT NULL,
       city varchar(100), attributes json NOT NULL, created_at datetime(3) NOT NULL)`,
    `CREATE TABLE accounts (
       id bigint NOT NULL PRIMARY KEY, customer_id bigint NOT NULL, kind varchar(20) NOT NULL,
       balance decimal(14,2) NOT NULL, closed_at datetime(3),
       FOREIGN KEY (customer_id) REFERENCES customers (id))`,
    `CREATE TABLE orders (
       id bigint NOT NULL PRIMARY KEY, account_id bigint NOT NULL, placed_at datetime(3) NOT NULL,
       status varchar(20) NOT NULL, note varchar(200),
       FOREIGN KEY (account_id) REFERENCES accounts (id))`,
    `CREATE TABLE order_lines (
       order_id bigint NOT NULL, position integer NOT NULL, sku varchar(20) NOT NULL,
       quantity integer NOT NULL, price decimal(10,2) NOT NULL, PRIMARY KEY (order_id, position),
       FOREIGN KEY (order_id) REFERENCES orders (id))`,
    // The rows refer to one another by construction; checking each would double the time.
    'SET SESSION foreign_key_checks = 0, unique_checks = 0',
    `INSERT INTO customers SELECT seq,
       CONCAT(ELT(1 + ${draw(1, 8)}, 'Zoë','Łukasz','李明','Ana','Søren','Ольга','Naïma','José'),
         ' ', ELT(1 + ${draw(2, 6)}, 'Ångström','Żuraw','王','de la Peña','O''Neill','Çelik')),
       CONCAT('customer', seq, '@shop.example'),
       IF(${draw(3, 10)} > 0,
         ELT(1 + ${draw(4, 5)}, 'Dublin','Köln','São Paulo','東京','Kraków'), NULL),
       JSON_OBJECT('tier', ${draw(5, 4)}, 'tag', CONCAT('☕ n', ${draw(7, 100)})),
       ${moment(8)}
     FROM seq_1_to_${size.customers}`,
    `INSERT INTO accounts SELECT seq, 1 + ${draw(11, size.customers)},
       ELT(1 + ${draw(12, 3)}, 'current','savings','credit'),
       (CAST(${draw(13, 100_000_000)} AS SIGNED) - 10000000) / 100,
       IF(${draw(14, 20)} = 0, ${moment(15)}, NULL)
     FROM seq_1_to_${size.accounts}`,
    `INSERT INTO orders SELECT seq, 1 + ${draw(21, size.accounts)}, ${moment(22)},
       ELT(1 + ${draw(23, 4)}, 'placed','paid','shipped','returned'),
       IF(${draw(24, 4)} = 0, CONCAT('Geschenk für №', ${draw(25, 1000)}, ' 🎁'), NULL)
     FROM seq_1_to_${size.orders}`,
    `INSERT INTO order_lines SELECT (seq - 1) DIV ${size.linesPerOrder} + 1,
       (seq - 1) % ${size.linesPerOrder} + 1, CONCAT('sku-', ${draw(31, 5000)}),
       1 + ${draw(32, 9)}, (1 + ${draw(33, 99_999)}) / 100
     FROM seq_1_to_${size.orders * size.linesPerOrder}`,
    'SET SESSION foreign_key_checks = 1, unique_checks = 1',
  ];
}
