// One file: one step, with each check and each way in which a database does not answer.
import { describe, expect, it } from '@jest/globals';
import { mysqlDialect } from '../../../../functions/target/sql/mysql.ts';
import { postgresql } from '../../../../functions/target/sql/postgresql.ts';
import type { Assertion } from '../../../../functions/target/rules/assertion.ts';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import {
  AnswerLate,
  LoginRefused,
  NotAnswering,
  ReadOnly,
  ServerBusy,
} from '../../../../functions/target/ports/sql.ts';
import type { Connect, Dialect } from '../../../../functions/target/ports/sql.ts';
import {
  verifyDatabase,
  verifyingSteps,
} from '../../../../functions/target/steps/verify-database.ts';
import { aNotice } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeServer } from '../../fakes/sql.ts';

const endpoint = { host: 'orders.example', port: 5432 };
const restoredId = 'cluster-RESTORED';
const healthy = {
  "SELECT to_regclass('understudy_mark') IS NOT NULL AS marked": [{ marked: true }],
  'SELECT resource_id FROM understudy_mark': [{ resource_id: restoredId }],
  'SHOW server_version': [{ server_version: '16.4 (Debian)' }],
  'SELECT pg_is_in_recovery() AS recovering': [{ recovering: false }],
  'SELECT id FROM understudy_verification': [{ id: 1 }],
  'SELECT count(*) FROM orders': [{ count: '42' }],
};
const enoughOrders: Assertion = {
  name: 'enough orders',
  query: 'SELECT count(*) FROM orders',
  expectation: { atLeast: 1 },
};

function verify(
  connect: Connect,
  more: {
    seconds?: number;
    assertions?: Assertion[];
    engineVersion?: string;
    restoredAs?: string;
    dialect?: Dialect;
    step?: (typeof verifyingSteps)[number];
  } = {},
): ReturnType<typeof verifyDatabase> {
  const { engineVersion = '16.4' } = more;
  return verifyDatabase(
    {
      plan: aRecoveryPlan({
        notice: aNotice({ snapshot: { engineVersion } }),
        engineVersion: more.restoredAs,
      }),
      step: more.step ?? 'VerifyDatabase',
      restoredId,
      endpoint,
      since: startedAt,
      assertions: more.assertions ?? [],
    },
    { connect, dialect: more.dialect ?? postgresql, clock: clockAfter(more.seconds ?? 10) },
  );
}

const wrongPassword: Connect = () => Promise.reject(new LoginRefused('no', { isFinal: true }));

const silent: Connect = () => Promise.reject(new NotAnswering('getaddrinfo ENOTFOUND'));

describe('VerifyDatabase', () => {
  it('VerifyDatabase passes a server with the right version, accepted writes and held assertions', async () => {
    const server = new FakeServer(healthy);
    expect(await verify(server.connect, { assertions: [enoughOrders] })).toEqual({
      state: 'ready',
      answeredAt: '2026-01-05T10:30:10.000Z',
      checks: [
        {
          name: 'identity',
          passed: true,
          detail: 'the mark of cluster-RESTORED was left and read back',
        },
        { name: 'engine version', passed: true, detail: 'expected 16.4, found 16.4' },
        { name: 'accepts writes', passed: true, detail: expect.any(String) },
        { name: 'enough orders', passed: true, detail: 'expected at least 1, found "42"' },
      ],
    });
    expect(server.open).toBe(0);
  });

  it.each([
    [
      'another version',
      { 'SHOW server_version': [{ server_version: '16.3' }] },
      'engine version: expected 16.4, found 16.3',
    ],
    [
      'a server that refuses to tell its version',
      { 'SHOW server_version': new Error('permission denied') },
      'engine version: expected 16.4, found: permission denied',
    ],
    [
      'a version that only begins alike',
      { 'SHOW server_version': [{ server_version: '16.40' }] },
      'found 16.40',
    ],
    [
      'a refused write',
      { BEGIN: new Error('permission denied for schema public') },
      'accepts writes: expected a write to succeed, found: permission denied for schema public',
    ],
    ['a lost row', { 'SELECT id FROM understudy_verification': [] }, 'could not be read back'],
    [
      'an assertion that fails',
      { 'SELECT count(*) FROM orders': [{ count: '0' }] },
      'enough orders: expected at least 1, found "0"',
    ],
    ['an assertion without a row', { 'SELECT count(*) FROM orders': [] }, 'found no row'],
    // Defect class: a query that isn't awaited passes.
    [
      'an assertion whose query fails',
      { 'SELECT count(*) FROM orders': new Error('relation "orders" does not exist') },
      'enough orders: expected the query to succeed, found: relation "orders" does not exist',
    ],
  ])('VerifyDatabase fails on %s, and closes its connection', async (_what, answers, message) => {
    const server = new FakeServer({ ...healthy, ...answers });
    await expect(verify(server.connect, { assertions: [enoughOrders] })).rejects.toMatchObject({
      name: 'VerificationFailed',
      message: expect.stringContaining(message),
    });
    expect(server.open).toBe(0);
  });

  it('VerifyDatabase tells all failed checks at once', async () => {
    const server = new FakeServer({});
    const failed = verify(server.connect, { assertions: [enoughOrders], seconds: 120 });
    await expect(failed).rejects.toThrow(
      /^3 of 3 checks failed on orders\.example: engine version: .*; accepts writes: .*; enough/,
    );
  });

  it('VerifyDatabase waits for an assertion that was cut off, by its name', async () => {
    const late = new AnswerLate('canceling statement due to statement timeout');
    const server = new FakeServer({ ...healthy, 'SELECT count(*) FROM orders': late });
    expect(await verify(server.connect, { assertions: [enoughOrders] })).toMatchObject({
      state: 'pending',
      waitingFor:
        'orders.example to answer in time (the assertion "enough orders": canceling statement due to ' +
        'statement timeout)',
    });
    expect(server.open).toBe(0);
  });

  it('VerifyDatabase says at its deadline which assertion never answered in time', async () => {
    const late = new AnswerLate('canceling statement due to statement timeout');
    const server = new FakeServer({ ...healthy, 'SELECT count(*) FROM orders': late });
    const { deadline } = pollingSchedules.VerifyDatabase;
    const overdue = verify(server.connect, { assertions: [enoughOrders], seconds: deadline });
    await expect(overdue).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringMatching(
        /in time, and until the deadline of 1200 s it never did \(the assertion "enough orders": /,
      ),
    });
  });

  it('VerifyDatabase does not wait for a late assertion once a check has failed', async () => {
    const server = new FakeServer({
      ...healthy,
      'SHOW server_version': [{ server_version: '15.1' }],
      'SELECT count(*) FROM orders': new AnswerLate('cut off'),
    });
    await expect(verify(server.connect, { assertions: [enoughOrders] })).rejects.toThrow(
      '1 of 2 checks failed on orders.example: engine version: expected 16.4, found 15.1',
    );
  });

  it('VerifyDatabase does not ask what could change the database', async () => {
    const server = new FakeServer(healthy);
    const assertions = [{ ...enoughOrders, query: 'DROP TABLE orders' }];
    await expect(verify(server.connect, { assertions })).rejects.toThrow(
      'expected a query that only reads, such as SELECT, found a statement that begins with DROP',
    );
    expect(server.statements).not.toContain('DROP TABLE orders');
  });

  it('VerifyDatabase takes a wrong password for final, and under the live name for passing', async () => {
    await expect(verify(wrongPassword)).rejects.toMatchObject({ name: 'LoginRefused' });
    expect(await verify(wrongPassword, { step: 'VerifyLiveName' })).toMatchObject({
      state: 'pending',
    });
  });

  it('VerifyDatabase waits while no server answers', async () => {
    expect(await verify(silent)).toMatchObject({
      state: 'pending',
      waitingFor: 'orders.example to answer (getaddrinfo ENOTFOUND)',
    });
  });

  it.each([
    ['the version is asked for', 'SHOW server_version'],
    ['a row is written', 'INSERT INTO understudy_verification VALUES (1)'],
    ['an assertion is checked', 'SELECT count(*) FROM orders'],
  ])(
    'VerifyDatabase asks again, within its deadline, when the connection breaks while %s',
    async (_, statement) => {
      const broken = new NotAnswering('Connection terminated unexpectedly');
      const server = new FakeServer({ ...healthy, [statement]: broken });
      const request = { assertions: [enoughOrders] };

      expect(await verify(server.connect, request)).toMatchObject({
        state: 'pending',
        waitingFor: 'orders.example to answer (Connection terminated unexpectedly)',
      });
      expect(server.open).toBe(0);
      const { deadline: seconds } = pollingSchedules.VerifyDatabase;
      await expect(verify(server.connect, { ...request, seconds })).rejects.toMatchObject({
        name: 'StepOverdue',
      });
    },
  );

  it('VerifyDatabase passes though the connection does not close', async () => {
    const server = new FakeServer(healthy);
    const stubborn: Connect = async (at) => ({
      ...(await server.connect(at)),
      close: () => Promise.reject(new Error('Connection terminated')),
    });

    expect(await verify(stubborn)).toMatchObject({ state: 'ready' });
  });

  it('VerifyDatabase ends at its deadline when no server ever answers', async () => {
    const { deadline } = pollingSchedules.VerifyDatabase;
    await expect(verify(silent, { seconds: deadline })).rejects.toMatchObject({
      name: 'StepOverdue',
    });
  });

  // Defect class: swallowed exception.
  it("VerifyDatabase fails with an error other than a connection's as it is", async () => {
    const missing = new Error('no such secret');
    await expect(verify(() => Promise.reject(missing))).rejects.toBe(missing);
  });

  it('VerifyDatabase writes its mark last, on a database that has passed', async () => {
    const server = new FakeServer(healthy);
    await verify(server.connect, { assertions: [enoughOrders] });
    const left = server.statements.indexOf(
      "INSERT INTO understudy_mark VALUES ('cluster-RESTORED')",
    );
    expect(left).toBeGreaterThan(server.statements.indexOf(enoughOrders.query));

    const failing = new FakeServer({ ...healthy, [enoughOrders.query]: [] });
    await expect(verify(failing.connect, { assertions: [enoughOrders] })).rejects.toThrow(
      'found no row',
    );
    expect(failing.statements.filter((one) => one.includes('understudy_mark'))).toEqual([]);
  });

  it.each([
    [
      'that is refused',
      { 'CREATE TABLE understudy_mark (resource_id text PRIMARY KEY)': new Error('denied') },
      'found: denied',
    ],
    [
      'that is lost',
      { 'SELECT resource_id FROM understudy_mark': [] },
      'found: none was read back',
    ],
    [
      "that is another's",
      { 'SELECT resource_id FROM understudy_mark': [{ resource_id: 'cluster-OLD' }] },
      'found: cluster-OLD was read back',
    ],
  ])('VerifyDatabase fails on a mark %s', async (_what, answers, message) => {
    const server = new FakeServer({ ...healthy, ...answers });
    await expect(verify(server.connect)).rejects.toMatchObject({
      name: 'VerificationFailed',
      message: expect.stringContaining(message),
    });
    expect(server.open).toBe(0);
  });
});

describe('row 4: failures that pass', () => {
  const full = new ServerBusy('sorry, too many clients already');
  const said = new Error('PAM authentication failed for user "verifier"');
  const refused = new LoginRefused('expected a login, found: PAM authentication failed', {
    cause: said,
  });
  const refusing: Connect = () => Promise.reject(refused);
  const connect: Connect = () => Promise.reject(full);

  it.each(verifyingSteps)(
    'row 4: a verification waits while the server is full, until the deadline of %s',
    async (step) => {
      const { deadline } = pollingSchedules[step];
      expect(await verify(connect, { step, seconds: deadline - 1 })).toMatchObject({
        state: 'pending',
        waitingFor: 'orders.example to have room (sorry, too many clients already)',
      });
      await expect(verify(connect, { step, seconds: deadline })).rejects.toMatchObject({
        name: 'StepOverdue',
        message: expect.stringContaining('too many clients'),
      });
    },
  );

  it.each(['BEGIN', 'SHOW server_version', 'SELECT count(*) FROM orders'])(
    'row 4: a verification waits while a statement meets a limit: %s',
    async (statement) => {
      const server = new FakeServer({ ...healthy, [statement]: new ServerBusy('out of memory') });
      expect(await verify(server.connect, { assertions: [enoughOrders] })).toMatchObject({
        state: 'pending',
        waitingFor: 'orders.example to have room (out of memory)',
      });
      expect(server.open).toBe(0);
    },
  );

  it('row 4: a first login that is refused is repeated for two minutes', async () => {
    expect(await verify(refusing, { seconds: 119 })).toMatchObject({
      state: 'pending',
      waitingFor: `orders.example to let VerifyDatabase in (${said.message})`,
    });
    await expect(verify(refusing, { seconds: 120 })).rejects.toBe(refused);
  });

  it.each(['VerifyLiveName', 'VerifyFinally', 'VerifyOnceMore'] as const)(
    'row 4: a login that worked before and is refused is repeated until the deadline of %s',
    async (step) => {
      const { deadline } = pollingSchedules[step];
      expect(await verify(refusing, { step, seconds: deadline - 1 })).toMatchObject({
        state: 'pending',
      });
      await expect(verify(refusing, { step, seconds: deadline })).rejects.toMatchObject({
        name: 'LoginRefused',
        message: expect.stringMatching(
          new RegExp(`found: PAM authentication failed.* had worked .* ${step} was refused until`),
        ),
        cause: refused,
      });
    },
  );

  it.each([
    ['VerifyDatabase', 120],
    ['VerifyLiveName', pollingSchedules.VerifyLiveName.deadline],
    ['VerifyFinally', pollingSchedules.VerifyFinally.deadline],
  ] as const)(
    'row 4: a verification waits while a reader answers %s, as long as that may last',
    async (step, seconds) => {
      const server = new FakeServer({
        ...healthy,
        'SELECT pg_is_in_recovery() AS recovering': [{ recovering: true }],
      });
      expect(await verify(server.connect, { step, seconds: seconds - 1 })).toMatchObject({
        state: 'pending',
        waitingFor: 'orders.example to take writes (the server is a read-only replica)',
      });
      await expect(verify(server.connect, { step, seconds })).rejects.toMatchObject({
        name: 'VerificationFailed',
        message: expect.stringContaining('found: the server is a read-only replica'),
      });
    },
  );

  it('row 4: an assertion that writes fails at once', async () => {
    const server = new FakeServer({ ...healthy, [enoughOrders.query]: new ReadOnly('read-only') });
    await expect(verify(server.connect, { assertions: [enoughOrders] })).rejects.toMatchObject({
      name: 'VerificationFailed',
    });
  });
});

describe.each(['VerifyLiveName', 'VerifyFinally', 'VerifyOnceMore'] as const)(
  'row 8: the identity check of %s',
  (step) => {
    const { deadline } = pollingSchedules[step];
    const asked = Object.keys(healthy).slice(0, 2);

    it('row 8: a verification under the live name first reads the mark of the database', async () => {
      const server = new FakeServer(healthy);
      const progress = await verify(server.connect, { step });
      expect(progress).toMatchObject({ state: 'ready' });
      expect(progress).toMatchObject({
        checks: [
          { name: 'identity', detail: 'expected the mark of cluster-RESTORED, found it' },
          { name: 'engine version' },
          { name: 'accepts writes' },
        ],
      });
      expect(server.statements.slice(0, 2)).toEqual(asked);
      expect(server.statements.filter((one) => /INTO understudy_mark/.test(one))).toEqual([]);
    });

    it.each([
      [
        "another's mark",
        { 'SELECT resource_id FROM understudy_mark': [{ resource_id: 'cluster-OLD' }] },
        'the mark of cluster-OLD',
      ],
      [
        'no mark',
        { "SELECT to_regclass('understudy_mark') IS NOT NULL AS marked": [{ marked: false }] },
        'a database without a mark',
      ],
      ['an empty mark', { 'SELECT resource_id FROM understudy_mark': [] }, 'a database without'],
      [
        'a mark that it may not read',
        { 'SELECT resource_id FROM understudy_mark': new Error('permission denied') },
        'no mark that can be read: permission denied',
      ],
    ])(
      'row 8: a verification that finds %s asks again until its deadline, and writes nothing',
      async (_, answers, whom) => {
        const server = new FakeServer({ ...healthy, ...answers });
        expect(await verify(server.connect, { step, seconds: deadline - 1 })).toMatchObject({
          state: 'pending',
          waitingFor: expect.stringContaining(
            `orders.example to lead to cluster-RESTORED (found ${whom}`,
          ),
        });
        await expect(verify(server.connect, { step, seconds: deadline })).rejects.toMatchObject({
          name: 'WrongDatabase',
          message: expect.stringMatching(
            new RegExp(
              `^expected orders.example to lead to cluster-RESTORED, found ${whom}.*delete`,
            ),
          ),
        });
        expect(server.statements.filter((one) => !asked.includes(one))).toEqual([]);
        expect(server.open).toBe(0);
      },
    );

    it('row 8: a verification waits where the connection breaks while the mark is read', async () => {
      const broken = new NotAnswering('Connection terminated');
      const answers = { ...healthy, 'SELECT resource_id FROM understudy_mark': broken };
      const server = new FakeServer(answers);
      expect(await verify(server.connect, { step })).toMatchObject({
        waitingFor: 'orders.example to answer (Connection terminated)',
      });
      expect(server.open).toBe(0);
    });
  },
);

describe('an assertion that writes outgrow', () => {
  const exact: Assertion = {
    name: 'as captured',
    query: 'SELECT sum(total) FROM orders',
    expectation: { equals: 7 },
  };
  const grown = { ...healthy, 'SELECT sum(total) FROM orders': [{ sum: 8 }] };

  it('an assertion "captured" is checked by VerifyDatabase and not under the live name', async () => {
    const assertions: Assertion[] = [{ ...exact, when: 'captured' }];
    await expect(verify(new FakeServer(grown).connect, { assertions })).rejects.toThrow(
      /as captured: expected 7, found 8$/,
    );
    const server = new FakeServer(grown);
    expect(await verify(server.connect, { assertions, step: 'VerifyFinally' })).toMatchObject({
      state: 'ready',
    });
    expect(server.statements).not.toContain(exact.query);
  });

  it.each([undefined, 'always'] as const)(
    'an assertion with when: %s that fails under the live name tells what may explain it',
    async (when) => {
      const assertions: Assertion[] = [{ ...exact, ...(when && { when }) }];
      const failed = verify(new FakeServer(grown).connect, { assertions, step: 'VerifyLiveName' });
      await expect(failed).rejects.toThrow(
        /expected 7, found 8\. Applications have been writing under the live name.*"when": "captured"/,
      );
    },
  );

  it('the engine version is that of the plan, where the snapshot was restored as a later one', async () => {
    const later = { ...healthy, 'SHOW server_version': [{ server_version: '16.6' }] };
    const verified = verify(new FakeServer(later).connect, { restoredAs: '16.6' });
    expect((await verified).state).toBe('ready');
  });

  it('a failed check of engine version tells no explanation by writes', async () => {
    const older = { ...healthy, 'SHOW server_version': [{ server_version: '15.4' }] };
    const failed = verify(new FakeServer(older).connect, { step: 'VerifyLiveName' });
    await expect(failed).rejects.toThrow(/expected 16.4, found 15.4$/);
  });
});

const asksForMark =
  'SELECT COUNT(*) AS marks FROM information_schema.tables ' +
  "WHERE table_schema = 'understudy_verification' AND table_name = 'mark'";

describe('the verification of MySQL', () => {
  const healthyMysql = {
    'SELECT VERSION() AS version': [{ version: '8.0.39-log' }],
    'SELECT id FROM understudy_verification.probe': [{ id: 1 }],
    [asksForMark]: [{ marks: 1 }],
    'SELECT resource_id FROM understudy_verification.mark': [{ resource_id: restoredId }],
  };
  const aurora = { dialect: mysqlDialect, engineVersion: '8.0.mysql_aurora.3.08.2' };

  it("MySQL is verified by the part of Aurora's version that the server tells", async () => {
    const server = new FakeServer(healthyMysql);
    expect((await verify(server.connect, aurora)).state).toBe('ready');
    expect(server.statements).toContain('DROP TABLE understudy_verification.probe');
  });

  it('MySQL is marked in the schema that the proof of writes needs', async () => {
    const server = new FakeServer(healthyMysql);
    await verify(server.connect, aurora);
    expect(server.statements.slice(-6)).toEqual([
      'CREATE DATABASE IF NOT EXISTS understudy_verification',
      'DROP TABLE IF EXISTS understudy_verification.mark',
      'CREATE TABLE understudy_verification.mark (resource_id VARCHAR(255) PRIMARY KEY)',
      "INSERT INTO understudy_verification.mark VALUES ('cluster-RESTORED')",
      asksForMark,
      'SELECT resource_id FROM understudy_verification.mark',
    ]);
  });

  it('MySQL is recognized by its mark, which stays untouched', async () => {
    const server = new FakeServer(healthyMysql);
    const progress = await verify(server.connect, { ...aurora, step: 'VerifyLiveName' });
    expect(progress.state).toBe('ready');
    expect(server.statements.filter((one) => /DROP (DATABASE|TABLE.*mark)/.test(one))).toEqual([]);
  });

  it.each([[[{ marks: 0 }]], [[{ marks: '0' }]], [[]]])(
    'MySQL is not recognized without a mark: %j',
    async (answer) => {
      const server = new FakeServer({ ...healthyMysql, [asksForMark]: answer });
      expect(await verify(server.connect, { ...aurora, step: 'VerifyLiveName' })).toMatchObject({
        state: 'pending',
        waitingFor: expect.stringContaining('a database without a mark'),
      });
      expect(server.statements).toEqual([asksForMark]);
    },
  );

  it('MySQL is verified again after a connection broke before the table was dropped', async () => {
    const server = new FakeServer(healthyMysql);
    await verify(server.connect, aurora);
    const made = server.statements.indexOf(
      'CREATE TABLE understudy_verification.probe (id INT PRIMARY KEY)',
    );
    expect(server.statements[made - 1]).toBe('DROP TABLE IF EXISTS understudy_verification.probe');
  });

  it('MySQL of another version is refused', async () => {
    const server = new FakeServer({
      ...healthyMysql,
      'SELECT VERSION() AS version': [{ version: '5.7.44' }],
    });
    await expect(verify(server.connect, aurora)).rejects.toThrow(
      'expected 8.0, Aurora 3.08.2, found 5.7.44',
    );
  });

  it('the verification of MySQL leaves no table behind when a write fails', async () => {
    const server = new FakeServer({
      ...healthyMysql,
      'INSERT INTO understudy_verification.probe VALUES (1)': new Error('--read-only option'),
    });
    await expect(verify(server.connect, aurora)).rejects.toThrow('--read-only option');
    expect(server.statements.at(-1)).toBe('DROP TABLE understudy_verification.probe');
  });
});

describe.each([
  ['PostgreSQL', postgresql],
  ['MySQL', mysqlDialect],
])('the mark of %s', (_engine, dialect) => {
  // Defect class: SQL by concatenation.
  it.each(["x'; DROP TABLE orders; --", 'a\\', '', 'ünder', 'two words'])(
    'a mark that could break the SQL is refused: %s',
    async (mark) => {
      const server = new FakeServer({});
      const connection = await server.connect(endpoint);
      await expect(dialect.writeMark(connection, mark)).rejects.toThrow(RangeError);
      expect(server.statements.filter((one) => one.startsWith('INSERT'))).toEqual([]);
    },
  );
});
