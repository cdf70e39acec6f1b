import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../../functions/lab/rules/engine.ts';
import type { Path } from '../../../../functions/lab/rules/path.ts';
import { errorClassOf } from '../../../../functions/lab/rules/sort-error.ts';
import { connectBySql } from '../../../../functions/lab/sql/connections.ts';
import { proxyAuthorities } from '../../../../functions/lab/sql/proxy-authorities.ts';
import { rdsAuthorities } from '../../../../functions/shared/adapters/sql/authorities.ts';
import { createAuthority } from '../../../../rehearsal/aws/databases/certificates.ts';
import type { CertificateAuthority } from '../../../../rehearsal/aws/databases/certificates.ts';
import { startMysql, startPostgresql } from '../../fakes/tls-servers.ts';
import type { LoginServer } from '../../fakes/tls-servers.ts';

let rds: CertificateAuthority;
let web: CertificateAuthority;
let directory: string;
let bundle: string;

beforeAll(async () => {
  rds = await createAuthority(
    'Amazon RDS eu-central-1 Root CA ECC384 G1',
    'Amazon Web Services, Inc.',
  );
  web = await createAuthority('Amazon Root CA 9', 'Amazon');
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-lab-connections-'));
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

const token = 'lab.cluster.example:5432/?Action=connect';

/** Tries a path that leads to the server. @returns the class of what it met */
async function tried(engine: Engine, by: Path, certified: readonly [CertificateAuthority, string]) {
  const [authority, name] = certified;
  const certificate = await authority.issue(name, [name]);
  server =
    engine === 'aurora-mysql'
      ? await startMysql(certificate, { asked: 'mysql_clear_password' })
      : await startPostgresql(certificate);
  const connect = connectBySql({
    engine,
    hosts: {
      direct: by === 'direct' ? 'localhost' : 'lab.cluster.example',
      nlb: 'localhost',
      proxy: 'localhost',
    },
    port: server.port,
    logins: {
      of: async () => ({ kind: 'token', user: 'probe', password: token, database: 'lab' }),
      master: () => Promise.reject(new Error('the master is not asked for')),
    },
    authorities: { cluster: rdsAuthorities(bundle), proxy: proxyAuthorities(bundle) },
  });
  return connect(by, 'understudy-lab').then(() => 'let in', errorClassOf);
}

describe.each(Engine.options)('the connections of %s', (engine) => {
  it.each([
    ['direct', 'localhost', 'rds'],
    ['nlb', 'lab.cluster.example', 'rds'],
    ['proxy', 'localhost', 'web'],
  ] as const)(
    'the path %s sends its login to a server that is proved to be %s by %s',
    async (by, name, who) => {
      await tried(engine, by, [who === 'rds' ? rds : web, name]);

      expect(server?.told.join('')).toContain('probe');
      expect(server?.told.at(-1)).toContain(token);
    },
  );

  // Whoever it is, it gets nothing; and the probe says why.
  it.each([
    ['direct', 'localhost', 'web'],
    ['direct', 'evil.example', 'rds'],
    ['nlb', 'localhost', 'rds'],
    ['nlb', 'lab.cluster.example', 'web'],
    ['proxy', 'localhost', 'rds'],
    ['proxy', 'evil.example', 'web'],
  ] as const)('the path %s sends nothing to %s by the authority %s', async (by, name, who) => {
    const met = await tried(engine, by, [who === 'rds' ? rds : web, name]);

    expect({ met, told: server?.told }).toEqual({ met: 'certificate', told: [] });
  });
});
