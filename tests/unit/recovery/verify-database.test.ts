import { describe, expect, it } from '@jest/globals';
import { mysqlDialect } from '../../../functions/shared/adapters/mysql.ts';
import { postgresql } from '../../../functions/shared/adapters/postgresql.ts';
import type { Assertion } from '../../../functions/shared/domain/assertion.ts';
import { paces } from '../../../functions/shared/domain/pace.ts';
import { NotAnswering } from '../../../functions/shared/ports/sql.ts';
import type { Connect, Dialect } from '../../../functions/shared/ports/sql.ts';
import { verifyDatabase } from '../../../functions/shared/recovery/verify-database.ts';
import { aNotice } from '../factories/notices.ts';
import { startedAt } from '../factories/places.ts';
import { aRecoveryPlan } from '../factories/plans.ts';
import { clockAfter } from '../fakes/clock.ts';
import { FakeServer } from '../fakes/sql.ts';

const endpoint = { host: 'orders.example', port: 5432 };
const healthy = {
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
    dialect?: Dialect;
  } = {},
): ReturnType<typeof verifyDatabase> {
  const { engineVersion = '16.4' } = more;
  return verifyDatabase(
    {
      plan: aRecoveryPlan({ notice: aNotice({ snapshot: { engineVersion } }) }),
      step: 'VerifyDatabase',
      endpoint,
      since: startedAt,
      assertions: more.assertions ?? [],
    },
    { connect, dialect: more.dialect ?? postgresql, clock: clockAfter(more.seconds ?? 10) },
  );
}

const silent: Connect = () => Promise.reject(new NotAnswering('getaddrinfo ENOTFOUND'));

describe('VerifyDatabase', () => {
  it('passes what answers, has the version, takes writes and holds the assertions', async () => {
    const server = new FakeServer(healthy);
    expect(await verify(server.connect, { assertions: [enoughOrders] })).toEqual({
      state: 'ready',
      answeredAt: '2026-01-05T10:30:10.000Z',
      checks: [
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
      'a replica',
      { 'SELECT pg_is_in_recovery() AS recovering': [{ recovering: true }] },
      'accepts writes: expected a write to succeed, found: the server is a read-only replica',
    ],
    [
      'a refused write',
      { BEGIN: new Error('cannot execute in a read-only transaction') },
      'read-only transaction',
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
  ])('fails on %s, and closes its connection', async (_what, answers, message) => {
    const server = new FakeServer({ ...healthy, ...answers });
    await expect(verify(server.connect, { assertions: [enoughOrders] })).rejects.toMatchObject({
      name: 'VerificationFailed',
      message: expect.stringContaining(message),
    });
    expect(server.open).toBe(0);
  });

  it('tells all that failed at once', async () => {
    const server = new FakeServer({});
    await expect(verify(server.connect, { assertions: [enoughOrders] })).rejects.toThrow(
      /^3 of 3 checks failed on orders\.example: engine version: .*; accepts writes: .*; enough/,
    );
  });

  it('waits while nobody answers', async () => {
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
    'asks again, within its deadline, when the connection breaks while %s',
    async (_, statement) => {
      const broken = new NotAnswering('Connection terminated unexpectedly');
      const server = new FakeServer({ ...healthy, [statement]: broken });
      const request = { assertions: [enoughOrders] };

      expect(await verify(server.connect, request)).toMatchObject({
        state: 'pending',
        waitingFor: 'orders.example to answer (Connection terminated unexpectedly)',
      });
      expect(server.open).toBe(0);
      const { deadline: seconds } = paces.VerifyDatabase;
      await expect(verify(server.connect, { ...request, seconds })).rejects.toMatchObject({
        name: 'StepOverdue',
      });
    },
  );

  it('counts what it has seen though the connection does not close', async () => {
    const server = new FakeServer(healthy);
    const stubborn: Connect = async (at) => ({
      ...(await server.connect(at)),
      close: () => Promise.reject(new Error('Connection terminated')),
    });

    expect(await verify(stubborn)).toMatchObject({ state: 'ready' });
  });

  it('ends at its deadline when nobody ever answers', async () => {
    const { deadline } = paces.VerifyDatabase;
    await expect(verify(silent, { seconds: deadline })).rejects.toMatchObject({
      name: 'StepOverdue',
    });
  });

  // Defect class: swallowed exception.
  it('hands on a refused login as it is', async () => {
    const refusal = new Error('password authentication failed for user "verifier"');
    await expect(verify(() => Promise.reject(refusal))).rejects.toBe(refusal);
  });
});

describe('MySQL is verified', () => {
  const healthyMysql = {
    'SELECT VERSION() AS version': [{ version: '8.0.39-log' }],
    'SELECT id FROM understudy_verification.probe': [{ id: 1 }],
  };
  const aurora = { dialect: mysqlDialect, engineVersion: '8.0.mysql_aurora.3.08.2' };

  it("by the part of Aurora's version that the server tells", async () => {
    const server = new FakeServer(healthyMysql);
    expect((await verify(server.connect, aurora)).state).toBe('ready');
    expect(server.statements.at(-1)).toBe('DROP DATABASE understudy_verification');
  });

  it('again after a connection broke before anything was dropped', async () => {
    const server = new FakeServer(healthyMysql);
    await verify(server.connect, aurora);
    const made = server.statements.indexOf('CREATE DATABASE understudy_verification');
    expect(server.statements[made - 1]).toBe('DROP DATABASE IF EXISTS understudy_verification');
  });

  it('and refused when it is of another version', async () => {
    const server = new FakeServer({
      ...healthyMysql,
      'SELECT VERSION() AS version': [{ version: '5.7.44' }],
    });
    await expect(verify(server.connect, aurora)).rejects.toThrow('expected 8.0, found 5.7.44');
  });

  it('and leaves nothing behind when a write fails', async () => {
    const server = new FakeServer({
      ...healthyMysql,
      'INSERT INTO understudy_verification.probe VALUES (1)': new Error('--read-only option'),
    });
    await expect(verify(server.connect, aurora)).rejects.toThrow('--read-only option');
    expect(server.statements.at(-1)).toBe('DROP DATABASE understudy_verification');
  });
});
