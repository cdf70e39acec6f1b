import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { Client, type ClientConfig } from 'pg';

import type { FrontDoor, ServerAddress } from '../../aws/contracts.ts';
import { rdsHosts } from '../../aws/databases/certificates.ts';
import { connectAsMaster, type SqlConnection } from '../../aws/databases/connection.ts';
import { installedEngines, master, openBench, type Bench } from './support.ts';

const host = 'orders.cluster-c9akciq32rgv.eu-west-1.rds.amazonaws.com';

/** As long as a token with temporary credentials is. */
const token = `${host}:5432/?${'x'.repeat(1800)}`;

/** The very statements of the RDS User Guide, "Creating a database account using IAM authentication". */
const statements = {
  postgresql: ['CREATE USER probe', 'GRANT rds_iam TO probe'],
  mysql: ["CREATE USER probe IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"],
};

const refusals = {
  postgresql: { code: '28000', message: 'PAM authentication failed for user "probe"' },
  mysql: { errno: 1045, message: expect.stringMatching(/^Access denied for user 'probe'@'/) },
};

interface SignIn {
  readonly at: ServerAddress;
  readonly user: string;
  readonly password: string;
  readonly tls?: boolean;
  readonly settings?: ClientConfig;
}

describe.each(await installedEngines())('the front door of $name', ({ name, create }) => {
  const family = name === 'PostgreSQL' ? 'postgresql' : 'mysql';
  let bench: Bench;
  let server: ServerAddress | undefined;
  let door: FrontDoor;
  let admin: SqlConnection;
  const asked: { user: string; token: string }[] = [];

  beforeAll(async () => {
    bench = await openBench(create, { hosts: rdsHosts('c9akciq32rgv', 'eu-west-1') });
    await bench.engine.createVolume('orders', master);
    server = await bench.engine.start('orders');
    door = await openDoorOf(() => server);
    admin = await connectAsMaster(bench.engine, door.at, master, { host });
    for (const statement of statements[family]) await admin.query(statement);
  });
  afterAll(async () => {
    await admin.end();
    await bench.end();
  });
  beforeEach(() => {
    asked.length = 0;
  });

  function openDoorOf(at: () => ServerAddress | undefined): Promise<FrontDoor> {
    return bench.engine.openDoor(at, async (user, shown) => {
      asked.push({ user, token: shown });
      return shown === token;
    });
  }

  /** @returns whom the server takes the client for */
  async function signIn({ at, user, password, tls = true, settings }: SignIn): Promise<string> {
    const ca = await readFile(bench.engine.caFile, 'utf8');
    if (family === 'postgresql') {
      const ssl = tls ? { ca, servername: host } : false;
      const client = new Client({
        host: at.address,
        port: at.port,
        database: 'postgres',
        user,
        password,
        ssl,
        ...settings,
      });
      client.on('error', () => undefined);
      await client.connect();
      const { rows } = await client.query<{ me: string }>('SELECT session_user AS me');
      await client.end();
      return rows[0]?.me ?? '';
    }
    const connection = await createConnection({
      host,
      user,
      password,
      enableCleartextPlugin: true,
      stream: () => connectSocket(at.port, at.address),
      ...(tls && { ssl: { ca, verifyIdentity: true } }),
    });
    connection.on('error', () => undefined);
    const [rows] = await connection.query('SELECT CURRENT_USER() AS me');
    await connection.end();
    return (rows as { me: string }[])[0]?.me.split('@')[0] ?? '';
  }

  it('lets a user of IAM in, whose token is good', async () => {
    expect(await signIn({ at: door.at, user: 'probe', password: token })).toBe('probe');
    expect(asked).toEqual([{ user: 'probe', token }]);
  });

  it('turns a user of IAM away whose token is no good, with the words of RDS', async () => {
    await expect(
      signIn({ at: door.at, user: 'probe', password: `${token}!` }),
    ).rejects.toMatchObject(refusals[family]);
    expect(asked).toEqual([{ user: 'probe', token: `${token}!` }]);
  });

  it("leaves other users to the server: their passwords count, and a token doesn't", async () => {
    expect(await signIn({ at: door.at, ...master })).toBe(master.user);
    await expect(signIn({ at: door.at, user: master.user, password: token })).rejects.toThrow(
      /password authentication failed for user "admin"|Access denied for user 'admin'/,
    );
    await expect(signIn({ at: door.at, user: 'nobody', password: token })).rejects.toThrow(
      /password authentication failed for user "nobody"|Access denied for user 'nobody'/,
    );
    expect(asked).toEqual([]);
  });

  it('is passed by nobody: without TLS, and at the server itself, a token is worth nothing', async () => {
    await expect(
      signIn({ at: door.at, user: 'probe', password: token, tls: false }),
    ).rejects.toThrow(/no encryption|Access denied/);
    await expect(signIn({ at: server ?? door.at, user: 'probe', password: token })).rejects.toThrow(
      /valid client certificate|Access denied/,
    );
    await expect(signIn({ at: server ?? door.at, user: 'probe', password: '' })).rejects.toThrow(
      /valid client certificate|Access denied|password must be/,
    );
    expect(asked).toEqual([]);
  });

  it('carries results of any size, and many clients at once', async () => {
    const [row] = await admin.query(`SELECT repeat('ä', 3000000) AS much`);
    expect(String(row?.['much'])).toHaveLength(3_000_000);

    const users = await Promise.all(
      Array.from({ length: 20 }, () => signIn({ at: door.at, user: 'probe', password: token })),
    );

    expect(new Set(users)).toEqual(new Set(['probe']));
  });

  it('turns clients away while the server is down, and lets them in at the next one', async () => {
    const live = server;
    server = undefined;
    await expect(signIn({ at: door.at, user: 'probe', password: token })).rejects.toThrow(
      /ECONNRESET|closed|terminated|lost/,
    );
    server = live;
    await admin.end();
    server = await bench.engine.restart('orders');

    expect(await signIn({ at: door.at, user: 'probe', password: token })).toBe('probe');
    admin = await connectAsMaster(bench.engine, door.at, master, { host });
  });

  it('knows the users of IAM of a volume that was restored from a dump', async () => {
    await bench.engine.dump('orders', bench.file('orders.dump'));
    await bench.engine.restore(bench.file('orders.dump'), undefined, 'restored');
    const at = await bench.engine.start('restored');
    const another = await openDoorOf(() => at);

    expect(await signIn({ at: another.at, user: 'probe', password: token })).toBe('probe');
    await another.close();
    await expect(signIn({ at: another.at, user: 'probe', password: token })).rejects.toThrow(
      /ECONNREFUSED/,
    );
  });

  if (family === 'postgresql') {
    it('takes TLS without a request for it', async () => {
      const settings = { sslnegotiation: 'direct' } as ClientConfig;

      expect(await signIn({ at: door.at, user: 'probe', password: token, settings })).toBe('probe');
    });

    it('leaves the master user to its password, who hands rds_iam on', async () => {
      await admin.query(`GRANT rds_iam TO ${master.user}`);

      expect(await signIn({ at: door.at, ...master })).toBe(master.user);
    });
  } else {
    it.each([
      ["create user `p 1`@'%' identified with 'AWSAuthenticationPlugin' as \"RDS\"", 'p 1'],
      [
        "CREATE USER IF NOT EXISTS p2 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL",
        'p2',
      ],
    ])('has the plugin in every form of the statement: %s', async (statement, user) => {
      await admin.query(statement);
      await admin.query('ALTER USER ?@? REQUIRE SSL', [user, '%']);

      expect(await signIn({ at: door.at, user, password: token })).toBe(user);
    });

    it('leaves every other statement as it is', async () => {
      const [row] = await admin.query(`SELECT "AWSAuthenticationPlugin AS 'RDS'" AS said`);

      expect(row?.['said']).toBe("AWSAuthenticationPlugin AS 'RDS'");
    });

    it("knows no plugin at the server itself, as where a database hasn't IAM authentication", async () => {
      const direct = await connectAsMaster(bench.engine, server ?? door.at, master);
      await expect(
        direct.query("CREATE USER p3 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"),
      ).rejects.toThrow("Plugin 'AWSAuthenticationPlugin' is not loaded");
      await direct.end();
    });
  }
});
