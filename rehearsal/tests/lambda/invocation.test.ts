// One file: the ways in which one invocation can end, on one set of functions.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { latencies } from '../../aws/lambda/latencies.ts';
import { operator, SimulatorWithFunctions, start } from './simulator-with-functions.ts';

let simulator: SimulatorWithFunctions;
beforeEach(async () => {
  simulator = await SimulatorWithFunctions.open();
});
afterEach(() => simulator.close());

describe('an invocation of a function', () => {
  it('an invocation passes the event and a context to the handler, and returns its result', async () => {
    const arn = await simulator.add(`
      export const handler = async (event, context) => ({
        doubled: event.number * 2,
        arn: context.invokedFunctionArn,
        name: context.functionName,
        memory: context.memoryLimitInMB,
        left: context.getRemainingTimeInMillis() > 8000,
      });`);
    expect(await simulator.invoke(arn, { number: 21 })).toEqual({
      payload: { doubled: 42, arn, name: 'function-1', memory: '256', left: true },
    });
  });

  it('an invocation returns null for a handler that returns nothing', async () => {
    const arn = await simulator.add('export const handler = async () => {};');
    expect(await simulator.invoke(arn)).toEqual({ payload: null });
  });

  it('an invocation finds a handler in a CommonJS bundle', async () => {
    const arn = await simulator.add('export default { handler: async () => 1 };');
    expect(await simulator.invoke(arn)).toEqual({ payload: 1 });
  });

  it('an invocation keeps its environment warm for the next one', async () => {
    const arn = await simulator.add('let count = 0; export const handler = async () => ++count;');
    await simulator.invoke(arn);
    const warmFrom = simulator.clock.now();
    expect(await simulator.invoke(arn)).toEqual({ payload: 2 });
    expect(simulator.clock.now() - warmFrom).toBeLessThan(latencies.overhead[1]);
    expect(warmFrom - start).toBeGreaterThanOrEqual(latencies.coldStart[0]);
  });

  it('an invocation starts another environment when one is busy', async () => {
    const arn = await simulator.add('let count = 0; export const handler = async () => ++count;');
    const both = Promise.all([simulator.start(arn), simulator.start(arn)]);
    expect(await simulator.clock.run(both)).toEqual([{ payload: 1 }, { payload: 1 }]);
  });

  it('invocations do their real work in turn, so that every run takes the same course', async () => {
    const arn = await simulator.add(`
      export const handler = async (event) => {
        console.log('begin', event.name);
        await new Promise((resolve) => setTimeout(resolve, event.wait));
        console.log('end', event.name);
      };`);
    const slow = simulator.start(arn, { name: 'slow', wait: 150 });
    await simulator.clock.run(
      Promise.all([slow, simulator.start(arn, { name: 'quick', wait: 0 })]),
    );
    expect(simulator.lines).toEqual(['begin slow', 'end slow', 'begin quick', 'end quick']);
  });

  it('an invocation runs before its turn when a running function waits for it', async () => {
    const opened: { simulator?: SimulatorWithFunctions; inner?: string } = {};
    const server = createServer((_request, response) => {
      const principal = {
        kind: 'role',
        accountId: '111111111111',
        roleArn: 'arn:aws:iam::111111111111:role/function-2',
        sessionArn: 'arn:aws:sts::111111111111:assumed-role/function-2/session',
      } as const;
      opened.simulator?.functions
        .invoke(opened.inner ?? '', {}, { invocationType: 'RequestResponse', principal })
        .then(
          (outcome) => response.end(JSON.stringify(outcome)),
          (error: unknown) => response.destroy(error as Error),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const nesting = await SimulatorWithFunctions.open({
      endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      authorizer: { require: () => undefined, allows: () => true },
    });
    opened.simulator = nesting;
    try {
      opened.inner = await nesting.add("export const handler = async () => 'inner';");
      const outer = await nesting.add(`
        export const handler = async () => (await fetch(process.env.AWS_ENDPOINT_URL)).json();`);
      expect(await nesting.invoke(outer)).toEqual({ payload: { payload: 'inner' } });
    } finally {
      await nesting.close();
      server.close();
    }
  });

  it('an invocation is throttled beyond the reserved concurrency', async () => {
    const arn = await simulator.add('export const handler = async () => 1;', {
      reservedConcurrency: 1,
    });
    const first = simulator.start(arn);
    await expect(simulator.start(arn)).rejects.toThrow(
      expect.objectContaining({ name: 'TooManyRequestsException' }),
    );
    expect(await simulator.clock.run(first)).toEqual({ payload: 1 });
  });

  it.each([
    ['RequestResponse', 6_291_456],
    ['Event', 1_048_576],
  ] as const)('a payload of %s may have up to %d bytes', async (invocationType, limit) => {
    const arn = await simulator.add('export const handler = async (event) => event.length;');
    const invoke = (length: number): Promise<unknown> =>
      simulator.functions.invoke(arn, 'x'.repeat(length - 2), {
        invocationType,
        principal: operator,
      });
    await expect(invoke(limit + 1)).rejects.toThrow(
      `${limit + 1} byte payload is too large for the ${invocationType} invocation type (limit ${limit} bytes)`,
    );
    await expect(simulator.clock.run(invoke(limit))).resolves.toBeDefined();
    await simulator.clock.run(simulator.functions.idle());
  });

  it('an invocation checks the permission of the caller, with the resource policy', async () => {
    const arn = await simulator.add('export const handler = async () => 1;');
    const statement = {
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Principal: { Service: 'sns.amazonaws.com' },
      Resource: arn,
    } as const;
    simulator.functions.addPermission(arn, statement);
    const principal = {
      kind: 'service',
      service: 'sns.amazonaws.com',
      sourceArn: 'arn:aws:sns:eu-west-1:111111111111:notices',
      sourceAccount: '111111111111',
    } as const;
    const invoked = simulator.functions.invoke(arn, {}, { invocationType: 'Event', principal });
    await expect(invoked).rejects.toThrow('not allowed');
    expect(simulator.asked).toEqual([
      {
        principal,
        action: 'lambda:InvokeFunction',
        resource: arn,
        resourceAccountId: '111111111111',
        resourcePolicy: { Version: '2012-10-17', Statement: [statement] },
        rule: 'either',
        context: {
          'aws:SourceArn': principal.sourceArn,
          'aws:SourceAccount': principal.sourceAccount,
        },
      },
    ]);
  });

  it('an invocation of an unknown function is refused', async () => {
    await expect(
      simulator.start('arn:aws:lambda:eu-west-1:111111111111:function:x'),
    ).rejects.toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  });

  it('an invocation has its log lines in the log before it ends', async () => {
    const arn = await simulator.add(`
      export const handler = async () => {
        console.log('one'); console.error('two'); process.stdout.write('unfinished');
      };`);
    await simulator.invoke(arn);
    expect(simulator.lines.toSorted()).toEqual(['one', 'two', 'unfinished']);
    expect(simulator.functions.logs(arn)).toEqual(simulator.lines);
  });
});

describe('an invocation that fails', () => {
  it.each([
    [
      'throws a named error',
      `class SnapshotFailed extends Error { name = 'SnapshotFailed'; }
       export const handler = async () => { throw new SnapshotFailed('no space'); };`,
      { errorType: 'SnapshotFailed', errorMessage: 'no space' },
    ],
    [
      'throws what is no error',
      "export const handler = async () => { throw 'text'; };",
      { errorType: 'string', errorMessage: 'text' },
    ],
    [
      'throws while it loads',
      "throw Object.assign(new Error('SUBNETS is missing'), { name: 'ConfigurationInvalid' });",
      { errorType: 'ConfigurationInvalid', errorMessage: 'SUBNETS is missing' },
    ],
    [
      'has no such handler',
      'export const other = 1;',
      {
        errorType: 'Runtime.HandlerNotFound',
        errorMessage: 'function-1.handler is undefined or not exported',
      },
    ],
    [
      'imports what is not there',
      "import 'nowhere'; export const handler = async () => 1;",
      { errorType: 'Runtime.ImportModuleError' },
    ],
    [
      'takes a callback',
      'export const handler = (event, context, callback) => callback(null, 1);',
      { errorType: 'Runtime.CallbackHandlerDeprecated' },
    ],
    [
      'rejects where nobody looks',
      "export const handler = () => new Promise(() => { Promise.reject(new RangeError('lost')); });",
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'RangeError: lost' },
    ],
    [
      'exits',
      'export const handler = async () => process.exit(3);',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
        ),
      },
    ],
    [
      'is killed',
      "export const handler = () => new Promise(() => process.kill(process.pid, 'SIGKILL'));",
      { errorMessage: expect.stringContaining('Runtime exited with error: signal: killed') },
    ],
    [
      'answers too much',
      "export const handler = async () => 'x'.repeat(6_300_000);",
      { errorType: 'Function.ResponseSizeTooLarge' },
    ],
  ])('an invocation that %s reports its error', async (_what, text, error) => {
    const arn = await simulator.add(text);
    expect(await simulator.invoke(arn)).toMatchObject({
      functionError: 'Unhandled',
      payload: error,
    });
  });

  it('an invocation is cut off at its timeout, in wall time and in virtual time', async () => {
    const arn = await simulator.add('export const handler = () => new Promise(() => {});', {
      timeoutSeconds: 1,
    });
    const hanging = 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));';
    const other = await simulator.add(hanging, { timeoutSeconds: 1 });
    expect(await simulator.invoke(other)).toEqual({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
        ),
      },
    });
    expect(simulator.clock.now() - start).toBeGreaterThanOrEqual(1000 + latencies.coldStart[0]);
    expect(simulator.clock.now() - start).toBeLessThan(1000 + latencies.coldStart[1]);
    // Nothing left to do: AWS's runtime ends too, and says that it doesn't know why.
    expect(await simulator.invoke(arn)).toMatchObject({ functionError: 'Unhandled' });
  });

  it('an invocation that failed makes the next one start in a fresh environment', async () => {
    const arn = await simulator.add(`
      let count = 0;
      export const handler = async (event) => { count++; if (event.exit) process.exit(1); return count; };`);
    await simulator.invoke(arn, { exit: true });
    expect(await simulator.invoke(arn)).toEqual({ payload: 1 });
  });
});

describe('the duration of an invocation', () => {
  it('the duration of an invocation grows with the API calls that it made', async () => {
    let calls = 0;
    const busy = await SimulatorWithFunctions.open({ callsMade: () => (calls += 10) });
    try {
      const arn = await busy.add('export const handler = async () => 1;');
      await busy.invoke(arn);
      expect(busy.clock.now() - start).toBeGreaterThanOrEqual(
        latencies.coldStart[0] + 10 * latencies.apiCall[0],
      );
    } finally {
      await busy.close();
    }
  });

  it('an invocation whose API calls alone exceed its timeout times out', async () => {
    let calls = 0;
    const busy = await SimulatorWithFunctions.open({ callsMade: () => (calls += 200) });
    try {
      const arn = await busy.add('export const handler = async () => 1;', { timeoutSeconds: 3 });
      expect(await busy.invoke(arn)).toMatchObject({ payload: { errorType: 'Sandbox.Timedout' } });
    } finally {
      await busy.close();
    }
  });
});
