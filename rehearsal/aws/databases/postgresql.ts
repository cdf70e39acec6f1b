import { Client } from 'pg';

import type { ServerAddress } from '../contracts.ts';
import { unpack } from './archive.ts';
import { run } from './command.ts';
import { copyTree } from './copy-tree.ts';
import type { ServerEngine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import { openEngine, type EngineSetup } from './engine-setup.ts';
import { makeOwned, writeOwned } from './owned-directory.ts';
import { findPostgresql } from './postgresql/binaries.ts';
import { chillPostgresql } from './postgresql/chill.ts';
import { coldCopy, hotCopy } from './postgresql/copy.ts';
import { initialize, templateFormat } from './postgresql/initialize.ts';
import { masterStatements, passwordStatement } from './postgresql/master-statements.ts';
import { postgresqlReplication } from './postgresql/replication.ts';
import {
  doorNames,
  hostAccessRules,
  serverSettings,
  settingArguments,
} from './postgresql/settings.ts';
import { internalUser, type InternalIdentity } from './server-files.ts';
import type { ServerSoftware } from './server-software.ts';
import { canReach } from './server-user.ts';
import { postgresqlDoor } from './sign-in/postgresql/receive.ts';
import { preparedTemplate } from './template-cache.ts';

/**
 * PostgreSQL servers from the installed package.
 * @throws PostgresqlNotInstalled, NoServerUser, DirectoryUnreachable
 */
export function createPostgresql(options: EngineOptions): Promise<ServerEngine> {
  return openEngine(options, ['postgres', 'nobody'], install);
}

async function install(setup: EngineSetup): Promise<ServerSoftware> {
  const { user, work, cache, files, identity, doorIdentity } = setup;
  const copies = (await canReach(user, cache)) ? cache : setup.directory;
  const binaries = await findPostgresql(user, copies);
  const kind = `postgresql-${binaries.version}-${templateFormat}`;
  const template = await preparedTemplate(kind, setup, user, (directory) =>
    initialize(binaries, directory, user),
  );
  const replication = await postgresqlReplication(setup, (at) => connectInternally(at, identity));
  const write = (name: string, content: string): Promise<string> =>
    writeOwned(setup.serverDirectory, name, content, user);
  const access = {
    rules: await write('pg_hba.conf', hostAccessRules),
    names: await write('pg_ident.conf', doorNames),
  };
  return {
    family: 'postgresql',
    version: binaries.version,
    create: async (directory, master, database) => {
      const statements = masterStatements(master, database);
      await copyTree(template, directory);
      // A server that takes statements from its input and listens to nobody.
      await run(
        binaries.postgres,
        ['--single', '-D', directory, '-F', '-c', 'exit_on_error=on', 'postgres'],
        { user, cwd: directory, input: statements },
      );
    },
    command: (directory, at, { parameters, certificate }) => ({
      program: binaries.postgres,
      args: [
        '-D',
        directory,
        ...settingArguments(
          serverSettings(at, { ...files, ...certificate?.files }, access, parameters),
        ),
      ],
      ready: /database system is ready to accept (read-only )?connections/,
      portTaken: /could not create any TCP\/IP sockets/,
      predecessorAlive:
        /pre-existing shared memory block .* is still in use|lock file "postmaster.pid" already exists/,
      // "Fast shutdown": ends the connections, writes a checkpoint.
      stopSignal: 'SIGINT',
      // "Immediate shutdown": recovers at the next start, as after SIGKILL.
      crashSignal: 'SIGQUIT',
    }),
    chill: (at) => chillPostgresql((database) => connectInternally(at, identity, database)),
    reloadCertificate: async (at) => {
      const loadedAt = async (): Promise<string> => {
        const session = await connectInternally(at, identity);
        try {
          const sql = 'SELECT pg_reload_conf(), pg_conf_load_time()::text AS loaded';
          return String((await session.query<{ loaded: string }>(sql)).rows[0]?.loaded);
        } finally {
          await session.end();
        }
      };
      // Sessions that begin after the server has read its files say when it did.
      const before = await loadedAt();
      while ((await loadedAt()) === before);
    },
    coldCopy,
    hotCopy: (directory, at) => hotCopy(directory, () => connectInternally(at, identity), work),
    ownDirectory: (directory) => makeOwned(directory, user),
    unpack: (bytes, directory) => unpack(bytes, directory, user),
    changePassword: async (at, master) => {
      const session = await connectInternally(at, identity);
      try {
        await session.query(passwordStatement(master));
      } finally {
        await session.end();
      }
    },
    receive: postgresqlDoor({
      server: doorIdentity.server,
      authority: identity.authority,
      identity: doorIdentity.door,
      connect: (at) => connectInternally(at, identity),
    }),
    replication,
  };
}

async function connectInternally(
  at: ServerAddress,
  identity: InternalIdentity,
  database = 'postgres',
): Promise<Client> {
  const client = new Client({
    host: at.address,
    port: at.port,
    user: internalUser,
    database,
    ssl: { ca: identity.authority, cert: identity.certificate, key: identity.privateKey },
  });
  // A connection that breaks while idle: the next query on it tells.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
