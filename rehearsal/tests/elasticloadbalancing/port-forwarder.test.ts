import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { TcpPortForwarder } from '../../aws/services/elasticloadbalancing/port-forwarder.ts';

const servers: Server[] = [];
const forwarder = new TcpPortForwarder();
afterEach(async () => {
  await forwarder.close();
  for (const server of servers.splice(0)) server.close();
});

/** A server that says its name to whoever writes. */
async function greeter(name: string) {
  const made = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(`${name}: ${String(data)}`));
  });
  servers.push(made);
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  return { address: '127.0.0.1', port: (made.address() as AddressInfo).port };
}

async function said(socket: ReturnType<typeof connect>, word: string): Promise<string> {
  socket.write(word);
  const [data] = (await once(socket, 'data')) as [Buffer];
  return String(data);
}

describe('TCP port forwarding', () => {
  it('a door routes each new connection anew, and leaves established ones unchanged', async () => {
    const [one, other] = [await greeter('one'), await greeter('other')];
    let route = { at: one, target: 'one' };
    const forwarded = await forwarder.open(() => route);
    const first = connect(forwarded.at.port, forwarded.at.address);
    expect(await said(first, 'hello')).toBe('one: hello');
    route = { at: other, target: 'other' };
    const second = connect(forwarded.at.port, forwarded.at.address);
    expect(await said(second, 'hello')).toBe('other: hello');
    expect(await said(first, 'again')).toBe('one: again');
    first.destroy();
    second.destroy();
  });

  it('a door resets the connections to one target, and no others', async () => {
    const [one, other] = [await greeter('one'), await greeter('other')];
    const routes = [
      { at: one, target: 'one' },
      { at: other, target: 'other' },
    ];
    const forwarded = await forwarder.open(() => routes.shift());
    const first = connect(forwarded.at.port, forwarded.at.address);
    await said(first, 'hello');
    const second = connect(forwarded.at.port, forwarded.at.address);
    await said(second, 'hello');
    const failure = once(first, 'error');
    expect(forwarded.cut('one')).toBe(1);
    expect(await failure).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
    expect(await said(second, 'still')).toBe('other: still');
    second.destroy();
  });

  it('a door resets a connection that has no target', async () => {
    const forwarded = await forwarder.open(() => undefined);
    const socket = connect(forwarded.at.port, forwarded.at.address);
    expect(await once(socket, 'error')).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
  });
});

it('a TCP check tells whether a server listens at an address', async () => {
  const at = await greeter('one');
  expect(await forwarder.answers(at)).toBe(true);
  const [made] = servers.splice(0);
  made?.close();
  expect(await forwarder.answers(at)).toBe(false);
});
