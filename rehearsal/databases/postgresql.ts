import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Client } from 'pg';

import type { ServerAddress } from '../contracts.ts';
import { unpack } from './archive.ts';
import { createAuthority, type CertificateAuthority } from './certificates.ts';
import { run } from './command.ts';
import { copyTree } from './copy-tree.ts';
import { ServerEngine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import { findPostgresql, type PostgresqlBinaries } from './postgresql/binaries.ts';
import { coldCopy, hotCopy } from './postgresql/copy.ts';
import { masterUserStatements } from './postgresql/master-user.ts';
import {
  HOST_ACCESS,
  serverSettings,
  settingArguments,
  type ServerFiles,
} from './postgresql/settings.ts';
import { INTERNAL_USER, makeOwned, preparedTemplate } from './postgresql/template.ts';
import type { ServerSoftware } from './server-software.ts';
import { canReach, findServerUser, openTo, type ServerUser } from './server-user.ts';

/**
 * PostgreSQL servers from the installed package.
 * @throws PostgresqlNotInstalled, NoServerUser, DirectoryUnreachable
 */
export async function createPostgresql(options: EngineOptions): Promise<ServerEngine> {
  const { directory, cacheDirectory = directory } = options;
  const user = await findServerUser(['postgres', 'nobody']);
  const work = path.join(directory, 'work');
  for (const place of [directory, work]) {
    await mkdir(place, { recursive: true });
    await openTo(user, place);
  }
  await mkdir(cacheDirectory, { recursive: true });
  const copies = (await canReach(user, cacheDirectory)) ? cacheDirectory : directory;
  const binaries = await findPostgresql(user, copies);
  const [template, authority, internal] = await Promise.all([
    preparedTemplate(binaries, user, work, cacheDirectory),
    options.authority ?? createAuthority('Stage databases'),
    createAuthority('Stage engine'),
  ]);
  const files = await writeServerFiles(
    path.join(directory, 'server'),
    user,
    authority,
    internal,
    options.hosts ?? [],
  );
  const identity = await internal.issue(INTERNAL_USER, []);
  const connect = async (at: ServerAddress): Promise<Client> => {
    const client = new Client({
      host: at.address,
      port: at.port,
      user: INTERNAL_USER,
      database: 'postgres',
      ssl: {
        ca: authority.certificate,
        cert: identity.certificate,
        key: identity.privateKey,
      },
    });
    // A connection that breaks while idle: the next query on it tells.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return ServerEngine.open({
    software: postgresql({ binaries, template, files, work, user, connect }),
    user,
    directory,
    authorityCertificate: authority.certificate,
    onServerDied: options.onServerDied,
  });
}

interface PostgresqlParts {
  readonly binaries: PostgresqlBinaries;
  readonly template: string;
  readonly files: ServerFiles;
  readonly work: string;
  readonly user: ServerUser | undefined;
  readonly connect: (at: ServerAddress) => Promise<Client>;
}

function postgresql(parts: PostgresqlParts): ServerSoftware {
  const { binaries, template, files, work, user, connect } = parts;
  return {
    family: 'postgresql',
    version: binaries.version,
    create: async (directory, master) => {
      const statements = masterUserStatements(master);
      await copyTree(template, directory);
      // A server that takes statements from its input and listens to nobody.
      await run(
        binaries.postgres,
        ['--single', '-D', directory, '-F', '-c', 'exit_on_error=on', 'postgres'],
        { user, cwd: directory, input: statements },
      );
    },
    command: (directory, at) => ({
      program: binaries.postgres,
      args: ['-D', directory, ...settingArguments(serverSettings(at, files))],
      ready: /database system is ready to accept (read-only )?connections/,
      portTaken: /could not create any TCP\/IP sockets/,
      predecessorAlive:
        /pre-existing shared memory block .* is still in use|lock file "postmaster.pid" already exists/,
      // "Fast shutdown": ends the connections, writes a checkpoint.
      stopSignal: 'SIGINT',
    }),
    coldCopy,
    hotCopy: (directory, at) => hotCopy(directory, () => connect(at), work),
    ownDirectory: (directory) => makeOwned(directory, user),
    unpack: (bytes, directory) => unpack(bytes, directory, user),
  };
}

async function writeServerFiles(
  directory: string,
  user: ServerUser | undefined,
  authority: CertificateAuthority,
  internal: CertificateAuthority,
  hosts: readonly string[],
): Promise<ServerFiles> {
  const { certificate, privateKey } = await authority.issue('Stage database', [
    ...hosts,
    'localhost',
    '127.0.0.1',
  ]);
  await rm(directory, { recursive: true, force: true });
  await makeOwned(directory, user);
  const put = async (name: string, content: string): Promise<string> => {
    const file = path.join(directory, name);
    await writeFile(file, content, { mode: 0o600 });
    if (user !== undefined) await chown(file, user.uid, user.gid);
    return file;
  };
  return {
    certificate: await put('server.pem', certificate),
    privateKey: await put('server.key', privateKey),
    clientAuthority: await put('clients.pem', internal.certificate),
    hostAccess: await put('pg_hba.conf', HOST_ACCESS),
  };
}
