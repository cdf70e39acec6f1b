import { createConnection, type Connection } from 'mysql2/promise';

import type { ServerAddress } from '../contracts.ts';
import { unpack } from './archive.ts';
import { run } from './command.ts';
import { copyTree } from './copy-tree.ts';
import type { ServerEngine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import { openEngine, type EngineSetup } from './engine-setup.ts';
import type { MariaDbBinaries } from './mariadb/binaries.ts';
import { chillMariaDb } from './mariadb/chill.ts';
import { coldCopy, hotCopy } from './mariadb/copy.ts';
import { initialize, templateFormat } from './mariadb/initialize.ts';
import { masterStatements, passwordStatement } from './mariadb/master-statements.ts';
import { bootstrapArguments, pretendedVersion, serverArguments } from './mariadb/settings.ts';
import { makeOwned } from './owned-directory.ts';
import { internalUser, type InternalIdentity } from './server-files.ts';
import type { ServerSoftware } from './server-software.ts';
import { mysqlDoor } from './sign-in/mysql/receive.ts';
import { preparedTemplate } from './template-cache.ts';

/**
 * MariaDB servers that stand in for MySQL 8.0: the same protocol and, as far as the simulator goes,
 * the same statements. They say to be 8.0.
 * @param binaries what `findMariaDb` found
 * @throws NoServerUser, DirectoryUnreachable
 */
export function createMariaDb(
  binaries: MariaDbBinaries,
  options: EngineOptions,
): Promise<ServerEngine> {
  return openEngine(options, ['mysql', 'nobody'], (setup) => install(binaries, setup));
}

async function install(binaries: MariaDbBinaries, setup: EngineSetup): Promise<ServerSoftware> {
  const { user, work, files, identity, doorIdentity } = setup;
  const kind = `mariadb-${binaries.version}-${templateFormat}`;
  const template = await preparedTemplate(kind, setup, user, (directory) =>
    initialize(binaries, directory, user),
  );
  return {
    family: 'mysql',
    version: pretendedVersion,
    create: async (directory, master, database) => {
      const statements = masterStatements(master, database);
      await copyTree(template, directory);
      // A server that takes statements from its input and listens to nobody.
      const args = bootstrapArguments(directory);
      await run(binaries.mariadbd, args, { user, cwd: directory, input: statements });
    },
    command: (directory, at, { parameters, certificate }) => ({
      program: binaries.mariadbd,
      args: serverArguments(directory, at, { ...files, ...certificate?.files }, parameters),
      ready: /ready for connections/,
      portTaken: /Can't start server: Bind on TCP\/IP port/,
      predecessorAlive: /Unable to lock \.\/ibdata1|Can't lock aria control file/,
      stopSignal: 'SIGTERM',
      crashSignal: 'SIGKILL',
    }),
    chill: async (at) => chillMariaDb(await connectInternally(at, identity)),
    reloadCertificate: async (at) => {
      const session = await connectInternally(at, identity);
      try {
        await session.query('FLUSH SSL');
      } finally {
        await session.end();
      }
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
    receive: mysqlDoor({
      server: doorIdentity.server,
      authority: identity.authority,
      connect: (at) => connectInternally(at, identity),
    }),
  };
}

async function connectInternally(
  at: ServerAddress,
  identity: InternalIdentity,
): Promise<Connection> {
  const connection = await createConnection({
    host: at.address,
    port: at.port,
    user: internalUser,
    ssl: { ca: identity.authority, cert: identity.certificate, key: identity.privateKey },
  });
  // A connection that breaks while idle: the next query on it tells.
  connection.on('error', () => undefined);
  return connection;
}
