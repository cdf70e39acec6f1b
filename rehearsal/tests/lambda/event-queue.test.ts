import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatorWithFunctions, start } from './simulator-with-functions.ts';

const queue = 'arn:aws:sqs:eu-west-1:111111111111:dead-letters';
const failing = `
  export const handler = async () => {
    console.log(Date.now());
    throw Object.assign(new Error('no notice'), { name: 'NoticeInvalid' });
  };`;

let simulator: SimulatorWithFunctions;
beforeEach(async () => {
  simulator = await SimulatorWithFunctions.open();
});
afterEach(() => simulator.close());

/** Whole minutes after the start at which the function was tried. */
function minutesTried(): number[] {
  return simulator.lines.map((line) => Math.floor((Number(line) - start) / 60_000));
}

describe('asynchronous invocations', () => {
  it('an asynchronous event runs once when the function succeeds', async () => {
    const arn = await simulator.add(
      'export const handler = async (e) => console.log(e.snapshot);',
      {
        deadLetterQueueArn: queue,
      },
    );
    await simulator.send(arn, { snapshot: 's-1' });
    expect(simulator.lines).toEqual(['s-1']);
    expect(simulator.handedOn).toEqual([]);
  });

  it('an asynchronous event is retried after one and two minutes, and is then a dead letter', async () => {
    const arn = await simulator.add(failing, { deadLetterQueueArn: queue });
    await simulator.send(arn, { snapshot: 's-1' });
    expect(minutesTried()).toEqual([0, 1, 3]);
    expect(simulator.handedOn).toEqual([
      {
        functionArn: arn,
        roleArn: 'arn:aws:iam::111111111111:role/function-1',
        destinationArn: queue,
        kind: 'dead letter',
        body: '{"snapshot":"s-1"}',
        attributes: {
          RequestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
          ErrorCode: '200',
          ErrorMessage: 'no notice',
        },
      },
    ]);
  });

  it('an asynchronous event is retried as configured, and leaves a record at the destination', async () => {
    const arn = await simulator.add(failing);
    simulator.functions.configureAsynchronousInvocation(arn, {
      maximumRetryAttempts: 0,
      onFailureArn: queue,
    });
    await simulator.send(arn, { snapshot: 's-1' });
    expect(minutesTried()).toEqual([0]);
    expect(simulator.handedOn.map(({ kind }) => kind)).toEqual(['failure']);
    expect(JSON.parse(simulator.handedOn[0]?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      requestPayload: { snapshot: 's-1' },
      responsePayload: { errorType: 'NoticeInvalid' },
    });
  });

  it('an asynchronous event is given up when it gets too old', async () => {
    const arn = await simulator.add(failing, { deadLetterQueueArn: queue });
    simulator.functions.configureAsynchronousInvocation(arn, { maximumEventAgeSeconds: 100 });
    await simulator.send(arn);
    expect(minutesTried()).toEqual([0, 1]);
    expect(simulator.handedOn).toHaveLength(1);
  });

  it('an asynchronous event waits while the function is throttled', async () => {
    const arn = await simulator.add(
      `import { setTimeout as sleep } from 'node:timers/promises';
       export const handler = async (event) => { await sleep(event.wait); console.log(event.name); };`,
      { reservedConcurrency: 1, timeoutSeconds: 60 },
    );
    const first = simulator.start(arn, { name: 'first', wait: 30_000 });
    await Promise.all([simulator.send(arn, { name: 'second', wait: 1 }), first]);
    expect(simulator.lines).toEqual(['first', 'second']);
  });
});
