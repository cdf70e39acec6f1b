import { escapeLiteral, type Client } from 'pg';

import type { ServerAddress } from '../../contracts.ts';
import type { EngineSetup } from '../engine-setup.ts';
import { writeOwned } from '../owned-directory.ts';
import { internalUser } from '../server-files.ts';
import type { Replication } from '../server-software.ts';

/** Real time that a follower may take to connect to its writer. */
const patienceMilliseconds = 30_000;

/** Of names that are longer PostgreSQL would keep the first 63 bytes: the end tells volumes apart. */
const nameLength = 63;

/** A follower that was started doesn't follow. */
export class FollowersLate extends Error {
  override readonly name = 'FollowersLate';
}

/**
 * Streaming replication. A writer that has followers is synchronous with all of them: what it has
 * acknowledged outlives it, as on Aurora, whose instances share their storage.
 * (PostgreSQL documentation, "Log-Shipping Standby Servers".)
 * @param connect a superuser's connection to a server
 */
export async function postgresqlReplication(
  { serverDirectory, identity, user }: EngineSetup,
  connect: (at: ServerAddress) => Promise<Client>,
): Promise<Replication> {
  const write = (name: string, content: string): Promise<string> =>
    writeOwned(serverDirectory, name, content, user);
  const certificate = await write('follower.pem', identity.certificate);
  const privateKey = await write('follower.key', identity.privateKey);
  const authority = await write('authority.pem', identity.authority);
  const use = async <T>(at: ServerAddress, work: (admin: Client) => Promise<T>): Promise<T> => {
    const admin = await connect(at);
    try {
      return await work(admin);
    } finally {
      await admin.end();
    }
  };
  return {
    follow: async (directory, writer, name) => {
      const connection = {
        host: writer.address,
        port: writer.port,
        user: internalUser,
        application_name: nameOf(name),
        sslmode: 'verify-ca',
        sslrootcert: authority,
        sslcert: certificate,
        sslkey: privateKey,
      };
      const words = Object.entries(connection).map(([key, value]) => `${key}='${value}'`);
      const settings = [
        `primary_conninfo = ${escapeLiteral(words.join(' '))}`,
        // A follower of a writer that restarts is back at once.
        "wal_retrieve_retry_interval = '50ms'",
        '',
      ];
      await writeOwned(directory, 'postgresql.auto.conf', settings.join('\n'), user);
      await writeOwned(directory, 'standby.signal', '', user);
    },
    awaitFollowers: (writer, names) => use(writer, (admin) => awaitFollowers(admin, names)),
    promote: (at) =>
      use(at, async (admin) => {
        const { rows } = await admin.query<{ promoted: boolean }>(
          'SELECT pg_promote(true, 30) AS promoted',
        );
        if (rows[0]?.promoted !== true) {
          throw new FollowersLate(
            `the server at ${at.address}:${at.port} took longer than 30 s to promote`,
          );
        }
      }),
  };
}

async function awaitFollowers(admin: Client, names: readonly string[]): Promise<void> {
  const list = names.map((name) => `"${nameOf(name)}"`).join(', ');
  const standbys = names.length === 0 ? '' : `FIRST ${names.length} (${list})`;
  await admin.query(`ALTER SYSTEM SET synchronous_standby_names = ${escapeLiteral(standbys)}`);
  // A follower that is away for a moment finds the log that it missed.
  await admin.query("ALTER SYSTEM SET wal_keep_size = '64MB'");
  await admin.query('SELECT pg_reload_conf()');
  const deadline = Date.now() + patienceMilliseconds;
  while (Date.now() < deadline) {
    const { rows } = await admin.query<{ set: string; synchronous: number }>(
      `SELECT current_setting('synchronous_standby_names') AS set,
         (SELECT count(*)::integer FROM pg_stat_replication WHERE sync_state = 'sync') AS synchronous`,
    );
    if (rows[0]?.set === standbys && rows[0].synchronous === names.length) return;
    // A moment of real time: another process's connecting gives no sign here.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new FollowersLate(
    `expected ${names.join(', ')} to follow within ${patienceMilliseconds / 1000} s; their logs say why not`,
  );
}

function nameOf(volume: string): string {
  return volume.slice(-nameLength);
}
