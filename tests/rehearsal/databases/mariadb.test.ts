import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';

import { rdsHosts } from '../../../rehearsal/databases/certificates.ts';
import { connectAsMaster } from '../../../rehearsal/databases/connection.ts';
import { createMariaDb } from '../../../rehearsal/databases/mariadb.ts';
import { findMariaDb } from '../../../rehearsal/databases/mariadb/binaries.ts';
import { isAlive, MASTER, openBench, type Bench } from './support.ts';

const HOST = 'orders.cluster-c9akciq32rgv.eu-west-1.rds.amazonaws.com';

const binaries = await findMariaDb();

if (binaries === undefined) {
  describe('MariaDB', () => {
    it('is not installed here: to test it, install mariadb-server', () => {
      expect(binaries).toBeUndefined();
    });
  });
} else {
  describe('a MariaDB server of the stage', () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await openBench((options) => createMariaDb(binaries, options), {
        hosts: rdsHosts('c9akciq32rgv', 'eu-west-1'),
      });
    });
    afterAll(() => bench.end());

    it('answers with the version of MySQL that the engine gives out', async () => {
      const session = await bench.session('versions');
      const [row] = await session.query('SELECT version() AS version');
      expect(row).toEqual({ version: bench.engine.version });
      expect(bench.engine).toMatchObject({ family: 'mysql', version: '8.0.39' });
    });

    it('has no user but the master and its own', async () => {
      const session = await bench.session('users');
      const users = await session.query('SELECT user AS name FROM mysql.user ORDER BY 1');
      expect(users.map(({ name }) => name)).toEqual(['admin', 'mariadb.sys', 'rdsadmin']);
    });

    it('gives the master user no more than RDS does', async () => {
      const session = await bench.session('master');
      await session.query('CREATE DATABASE mine');
      await expect(session.query('SET GLOBAL max_connections = 5')).rejects.toThrow(
        /Access denied; you need .*SUPER/,
      );
    });

    it('refuses connections without TLS', async () => {
      await bench.engine.createVolume('plain', MASTER);
      const { address, port } = await bench.engine.start('plain');
      await expect(createConnection({ host: address, port, ...MASTER })).rejects.toThrow(
        /require_secure_transport|Access denied/,
      );
    });

    it('refuses a wrong password, and its own superuser without a certificate', async () => {
      await bench.engine.createVolume('passwords', MASTER);
      const at = await bench.engine.start('passwords');
      for (const user of [
        { ...MASTER, password: 'wrong' },
        { user: 'rdsadmin', password: '' },
        { user: 'root', password: '' },
      ]) {
        await expect(connectAsMaster(bench.engine, at, user)).rejects.toThrow(/Access denied/);
      }
    });

    it('proves to be any endpoint of its account and Region, and nothing else', async () => {
      await bench.engine.createVolume('names', MASTER);
      const at = await bench.engine.start('names');
      const session = await connectAsMaster(bench.engine, at, MASTER, { host: HOST });
      const [row] = await session.query("SHOW STATUS LIKE 'Ssl_version'");
      expect(row?.['Value']).toBe('TLSv1.3');
      await session.end();
      await expect(
        connectAsMaster(bench.engine, at, MASTER, { host: HOST.replace('eu-west-1', 'eu-west-2') }),
      ).rejects.toThrow(/Hostname\/IP does not match/);
    });

    it('keeps its data when it is stopped and started', async () => {
      const session = await bench.session('kept');
      await session.query('CREATE DATABASE mine');
      await session.query('CREATE TABLE mine.kept AS SELECT 42 AS answer');
      await session.end();
      const pid = bench.engine.processId('kept') ?? 0;
      await bench.engine.stop('kept');
      expect(isAlive(pid)).toBe(false);
      const again = await bench.open('kept');
      expect(await again.query('SELECT answer FROM mine.kept')).toEqual([{ answer: 42 }]);
    });

    it.each(['rdsadmin', 'root', 'mariadb.sys'])('has no master user %s', async (user) => {
      await expect(bench.engine.createVolume('refused', { ...MASTER, user })).rejects.toMatchObject(
        { name: 'MasterUserRefused' },
      );
    });
  });
}
