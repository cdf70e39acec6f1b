import { escape, escapeId } from 'mysql2';

import { requireMasterUser } from '../master-user.ts';
import type { MasterUser } from '../server-software.ts';

/** What RDS grants a master user of MySQL, as far as MariaDB has it (RDS User Guide). */
const privileges = [
  'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER',
  'SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE',
  'REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT',
  'TRIGGER',
].join(', ');

/**
 * The statements, one a line, that give a new volume its master user: no `SUPER`.
 * @param database one to make; there is none otherwise
 * @throws MasterUserRefused
 */
export function masterStatements(master: MasterUser, database?: string): string {
  requireMasterUser(master, /^(root|mysql\..*|mariadb\.sys|PUBLIC)$/i);
  const user = `${escape(master.user)}@'%'`;
  return [
    'FLUSH PRIVILEGES;',
    `CREATE USER ${user} IDENTIFIED BY ${escape(master.password)};`,
    `GRANT ${privileges} ON *.* TO ${user} WITH GRANT OPTION;`,
    ...(database === undefined ? [] : [`CREATE DATABASE ${escapeId(database)};`]),
    '',
  ].join('\n');
}

/** Gives the master user of a running server another password. */
export function passwordStatement({ user, password }: MasterUser): string {
  return `ALTER USER ${escape(user)}@'%' IDENTIFIED BY ${escape(password)}`;
}
