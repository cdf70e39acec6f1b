import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';

import type { ServerAddress } from '../../aws/contracts.ts';
import { rdsHosts } from '../../aws/databases/certificates.ts';
import { connectAsMaster, type SqlConnection } from '../../aws/databases/connection.ts';
import { createMariaDb } from '../../aws/databases/mariadb.ts';
import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import { isAlive, master, openBench, type Bench } from './support.ts';

const host = 'orders.cluster-c9akciq32rgv.eu-west-1.rds.amazonaws.com';

const binaries = await findMariaDb();

if (binaries === undefined) {
  describe('MariaDB', () => {
    it('MariaDB is not installed here: to test it, install mariadb-server', () => {
      expect(binaries).toBeUndefined();
    });
  });
} else {
  describe('a simulated MariaDB server', () => {
    let bench: Bench;
    let session: SqlConnection;
    let at: ServerAddress;
    beforeAll(async () => {
      bench = await openBench((options) => createMariaDb(binaries, options), {
        hosts: rdsHosts('c9akciq32rgv', 'eu-west-1'),
      });
      await bench.engine.createVolume('shared', master);
      at = await bench.engine.start('shared');
      session = await connectAsMaster(bench.engine, at, master);
    });
    afterAll(async () => {
      await session.end();
      await bench.end();
    });

    it('a MariaDB server reports the MySQL version of its engine', async () => {
      const [row] = await session.query('SELECT version() AS version');
      expect(row).toEqual({ version: bench.engine.version });
      expect(bench.engine).toMatchObject({ family: 'mysql', version: '8.0.39' });
    });

    it('a MariaDB server has no user except the master user and its own superuser', async () => {
      const users = await session.query('SELECT user AS name FROM mysql.user ORDER BY 1');
      expect(users.map(({ name }) => name)).toEqual(['admin', 'mariadb.sys', 'rdsadmin']);
    });

    it('a MariaDB server gives the master user no more than RDS does', async () => {
      await session.query('CREATE DATABASE mine');
      await expect(session.query('SET GLOBAL max_connections = 5')).rejects.toThrow(
        /Access denied; you need .*SUPER/,
      );
    });

    it('a MariaDB server refuses connections without TLS', async () => {
      const { address, port } = at;
      await expect(createConnection({ host: address, port, ...master })).rejects.toThrow(
        /require_secure_transport|Access denied/,
      );
    });

    it('a MariaDB server refuses a wrong password, and its superuser without a certificate', async () => {
      for (const user of [
        { ...master, password: 'wrong' },
        { user: 'rdsadmin', password: '' },
        { user: 'root', password: '' },
      ]) {
        await expect(connectAsMaster(bench.engine, at, user)).rejects.toThrow(/Access denied/);
      }
    });

    it('a MariaDB server has a certificate for the endpoints of its account and Region only', async () => {
      const named = await connectAsMaster(bench.engine, at, master, { host: host });
      const [row] = await named.query("SHOW STATUS LIKE 'Ssl_version'");
      expect(row?.['Value']).toBe('TLSv1.3');
      await named.end();
      await expect(
        connectAsMaster(bench.engine, at, master, { host: host.replace('eu-west-1', 'eu-west-2') }),
      ).rejects.toThrow(/Hostname\/IP does not match/);
    });

    it('a MariaDB server keeps its data when it is stopped and started', async () => {
      const before = await bench.session('kept');
      await before.query('CREATE DATABASE mine');
      await before.query('CREATE TABLE mine.kept AS SELECT 42 AS answer');
      await before.end();
      const pid = bench.engine.processId('kept') ?? 0;
      await bench.engine.stop('kept');
      expect(isAlive(pid)).toBe(false);
      const again = await bench.open('kept');
      expect(await again.query('SELECT answer FROM mine.kept')).toEqual([{ answer: 42 }]);
    });

    it.each(['rdsadmin', 'root', 'mariadb.sys'])('a master user cannot be %s', async (user) => {
      await expect(bench.engine.createVolume('refused', { ...master, user })).rejects.toMatchObject(
        { name: 'MasterUserRefused' },
      );
    });
  });
}
