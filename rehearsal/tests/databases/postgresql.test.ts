import { readFile } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

import type { ServerAddress } from '../../aws/contracts.ts';
import { createAuthority, rdsHosts } from '../../aws/databases/certificates.ts';
import { connectAsMaster, type SqlConnection } from '../../aws/databases/connection.ts';
import { createPostgresql } from '../../aws/databases/postgresql.ts';
import { ServerDied } from '../../aws/databases/server-process.ts';
import { VolumeRefused } from '../../aws/databases/volumes.ts';
import { isAlive, master, openBench, type Bench } from './support.ts';

const host = 'orders.cluster-c9akciq32rgv.eu-west-1.rds.amazonaws.com';

let bench: Bench;
let at: ServerAddress;
let session: SqlConnection;
const deaths: ServerDied[] = [];
const deathAwaited: ((death: ServerDied) => void)[] = [];
beforeAll(async () => {
  bench = await openBench(createPostgresql, {
    hosts: rdsHosts('c9akciq32rgv', 'eu-west-1'),
    onServerDied: (death) => {
      deaths.push(death);
      for (const tell of deathAwaited) tell(death);
    },
  });
  await bench.engine.createVolume('shared', master);
  at = await bench.engine.start('shared');
  session = await connectAsMaster(bench.engine, at, master);
});
afterAll(async () => {
  await session.end();
  await bench.end();
});

describe('a simulated PostgreSQL server', () => {
  it('a PostgreSQL server reports the version of its engine', async () => {
    const [row] = await session.query('SHOW server_version');
    expect(row?.['server_version']).toBe(bench.engine.version);
    expect(bench.engine.version).toMatch(/^\d+\.\d+$/);
  });

  it('a PostgreSQL server gives the master user what RDS gives it, and no more', async () => {
    const [role] = await session.query(
      `SELECT rolsuper, rolcreatedb, rolcreaterole,
         pg_has_role('rds_superuser', 'member') AS member FROM pg_roles WHERE rolname = current_user`,
    );
    expect(role).toEqual({ rolsuper: false, rolcreatedb: true, rolcreaterole: true, member: true });
    await session.query('CREATE TABLE mine (id integer)');
    await expect(session.query("SELECT pg_read_file('PG_VERSION')")).rejects.toThrow(
      /permission denied/,
    );
  });

  it('a PostgreSQL server refuses connections without TLS', async () => {
    const { address, port } = at;
    const client = new Client({ host: address, port, database: 'postgres', ...master });
    await expect(client.connect()).rejects.toThrow(/no pg_hba.conf entry .* no encryption/);
  });

  it('a PostgreSQL server refuses a wrong password, and its superuser by password', async () => {
    await expect(
      connectAsMaster(bench.engine, at, { ...master, password: 'wrong' }),
    ).rejects.toThrow(/password authentication failed/);
    await expect(
      connectAsMaster(bench.engine, at, { user: 'rdsadmin', password: 'rdsadmin' }),
    ).rejects.toThrow(/certificate authentication failed|requires a valid client certificate/);
  });

  it('a PostgreSQL server has a certificate for the endpoints of its account and Region only', async () => {
    const named = await connectAsMaster(bench.engine, at, master, { host: host });
    const [tls] = await named.query(
      'SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    expect(tls).toEqual({ ssl: true, version: 'TLSv1.3' });
    await named.end();
    await expect(
      connectAsMaster(bench.engine, at, master, { host: host.replace('eu-west-1', 'eu-west-2') }),
    ).rejects.toThrow(/Hostname\/IP does not match/);
  });

  it('a PostgreSQL server is not trusted by a client of another certificate authority', async () => {
    const { address, port } = at;
    const { certificate } = await createAuthority('Simulator databases');
    const ssl = { ca: certificate, servername: host };
    const client = new Client({ host: address, port, database: 'postgres', ...master, ssl });
    await expect(client.connect()).rejects.toThrow(/certificate/);
  });

  it('a PostgreSQL server keeps its data and its port when it is stopped and started', async () => {
    const first = await bench.session('kept');
    await first.query('CREATE TABLE kept AS SELECT 42 AS answer');
    const [before] = await first.query('SELECT inet_server_port() AS port');
    await first.end();
    await bench.engine.stop('kept');
    await bench.engine.stop('kept');
    const again = await bench.open('kept');
    const [after] = await again.query('SELECT answer, inet_server_port() AS port FROM kept');
    expect(after).toEqual({ answer: 42, port: before?.['port'] });
  });

  it('a PostgreSQL server keeps its address when it is restarted', async () => {
    await bench.engine.createVolume('restarted', master);
    const before = await bench.engine.start('restarted');
    const pid = bench.engine.processId('restarted');
    expect(await bench.engine.restart('restarted')).toEqual(before);
    expect(bench.engine.processId('restarted')).not.toBe(pid);
  });

  it('a PostgreSQL server keeps what it acknowledged when it crashes', async () => {
    const first = await bench.session('crashed');
    await first.query('CREATE TABLE kept AS SELECT 42 AS answer');
    await bench.engine.crash('crashed');
    const again = await bench.open('crashed');
    expect(await again.query('SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('a PostgreSQL server that dies by itself is reported by name, with the end of its log', async () => {
    await bench.session('dying');
    const death = new Promise<ServerDied>((resolve) => deathAwaited.push(resolve));
    process.kill(bench.engine.processId('dying') ?? 0, 'SIGKILL');
    const reported = await death;
    expect(reported).toMatchObject({ name: 'ServerDied', volume: 'dying' });
    expect(reported.message).toMatch(/SIGKILL[^]*ready to accept connections/);
    await expect(bench.engine.dump('dying', bench.file('dying'))).rejects.toBe(reported);
    const again = await bench.open('dying');
    expect(await again.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(deaths).toEqual([reported]);
  });

  it('a PostgreSQL server writes its log to its own file', async () => {
    const log = await readFile(`${bench.directory}/logs/shared.log`, 'utf8');
    expect(log).toContain('ready to accept connections');
  });
});

describe('a PostgreSQL volume', () => {
  it.each(['../escape', '', '-option', 'a/b'])('a volume refuses the name %j', async (name) => {
    await expect(bench.engine.createVolume(name, master)).rejects.toThrow(VolumeRefused);
  });

  it.each([
    ['rdsadmin', 'secret'],
    ['pg_admin', 'secret'],
    ['admin', 'two\nlines'],
    ['admin', ''],
  ])('a volume refuses the master user %j with the password %j', async (user, password) => {
    await expect(bench.engine.createVolume('refused', { user, password })).rejects.toMatchObject({
      name: 'MasterUserRefused',
    });
  });

  it('a volume cannot be made twice', async () => {
    await bench.engine.createVolume('once', master);
    await expect(bench.engine.createVolume('once', master)).rejects.toThrow(/once already/);
  });

  it('a volume runs one server at a time', async () => {
    await bench.engine.createVolume('single', master);
    await bench.engine.start('single');
    await expect(bench.engine.start('single')).rejects.toThrow(VolumeRefused);
  });

  it('a removed volume is gone together with its server', async () => {
    const first = await bench.session('removed');
    const pid = bench.engine.processId('removed') ?? 0;
    await first.end();
    await bench.engine.removeVolume('removed');
    expect(isAlive(pid)).toBe(false);
    await expect(bench.engine.start('removed')).rejects.toThrow(/no volume removed/);
    await bench.engine.createVolume('removed', master);
  });
});

describe('a PostgreSQL engine', () => {
  it('a PostgreSQL engine runs beside another, and ends its own servers only', async () => {
    const other = await openBench(createPostgresql, { cacheDirectory: bench.directory });
    try {
      const [here, there] = await Promise.all([bench.session('side'), other.session('side')]);
      await here.query('CREATE TABLE here (id integer)');
      await expect(there.query('SELECT * FROM here')).rejects.toThrow(/does not exist/);
      const pid = other.engine.processId('side') ?? 0;
      expect(isAlive(pid)).toBe(true);
      await other.end();
      expect(isAlive(pid)).toBe(false);
      expect(await here.query('SELECT count(*)::int AS rows FROM here')).toEqual([{ rows: 0 }]);
    } finally {
      await other.end();
    }
  });

  it('a closed PostgreSQL engine does nothing more', async () => {
    const other = await openBench(createPostgresql, { cacheDirectory: bench.directory });
    await other.engine.createVolume('late', master);
    await other.end();
    await expect(other.engine.start('late')).rejects.toThrow(/closed/);
  });

  it('a PostgreSQL engine reports an unnoticed death of a server when it is closed', async () => {
    const other = await openBench(createPostgresql, { cacheDirectory: bench.directory });
    await other.engine.createVolume('lonely', master);
    await other.engine.start('lonely');
    process.kill(other.engine.processId('lonely') ?? 0, 'SIGQUIT');
    while (other.engine.processId('lonely') !== undefined) await turn();
    await expect(other.end()).rejects.toThrow(ServerDied);
  });
});
