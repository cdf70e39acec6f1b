import { execFile } from 'node:child_process';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rdsAuthorities } from '../../../../functions/shared/adapters/sql/authorities.ts';
import type { Credentials } from '../../../../functions/shared/adapters/sql/login.ts';
import { connectMysql } from '../../../../functions/target/sql/mysql.ts';
import { connectPostgresql } from '../../../../functions/target/sql/postgresql.ts';
import { createAuthority } from '../../../../rehearsal/aws/databases/certificates.ts';
import type { CertificateAuthority } from '../../../../rehearsal/aws/databases/certificates.ts';
import { startFullMysql, startMysql, startPostgresql } from '../../fakes/tls-servers.ts';
import type { LoginServer } from '../../fakes/tls-servers.ts';

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');
const secret = 'the-live-password';
const amazon = 'Amazon Web Services, Inc.';
let rds: CertificateAuthority;
let web: CertificateAuthority;
let directory: string;
let bundle: string;

beforeAll(async () => {
  rds = await createAuthority('Amazon RDS eu-central-1 Root CA ECC384 G1', amazon);
  web = await createAuthority('Amazon Root CA 1', 'Amazon');
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-authorities-'));
  bundle = path.join(directory, 'ca-cert.pem');
  // As Lambda's file: all of Amazon's authorities.
  await writeFile(bundle, [web.certificate, rds.certificate].join('\n'));
});
afterAll(() => rm(directory, { recursive: true }));

let server: LoginServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const engines = {
  mysql: {
    connect: connectMysql,
    start: async (from: CertificateAuthority, host: string) =>
      startMysql(await from.issue(host, [host]), { asked: 'mysql_clear_password' }),
  },
  postgresql: {
    connect: connectPostgresql,
    start: async (from: CertificateAuthority, host: string) =>
      startPostgresql(await from.issue(host, [host])),
  },
} as const;

/** @returns what connecting failed with: no server here lets anybody in */
async function failure(
  engine: keyof typeof engines,
  kind: Credentials['kind'],
  host = 'localhost',
): Promise<Error> {
  const login = () => Promise.resolve({ kind, user: 'verifier', password: secret });
  const connect = engines[engine].connect(login, rdsAuthorities(bundle));
  const { port } = server as LoginServer;
  return connect({ host, port }).then(
    () => new Error('expected nobody to be let in'),
    (error: Error) => error,
  );
}

describe.each(['mysql', 'postgresql'] as const)('row 14: a %s server', (engine) => {
  const { start } = engines[engine];

  it('row 14: a server of the right name and an RDS authority is sent the login', async () => {
    server = await start(rds, 'localhost');
    await failure(engine, 'token');
    expect(server.told.join('')).toContain('verifier');
    expect(server.told.at(-1)).toContain(secret);
  });

  it('row 14: a server of another name and an RDS authority is sent nothing', async () => {
    server = await start(rds, 'evil.example');
    expect(await failure(engine, 'token')).toMatchObject({
      name: 'LoginRefused',
      message: expect.stringMatching(/^expected localhost .* found: .*altnames/),
    });
    expect(server.told).toEqual([]);
  });

  it('row 14: a server of the right name and an authority other than RDS is sent nothing', async () => {
    server = await start(web, 'localhost');
    expect(await failure(engine, 'token')).toMatchObject({ name: 'LoginRefused' });
    expect(server.told).toEqual([]);
  });

  it('row 14: a server with an authority that only Node itself trusts is sent nothing', async () => {
    server = await start(web, 'localhost');
    const trusted = path.join(directory, 'web.pem');
    await writeFile(trusted, web.certificate);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'tests/unit/fakes/connect-once.ts', engine, String(server.port), bundle],
      { cwd: project, env: { ...process.env, NODE_EXTRA_CA_CERTS: trusted, NODE_OPTIONS: '' } },
    );
    expect(stdout).toMatch(/^LoginRefused: .*certificate/);
    expect(server.told).toEqual([]);
  }, 30_000);

  it.each(['127.0.0.1', '::1'])(
    'row 14: a server named by an address is not connected to: %s',
    async (host) => {
      server = await start(rds, 'localhost');
      expect(await failure(engine, 'token', host)).toMatchObject({
        name: 'LoginRefused',
        message: expect.stringContaining(`found the address ${host}`),
      });
      expect(server.secured()).toBe(0);
    },
  );
});

describe('row 14: the password of a secret', () => {
  it.each(['caching_sha2_password', 'mysql_native_password', 'mysql_clear_password'])(
    'row 14: the password is not sent in clear to a MySQL that says %s and asks for it',
    async (said) => {
      const certificate = await rds.issue('localhost', ['localhost']);
      server = await startMysql(certificate, { said, asked: 'mysql_clear_password' });
      expect(await failure('mysql', 'password')).toMatchObject({
        name: 'LoginRefused',
        message: expect.stringContaining('mysql_clear_password'),
      });
      expect(server.told.join('')).toContain('verifier');
      expect(server.told.join('')).not.toContain(secret);
    },
  );

  it.each(['caching_sha2_password', 'mysql_native_password'])(
    'row 14: the password is sent as a hash to a MySQL that asks by %s',
    async (asked) => {
      server = await startMysql(await rds.issue('localhost', ['localhost']), { asked });
      await failure('mysql', 'password');
      expect(server.told.length).toBeGreaterThan(1);
      expect(server.told.join('')).not.toContain(secret);
    },
  );

  // All that protects it is the name: another test shows that nobody else is told anything.
  it.each([
    ['caching_sha2_password', 'sha256_password'],
    ['sha256_password', 'sha256_password'],
  ])(
    'row 14: the password is sent within TLS, as its plugin requires, to a MySQL that says %s',
    async (said, asked) => {
      server = await startMysql(await rds.issue('localhost', ['localhost']), { said, asked });
      await failure('mysql', 'password');
      expect(server.told.join('')).toContain(secret);
    },
  );
});

describe('row 4: a server at its limit', () => {
  it('row 4: a MySQL that sends an error in place of its greeting is ServerBusy', async () => {
    server = await startFullMysql();
    expect(await failure('mysql', 'password')).toMatchObject({
      name: 'ServerBusy',
      message: expect.stringContaining('Too many connections'),
    });
  });

  it.each([
    ['53300', 'ServerBusy'],
    ['57P03', 'NotAnswering'],
    ['28000', 'LoginRefused'],
  ])('row 4: a login to PostgreSQL that fails with %s is %s', async (state, name) => {
    server = await startPostgresql(await rds.issue('localhost', ['localhost']), state);
    expect(await failure('postgresql', 'password')).toMatchObject({ name });
  });
});
