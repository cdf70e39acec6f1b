import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Principal } from '../../aws/contracts.ts';
import { SimulatorWithFunctions, start } from './simulator-with-functions.ts';

const waiter: Principal = {
  kind: 'role',
  accountId: '111111111111',
  roleArn: 'arn:aws:iam::111111111111:role/function-1',
  sessionArn: 'arn:aws:sts::111111111111:assumed-role/function-1/waiter',
};

/** Asks a service that lets it wait, and tells the time before and after. */
const text = (url: string): string => `
  import http from 'node:http';
  export const handler = async () => {
    const before = Date.now();
    await new Promise((resolve) => http.get('${url}', (answer) => answer.resume().on('end', resolve)));
    return Date.now() - before;
  };`;

let simulator: SimulatorWithFunctions;
let service: Server;
let url: string;
beforeEach(async () => {
  simulator = await SimulatorWithFunctions.open({
    holder: (accessKeyId) => (accessKeyId === 'ASIA1' ? waiter : undefined),
  });
  // A service that answers after five seconds of virtual time.
  service = createServer((_request, response) => {
    const { clock, functions } = simulator;
    void functions
      .wait(waiter, (signal) => clock.sleep(5000, signal).catch(() => undefined))
      .then(() => response.setHeader('simulator-now-ms', clock.now()).end());
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await simulator.close();
  service.close();
  service.closeAllConnections();
});

it('time passes for a function that waits for a service, and it sees it', async () => {
  const arn = await simulator.add(text(url));

  expect(await simulator.invoke(arn)).toEqual({ payload: 5000 });
  expect(simulator.clock.now()).toBeGreaterThan(start + 5000);
});

it('others run while a function waits for a service', async () => {
  const waiting = simulator.start(await simulator.add(text(url)));
  const other = simulator.start(await simulator.add('export const handler = async () => 1;'));
  const first = await simulator.clock.run(Promise.race([waiting, other]));

  expect(first).toEqual({ payload: 1 });
  expect(await simulator.clock.run(waiting)).toEqual({ payload: 5000 });
});

it('a function that waits longer than it may times out', async () => {
  const arn = await simulator.add(text(url), { timeoutSeconds: 3 });

  expect(await simulator.invoke(arn)).toMatchObject({ payload: { errorType: 'Sandbox.Timedout' } });
});
