import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatorWithFunctions, start } from './simulator-with-functions.ts';

let simulator: SimulatorWithFunctions;
beforeEach(async () => {
  simulator = await SimulatorWithFunctions.open({ certificatesFile: '/simulator/ca.pem' });
});
afterEach(() => simulator.close());

describe('the environment of a function', () => {
  it('a function has the variables of Lambda and the template, and none of the host', async () => {
    const arn = await simulator.add('export const handler = async () => process.env;', {
      environment: { TOPIC_ARN: 'arn:topic', DATABASE_CA_FILE: '/var/runtime/ca-cert.pem' },
    });
    expect(await simulator.invoke(arn)).toEqual({
      payload: {
        TOPIC_ARN: 'arn:topic',
        DATABASE_CA_FILE: '/simulator/ca.pem',
        _HANDLER: 'function-1.handler',
        _X_AMZN_TRACE_ID: expect.stringMatching(
          /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
        ),
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'function-1',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/function-1',
        AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(
          /^2031\/05\/06\/\[\$LATEST\][0-9a-f]{32}$/,
        ),
        AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+\/[0-9a-f]{32}$/),
        AWS_ACCESS_KEY_ID: 'ASIA1',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SESSION_TOKEN: 'token of arn:aws:iam::111111111111:role/function-1',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        LAMBDA_TASK_ROOT: expect.stringContaining('understudy-lambda-'),
        TZ: 'UTC',
      },
    });
  });

  it('a function cannot reach the home directory of the user', async () => {
    const arn = await simulator.add(`
      import os, { homedir } from 'node:os';
      export const handler = async () => [os.homedir(), homedir()];`);
    expect(await simulator.invoke(arn)).toEqual({
      payload: ['/home/sbx_user1051', '/home/sbx_user1051'],
    });
  });

  it.each([
    [{ AWS_REGION: 'x', LAMBDA_TASK_ROOT: 'y' }, 'AWS_REGION, LAMBDA_TASK_ROOT'],
    [{ BIG: 'x'.repeat(4096) }, 'exceeded the 4KB limit'],
  ])('a function refuses variables that Lambda refuses', async (environment, sentence) => {
    await expect(simulator.add('', { environment })).rejects.toThrow(sentence);
  });
});

describe('the time in a function', () => {
  it('a function sees virtual time, while it loads and in every invocation', async () => {
    const arn = await simulator.add(`
      const loaded = Date.now();
      export const handler = async () => ({
        loaded,
        now: Date.now(),
        made: new Date().getTime(),
        text: Date(),
        isDate: new Date() instanceof Date && new Date().constructor === Date,
        fixed: new Date(2020, 1, 2).getFullYear() + new Date(0).getTime(),
        parsed: Date.parse('2020-01-01T00:00:00Z'),
        sub: new (class extends Date {})().getTime(),
      });`);
    const { payload } = (await simulator.invoke(arn)) as { payload: Record<string, number> };
    for (const key of ['loaded', 'now', 'made', 'sub']) {
      expect(Math.abs((payload[key] ?? 0) - start)).toBeLessThan(10_000);
    }
    expect(payload).toMatchObject({
      text: expect.stringContaining('2031'),
      isDate: true,
      fixed: 2020,
      parsed: Date.UTC(2020, 0, 1),
    });
    await simulator.clock.run(simulator.clock.sleep(3_600_000));
    const later = (await simulator.invoke(arn)) as { payload: { now: number } };
    expect(later.payload.now - start).toBeGreaterThanOrEqual(3_600_000);
  });

  it('virtual time passes while a handler waits', async () => {
    const arn = await simulator.add(
      `import { setTimeout as sleep } from 'node:timers/promises';
       export const handler = async () => {
         const before = Date.now();
         const value = await sleep(120_000, 'rested');
         return { value, waited: Date.now() - before };
       };`,
      { timeoutSeconds: 300 },
    );
    const begun = process.hrtime.bigint();
    const outcome = await simulator.invoke(arn);
    expect(outcome).toMatchObject({ payload: { value: 'rested' } });
    expect((outcome as { payload: { waited: number } }).payload.waited).toBeGreaterThan(119_999);
    expect(simulator.clock.now() - start).toBeGreaterThanOrEqual(120_000);
    expect(Number(process.hrtime.bigint() - begun) / 1e9).toBeLessThan(20);
  });

  it('a handler that waits beyond its timeout is ended', async () => {
    const arn = await simulator.add(
      `import { setTimeout as sleep } from 'node:timers/promises';
       export const handler = () => sleep(400_000);`,
      { timeoutSeconds: 300 },
    );
    expect(await simulator.invoke(arn)).toMatchObject({
      payload: { errorMessage: expect.stringContaining('Task timed out after 300.00 seconds') },
    });
    expect(simulator.clock.now() - start).toBeLessThan(301_000);
  });
});

describe('the network of a function', () => {
  it.each([
    ["await dns.promises.lookup('live.example')", { address: '10.0.0.9', family: 4 }],
    [
      "await dns.promises.lookup('LIVE.example.', { all: true })",
      [
        { address: '10.0.0.9', family: 4 },
        { address: '10.0.0.10', family: 4 },
      ],
    ],
    ["await promisify(dns.lookup)('live.example')", '10.0.0.9'],
    ["await lookup('localhost', { family: 4 })", { address: '127.0.0.1', family: 4 }],
    ["await dns.promises.resolve4('live.example')", ['10.0.0.9', '10.0.0.10']],
    ["await new dns.promises.Resolver().resolve4('live.example')", ['10.0.0.9', '10.0.0.10']],
    ["await promisify(dns.resolve4)('live.example')", ['10.0.0.9', '10.0.0.10']],
    [
      "await dns.promises.lookup('gone.example').catch((e) => e.message)",
      'getaddrinfo ENOTFOUND gone.example',
    ],
    ["await promisify(dns.resolveTxt)('live.example').catch((e) => e.code)", 'ENOTFOUND'],
    ["await reach({ host: 'gone.example', port: 80 })", 'ENOTFOUND'],
    ["await reach({ host: '192.0.2.1', port: 80 })", 'ENETUNREACH'],
    ["await reach(80, '192.0.2.1')", 'ENETUNREACH'],
    ["await reach({ host: '2001:db8::1', port: 80 })", 'ENETUNREACH'],
    ["await fetch('http://gone.example/').catch((e) => e.cause.code)", 'ENOTFOUND'],
    ["await fetch('http://192.0.2.1/').catch((e) => e.cause.code)", 'ENETUNREACH'],
  ])('the lookup in a function %s is %j', async (expression, expected) => {
    const arn = await simulator.add(`
      import dns from 'node:dns';
      import { lookup } from 'node:dns/promises';
      import net from 'node:net';
      import { promisify } from 'node:util';
      const reach = (...to) => new Promise((resolve) => net.connect(...to).on('error', (e) => resolve(e.code)));
      export const handler = async () => ${expression};`);
    const { payload } = await simulator.invoke(arn);
    expect(payload).toEqual(expected);
  });

  it('a function connects to where the network leads, whichever of its addresses answers', async () => {
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const at = { address: '127.0.0.1', port };
    const named = await SimulatorWithFunctions.open({
      network: {
        reach: (address, wanted) =>
          address === '10.0.0.10' && wanted === 5432 ? { kind: 'open', at } : { kind: 'refused' },
      },
    });
    try {
      const arn = await named.add(`
        import net from 'node:net';
        const greeted = (socket) => new Promise((resolve, reject) => {
          socket.on('data', (data) => resolve(String(data))).on('error', reject);
        });
        export const handler = async () => [
          await greeted(net.connect({ host: 'live.example', port: 5432 })),
          await greeted(net.connect(5432, 'live.example', () => {})),
          await greeted(new net.Socket().connect('5432', '10.0.0.10')),
        ];`);
      expect(await named.invoke(arn)).toEqual({ payload: ['hello', 'hello', 'hello'] });
    } finally {
      await named.close();
      server.close();
    }
  });

  it.each([
    ['refused', 'ECONNREFUSED'],
    ['silent', 'ETIMEDOUT'],
    ['unreachable', 'ENETUNREACH'],
  ] as const)('a connection that the network calls %s fails with %s', async (kind, code) => {
    const lonely = await SimulatorWithFunctions.open({ network: { reach: () => ({ kind }) } });
    try {
      const arn = await lonely.add(`
        import net from 'node:net';
        export const handler = () => new Promise((resolve) => {
          net.connect(5432, 'live.example').on('error', (error) => resolve(error.code));
        });`);
      expect(await lonely.invoke(arn)).toEqual({ payload: code });
    } finally {
      await lonely.close();
    }
  });
});
