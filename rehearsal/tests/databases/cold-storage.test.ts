import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectMysql, mysqlDialect } from '../../../functions/target/sql/mysql.ts';
import { patience } from '../../../functions/target/sql/patience.ts';
import { connectPostgresql, postgresql } from '../../../functions/target/sql/postgresql.ts';
import { verifyDatabase } from '../../../functions/target/steps/verify-database.ts';
import { aNotice } from '../../../tests/unit/factories/notices.ts';
import { startedAt } from '../../../tests/unit/factories/locations.ts';
import { aRecoveryPlan } from '../../../tests/unit/factories/plans.ts';
import { clockAfter } from '../../../tests/unit/fakes/clock.ts';
import { createAuthority } from '../../aws/databases/certificates.ts';
import { installedEngines, master, openBench, type Bench } from './support.ts';

const engines = await installedEngines();
const coldMilliseconds = 2500;
const login = () => Promise.resolve({ kind: 'password' as const, ...master });

describe.each(engines)('a restored $name whose volume is cold', ({ create }) => {
  let bench: Bench;
  let look: (seconds: number) => ReturnType<typeof verifyDatabase>;
  beforeAll(async () => {
    const authority = await createAuthority('Verdicts');
    bench = await openBench(create, { authority, coldMilliseconds });
    const { engine } = bench;
    const isMysql = engine.family === 'mysql';
    const session = await bench.session('source');
    if (isMysql) await session.query('CREATE DATABASE held');
    const table = isMysql ? 'held.orders' : 'orders';
    await session.query(`CREATE TABLE ${table} (id int)`);
    await session.query(`INSERT INTO ${table} VALUES (1)`);
    await engine.dump('source', bench.file('one'));
    await engine.restore(bench.file('one'), undefined, 'restored');
    const { port } = await engine.start('restored');

    const authorities = () => Promise.resolve([authority.certificate]);
    const connect = isMysql ? connectMysql : connectPostgresql;
    look = (seconds) =>
      verifyDatabase(
        {
          plan: aRecoveryPlan({ notice: aNotice({ snapshot: { engineVersion: engine.version } }) }),
          step: 'VerifyDatabase',
          restoredId: 'cluster-RESTORED',
          endpoint: { host: 'localhost', port },
          since: startedAt,
          assertions: [
            {
              name: 'orders are there',
              query: `SELECT count(*) FROM ${table}`,
              expectation: { atLeast: 1 },
            },
          ],
        },
        {
          connect: connect(login, authorities, { ...patience, statement: 300 }),
          dialect: isMysql ? mysqlDialect : postgresql,
          clock: clockAfter(seconds),
        },
      );
  });
  afterAll(() => bench.end());

  it('a cold volume is waited for, by the name of the assertion, until the deadline, and passes once it is warm', async () => {
    await expect(look(1200)).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringMatching(/it never did \(the assertion "orders are there": /),
    });
    expect(await look(10)).toMatchObject({
      state: 'pending',
      waitingFor: expect.stringContaining('the assertion "orders are there": '),
    });
    await new Promise((resolve) => setTimeout(resolve, coldMilliseconds));
    expect(await look(20)).toMatchObject({ state: 'ready' });
  });

  it('a cold volume is cold once, and warm after its server is started anew', async () => {
    await bench.engine.restart('restored');
    expect(await look(20)).toMatchObject({ state: 'ready' });
  });
});
