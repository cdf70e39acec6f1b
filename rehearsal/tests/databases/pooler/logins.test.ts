import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  int32,
  message,
  startup,
  startupCodes,
} from '../../../aws/databases/postgresql/protocol/messages.ts';
import { PoolerBench } from './bench.ts';

let bench: PoolerBench;
beforeAll(async () => {
  bench = await PoolerBench.open();
});
afterEach(() => bench.reset());
afterAll(() => bench.end());

const login = (parameters: Readonly<Record<string, string>>): Buffer =>
  startup(startupCodes.version3, parameters);

describe('signing in', () => {
  it.each(['scram', 'md5'] as const)(
    'the password of the secret lets a user in by %s',
    async (client) => {
      bench.setting.client = client;
      const sql = await bench.client();
      expect((await sql.query('SELECT current_user')).rows).toEqual([{ current_user: 'admin' }]);
    },
  );

  it('a token lets a user in who is to bring one, and the secret signs in to the server', async () => {
    bench.setting.client = 'token';
    const sql = await bench.client({ password: 'a token' });
    expect((await sql.query('SELECT current_user')).rows).toEqual([{ current_user: 'admin' }]);
  });

  it('a connection without TLS is let in where none is asked for', async () => {
    bench.setting.requiresTls = false;
    const sql = await bench.client({ ssl: false });
    expect((await sql.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('a database and settings of the startup message count, for their sessions alone', async () => {
    const sql = await bench.client({ database: 'template1' });
    const { rows } = await sql.query('SELECT current_database() AS name');
    expect(rows).toEqual([{ name: 'template1' }]);
    const [there, here] = [await bench.speaker({ TimeZone: 'Asia/Tokyo' }), await bench.speaker()];
    for (const speaker of [there, here]) {
      speaker.send(message('Q', "SELECT current_setting('timezone')"));
    }
    expect([await there.answer(), await here.answer()]).toEqual(['Asia/Tokyo', 'UTC']);
  });

  it('the certificate is that of the proxy, and not of the database', async () => {
    await expect(bench.client({ ssl: { ca: 'nobody', servername: 'other' } })).rejects.toThrow(
      /certificate|PEM/,
    );
  });
});

// Source: RDS User Guide, "Troubleshooting for RDS Proxy", connecting to a PostgreSQL proxy.
describe('who is not let in, and hears why', () => {
  it.each<[string, object, Partial<PoolerBench['setting']>, string]>([
    ['a wrong password by SCRAM', { password: 'x' }, {}, 'for the role admin is wrong'],
    [
      'a wrong password by MD5',
      { password: 'x' },
      { client: 'md5' },
      'for the role admin is wrong',
    ],
    [
      'a token that is refused',
      {},
      { client: 'token' },
      'The IAM authentication failed for the role admin',
    ],
    ['a user without a secret', { user: 'nobody' }, {}, 'has no credentials for the role nobody'],
    ['no TLS', { ssl: false }, {}, 'This RDS Proxy requires TLS connections.'],
    [
      'a token without TLS',
      { ssl: false },
      { requiresTls: false, client: 'token' },
      'allowed only with SSL connections',
    ],
    ['a database that is not there', { database: 'none' }, {}, 'database "none" does not exist'],
    ['an endpoint without readers', {}, { refusal: 'no readers' }, 'no readers'],
    ['options', { options: '-c work_mem=1' }, {}, "doesn't support the option options"],
    [
      'a password that the server does not know',
      { user: 'stranger' },
      {},
      'password authentication failed',
    ],
  ])('%s', async (_, config, setting, why) => {
    Object.assign(bench.setting, setting);
    await expect(bench.client(config)).rejects.toThrow(why);
    expect(bench.pooler.figures().clientConnections).toBe(0);
  });

  it.each<[string, Buffer, string]>([
    ['replication', login({ user: 'admin', replication: 'true' }), 'streaming replication'],
    ['another version', startup(0x3_0002), 'only version 3.0'],
    ['version 2', startup(0x2_0000), 'only version 3.0'],
    ['no user', login({ database: 'x' }), 'A user name is missing'],
    ['a strange length', Buffer.concat([int32(1), int32(1)]), 'invalid length'],
    [
      'another message than a password',
      Buffer.concat([login({ user: 'admin' }), message('Q', 'SELECT 1')]),
      'expected a password message',
    ],
    [
      'another mechanism than SCRAM-SHA-256',
      Buffer.concat([login({ user: 'admin' }), message('p', 'SCRAM-SHA-256-PLUS', int32(0))]),
      'supports only IAM, MD5, or SCRAM',
    ],
  ])('%s', async (_, bytes, why) => {
    bench.setting.requiresTls = false;
    expect(await bench.raw(bytes)).toContain(why);
  });

  it('encryption by GSSAPI is declined, and the client goes on without', async () => {
    bench.setting.requiresTls = false;
    const cancel = startup(startupCodes.cancel);
    // A client waits for the answer; one that doesn't is taken for an attacker.
    const answered = bench.raw(startup(startupCodes.gssapi), cancel);
    expect(await answered).toBe('N');
  });
});
