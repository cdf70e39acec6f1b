import { escapeIdentifier, escapeLiteral } from 'pg';

import { requireMasterUser } from '../master-user.ts';
import type { MasterUser } from '../server-software.ts';

/**
 * The statements, one a line, that give a new volume its master user: no superuser, but a member of
 * `rds_superuser` that owns the database `postgres` and hands `rds_iam` on, as on RDS.
 * @param database a further one, of theirs as well
 * @throws MasterUserRefused
 */
export function masterStatements(master: MasterUser, database?: string): string {
  requireMasterUser(master, /^(pg_.*|rds_superuser|rds_iam)$/);
  const name = escapeIdentifier(master.user);
  return [
    'CREATE ROLE rds_superuser NOLOGIN',
    'GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION',
    'CREATE ROLE rds_iam NOLOGIN',
    'GRANT rds_iam TO rds_superuser WITH ADMIN TRUE, INHERIT FALSE, SET FALSE',
    `CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE PASSWORD ${escapeLiteral(master.password)}`,
    `GRANT rds_superuser TO ${name}`,
    `ALTER DATABASE postgres OWNER TO ${name}`,
    ...(database === undefined
      ? []
      : [`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${name}`]),
    '',
  ].join('\n');
}

/** Gives the master user of a running server another password. */
export function passwordStatement({ user, password }: MasterUser): string {
  return `ALTER ROLE ${escapeIdentifier(user)} PASSWORD ${escapeLiteral(password)}`;
}
