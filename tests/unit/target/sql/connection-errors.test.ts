import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connectMysql } from '../../../../functions/target/sql/mysql.ts';
import { connectPostgresql } from '../../../../functions/target/sql/postgresql.ts';
import { refusedBy, unlessBroken } from '../../../../functions/target/sql/connection-errors.ts';

describe('refusedBy', () => {
  it('a refused connection is NotAnswering where no server listens', () => {
    const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(refusedBy('orders.example', error)).toMatchObject({
      name: 'NotAnswering',
      cause: error,
    });
  });

  it.each([
    ['53300', 'sorry, too many clients already'],
    ['57014', 'canceling authentication due to timeout'],
  ])('a refused connection is ServerBusy while the server is at a limit: %s', (code, message) => {
    const error = Object.assign(new Error(message), { code });
    expect(refusedBy('orders.example', error)).toMatchObject({
      name: 'ServerBusy',
      message,
      cause: error,
    });
  });

  it.each([
    new Error('password authentication failed for user "verifier"'),
    'password authentication failed for user "verifier"',
  ])('a refused connection is LoginRefused with what the server said: %s', (error) => {
    expect(refusedBy('orders.example', error)).toMatchObject({
      name: 'LoginRefused',
      message: expect.stringMatching(/^expected orders\.example .*found: password authentication/),
      cause: error,
    });
  });

  it.each([
    ['a password', undefined, /authentication failed\. Compare the secret, .*start the run again$/],
    [
      'a token',
      { user: 'verifier' },
      /failed\. It signed in as verifier with .* its role needs rds-db:connect .*rds_iam/,
    ],
  ] as const)('a refused login by %s is told with what to compare', (_kind, token, told) => {
    const error = new Error('PAM authentication failed');
    const { message } = refusedBy('orders.example', error, token);
    expect(message).toMatch(told);
  });
});

describe('the end of patience', () => {
  it.each([
    ['28P01', undefined, true],
    ['28000', undefined, true],
    ['3D000', undefined, true],
    ['28P01', { user: 'verifier' }, false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, false],
    ['ZZ999', undefined, false],
  ] as const)('a refusal with %s, signed in by %o, is final: %s', (code, token, isFinal) => {
    const error = Object.assign(new Error('no'), { code });
    expect(refusedBy('orders.example', error, token)).toMatchObject({
      name: 'LoginRefused',
      isFinal,
    });
  });
});

describe('unlessBroken', () => {
  it.each(['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', '57P01'])(
    'a statement that fails with %s has lost its connection',
    async (code) => {
      const error = Object.assign(new Error('failed'), { code });
      await expect(statementFailing(error)).rejects.toMatchObject({
        name: 'NotAnswering',
        cause: error,
      });
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
    "Can't add new command when connection is in closed state",
  ])('a statement that fails with "%s" has lost its connection', async (message) => {
    await expect(statementFailing(new Error(message))).rejects.toMatchObject({
      name: 'NotAnswering',
    });
  });

  it.each([
    ['53200', 'out of memory', 'ServerBusy'],
    ['40P01', 'deadlock detected', 'ServerBusy'],
    ['25006', 'cannot execute INSERT in a read-only transaction', 'ReadOnly'],
  ])('a failure with %s says nothing of the statement', async (code, message, name) => {
    const error = Object.assign(new Error(message), { code });
    await expect(statementFailing(error)).rejects.toMatchObject({ name, message, cause: error });
  });

  it('a thrown value that is not an error is rethrown as it is', async () => {
    await expect(statementFailing('ETIMEDOUT')).rejects.toBe('ETIMEDOUT');
  });

  it('a statement that was cut off is AnswerLate', async () => {
    const error = Object.assign(new Error('canceling statement'), { code: '57014' });
    await expect(statementFailing(error)).rejects.toMatchObject({
      name: 'AnswerLate',
      message: 'canceling statement',
      cause: error,
    });
  });

  // Defect class: swallowed exception.
  it.each([
    ['42P01', 'relation "orders" does not exist'],
    ['42501', 'permission denied for schema public'],
  ])('a statement that fails with %s is refused', async (code, message) => {
    const error = Object.assign(new Error(message), { code });
    await expect(statementFailing(error)).rejects.toBe(error);
  });
});

async function statementFailing(error: unknown): Promise<unknown> {
  return unlessBroken(() => {
    throw error;
  });
}

const login = () =>
  Promise.resolve({ kind: 'password' as const, user: 'verifier', password: 'secret' });
const authorities = () => Promise.resolve([]);
const failing = () => Promise.reject(new Error('no such secret'));

/** A loopback port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe.each([
  ['PostgreSQL', connectPostgresql],
  ['MySQL', connectMysql],
] as const)('a connection to %s', (_engine, connect) => {
  it('a connection to a closed port is NotAnswering', async () => {
    const endpoint = { host: 'localhost', port: await closedPort() };
    await expect(connect(login, authorities)(endpoint)).rejects.toMatchObject({
      name: 'NotAnswering',
    });
  });

  it('a connection fails with the error of its login', async () => {
    await expect(connect(failing, authorities)({ host: 'localhost', port: 1 })).rejects.toThrow(
      'no such secret',
    );
  });
});
