import { escapeIdentifier, escapeLiteral } from 'pg';

import type { MasterUser } from '../server-software.ts';
import { INTERNAL_USER } from './template.ts';

/** The master user of a new volume can't be made. */
export class MasterUserRefused extends Error {
  override readonly name = 'MasterUserRefused';
}

/**
 * The statements, one a line, that give a new volume its master user: no superuser, but a member of
 * `rds_superuser` that owns the database `postgres`, as on RDS.
 * @throws MasterUserRefused for a name that RDS reserves, or what one line can't hold
 */
export function masterUserStatements({ user, password }: MasterUser): string {
  if (user === INTERNAL_USER || user.startsWith('pg_') || user === 'rds_superuser') {
    throw new MasterUserRefused(`the master user can't be called ${user}: that name is reserved`);
  }
  if (!/^[\x20-\x7e]+$/.test(user) || !/^[\x20-\x7e]+$/.test(password)) {
    throw new MasterUserRefused(
      "a master user's name and password are printable ASCII, one character at least",
    );
  }
  const name = escapeIdentifier(user);
  return [
    'CREATE ROLE rds_superuser NOLOGIN',
    'GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION',
    `CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE PASSWORD ${escapeLiteral(password)}`,
    `GRANT rds_superuser TO ${name}`,
    `ALTER DATABASE postgres OWNER TO ${name}`,
    '',
  ].join('\n');
}
