import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SentEvent } from '../../../../commands/dev/messages.ts';
import { Workers } from '../../../../commands/dev/worker/workers.ts';

let directory: string;
let workers: Workers;
let lines: string[];
let versions: number;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-workers-'));
  lines = [];
  versions = 0;
  workers = new Workers({
    inspect: undefined,
    certificatesFile: '/tmp/ca.pem',
    onLine: (line) => lines.push(line),
    now: () => Date.now(),
  });
});
afterEach(async () => {
  await workers.close();
  await rm(directory, { recursive: true });
});

async function code(text: string, name = 'handler') {
  const version = ++versions;
  const file = path.join(directory, `${version}.mjs`);
  await writeFile(file, text);
  return { file, name, version };
}

function sent(event: unknown, stream = 'stream-1'): SentEvent {
  return {
    kind: 'event',
    event,
    context: {
      awsRequestId: 'event-1',
      functionName: 'lab-Probe',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:lab-Probe',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/lab-Probe',
      logStreamName: stream,
    },
    environment: { GREETING: 'hello', PATH: '/var/lang/bin' },
    remainingMilliseconds: 5000,
  };
}

describe('a worker', () => {
  it("a handler gets the event, Lambda's context and the function's environment alone", async () => {
    const made = await code(`export const handler = async (event, context) => ({
      event, id: context.awsRequestId, left: context.getRemainingTimeInMillis(), names: Object.keys(process.env).sort() });`);
    const outcome = await workers.run(sent({ n: 1 }), made, 5000);

    expect(outcome).toMatchObject({
      kind: 'result',
      result: { event: { n: 1 }, id: 'event-1', left: expect.any(Number) },
    });
    const { left, names } = (outcome as { result: { left: number; names: string[] } }).result;
    expect(left).toBeGreaterThan(2000);
    expect(left).toBeLessThanOrEqual(5000);
    expect(names.filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual(['GREETING']);
  });

  it('what JSON leaves out is null', async () => {
    const made = await code('export const handler = async () => undefined;');

    expect(await workers.run(sent({}), made, 5000)).toEqual({ kind: 'result', result: null });
  });

  it('what a handler prints is printed here', async () => {
    const made = await code(`export const handler = async () => console.log('from the handler');`);
    await workers.run(sent({}), made, 5000);
    await workers.close();

    expect(lines).toContain('from the handler');
  });

  it.each([
    [`throw Object.assign(new Error('no'), { name: 'NameTaken' })`, 'NameTaken', 'no'],
    [`throw 'text'`, 'string', 'text'],
    [
      `await new Promise(() => setTimeout(() => { throw new Error('later'); }, 1))`,
      'Error',
      'later',
    ],
    [
      `await new Promise(() => { Promise.reject(new Error('lost')); })`,
      'Runtime.UnhandledPromiseRejection',
      'Error: lost',
    ],
    ['process.exit(3)', 'Runtime.ExitError', 'exited with status 3'],
    [`process.kill(process.pid, 'SIGKILL')`, 'Runtime.ExitError', 'exited by SIGKILL'],
  ])('a handler that does %s fails as in Lambda', async (statement, errorType, message) => {
    const made = await code(`export const handler = async () => { ${statement}; };`);

    expect(await workers.run(sent({}), made, 5000)).toMatchObject({
      kind: 'failure',
      error: { errorType, errorMessage: expect.stringContaining(message) },
    });
  });

  it.each([
    ['export const other = 1;', 'Runtime.HandlerNotFound'],
    ['throw new Error("at load");', 'Error'],
    ['export const handler = ;', 'SyntaxError'],
  ])('code that has no handler fails the event: %s', async (text, errorType) => {
    expect(await workers.run(sent({}), await code(text), 5000)).toMatchObject({
      kind: 'failure',
      error: { errorType },
    });
  });

  it('a handler that is late is ended', async () => {
    const made = await code(
      'export const handler = () => new Promise(() => setInterval(() => {}, 50));',
    );

    expect(await workers.run(sent({}), made, 500)).toMatchObject({
      error: { errorType: 'Runtime.ExitError' },
    });
  });
});

describe('workers', () => {
  const counting =
    'let n = 0; export const handler = async (wait) => { n++; await new Promise((r) => setTimeout(r, wait)); return [process.pid, n]; };';
  it('an execution environment keeps its worker, and another one has its own', async () => {
    const made = await code(counting);
    const [pid, first] = await result(workers.run(sent(0), made, 5000));
    const again = await result(workers.run(sent(0), made, 5000));
    const [otherPid, other] = await result(workers.run(sent(0, 'stream-2'), made, 5000));

    expect([first, again, other]).toEqual([1, [pid, 2], 1]);
    expect(otherPid).not.toBe(pid);
  });

  it('a debugger finds the port free for new code as well', async () => {
    const port = await freePort();
    const inspected = new Workers({
      inspect: port,
      certificatesFile: '/tmp/ca.pem',
      onLine: (line) => lines.push(line),
      now: () => Date.now(),
    });
    const inspect = `import inspector from 'node:inspector'; export const handler = async () => inspector.url();`;
    try {
      for (const made of [await code(inspect), await code(inspect)]) {
        expect(await inspected.run(sent({}), made, 5000)).toMatchObject({
          result: expect.stringContaining(`ws://127.0.0.1:${port}/`),
        });
      }
    } finally {
      await inspected.close();
    }
  });

  it('new code begins in a new worker, and what is under way ends in the one it began in', async () => {
    const before = await code(counting);
    const slow = result(workers.run(sent(400), before, 5000));
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    const after = await code(counting);
    const [newPid, count] = await result(workers.run(sent(0), after, 5000));
    const [oldPid] = await slow;

    expect(count).toBe(1);
    expect(newPid).not.toBe(oldPid);
  });
});

async function result(work: ReturnType<Workers['run']>): Promise<readonly number[]> {
  return ((await work) as { result: readonly number[] }).result;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
