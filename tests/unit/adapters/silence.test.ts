import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connectMysql } from '../../../functions/shared/adapters/mysql.ts';
import { connectPostgresql } from '../../../functions/shared/adapters/postgresql.ts';
import { isSilence, refusedBy, unlessBroken } from '../../../functions/shared/adapters/silence.ts';

describe('a failed connection is silence', () => {
  it.each(['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'PROTOCOL_CONNECTION_LOST', '57P03'])(
    'by the code %s',
    (code) => {
      expect(isSilence(Object.assign(new Error('failed'), { code }))).toBe(true);
    },
  );

  it.each(['timeout expired', 'Connection terminated unexpectedly', 'connect ETIMEDOUT timeout'])(
    'by the words "%s"',
    (message) => {
      expect(isSilence(new Error(message))).toBe(true);
    },
  );

  // Defect class: swallowed exception. A refused login never mends itself.
  it.each([
    ['28P01', 'password authentication failed for user "verifier"'],
    ['ER_ACCESS_DENIED_ERROR', "Access denied for user 'verifier'"],
    ['3D000', 'database "orders" does not exist'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
  ])('but not by the code %s', (code, message) => {
    expect(isSilence(Object.assign(new Error(message), { code }))).toBe(false);
  });

  it('but not when it is no error', () => {
    expect(isSilence('timeout')).toBe(false);
  });
});

describe('a connection that failed', () => {
  it('is not answering, while it means that nobody is there', () => {
    const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(refusedBy('orders.example', error)).toMatchObject({
      name: 'NotAnswering',
      cause: error,
    });
  });

  it.each([
    new Error('password authentication failed for user "verifier"'),
    'password authentication failed for user "verifier"',
  ])('is a login refused, by name and with what the server said: %s', (error) => {
    expect(refusedBy('orders.example', error)).toMatchObject({
      name: 'LoginRefused',
      message: expect.stringMatching(/^expected orders\.example .*found: password authentication/),
      cause: error,
    });
  });
});

describe('a statement that fails', () => {
  it.each(['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', '57P01'])(
    'with %s has lost its connection',
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
  ])('with "%s" has lost its connection', async (message) => {
    await expect(statementFailing(new Error(message))).rejects.toMatchObject({
      name: 'NotAnswering',
    });
  });

  // Defect class: swallowed exception. What takes too long would take too long again.
  it.each([
    ['57014', 'canceling statement due to statement timeout'],
    ['42P01', 'relation "orders" does not exist'],
    ['25006', 'cannot execute INSERT in a read-only transaction'],
  ])('with %s is refused', async (code, message) => {
    const error = Object.assign(new Error(message), { code });
    await expect(statementFailing(error)).rejects.toBe(error);
  });
});

async function statementFailing(error: Error): Promise<unknown> {
  return unlessBroken(() => {
    throw error;
  });
}

const login = () => Promise.resolve({ user: 'verifier', password: 'secret' });
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
  it('is not answering while nobody listens', async () => {
    const endpoint = { host: '127.0.0.1', port: await closedPort() };
    await expect(connect(login)(endpoint)).rejects.toMatchObject({ name: 'NotAnswering' });
  });

  it('hands on what the login fails with', async () => {
    await expect(connect(failing)({ host: '127.0.0.1', port: 1 })).rejects.toThrow(
      'no such secret',
    );
  });
});
