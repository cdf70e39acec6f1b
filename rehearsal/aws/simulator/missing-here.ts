import { PostgresqlNotInstalled } from '../databases/postgresql/binaries.ts';
import { DirectoryUnreachable, NoServerUser } from '../databases/server-user.ts';
import { EngineMissing } from './engines.ts';

/** Whether what a stage needs isn't on this machine: its sentence says what to install or to choose. */
export function isMissingHere(error: unknown): error is Error {
  return [EngineMissing, PostgresqlNotInstalled, NoServerUser, DirectoryUnreachable].some(
    (kind) => error instanceof kind,
  );
}
