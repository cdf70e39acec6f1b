import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { ServerAddress } from '../../contracts.ts';

/** Where a connection that came in is to go on to. */
export interface Route {
  readonly at: ServerAddress;
  /** Tells the connections of one target from those of others. */
  readonly target: string;
}

/** Opens ports of this machine, carries connections on, and looks whether somebody listens. */
export interface PortForwarder {
  /**
   * Opens a port.
   * @param lead asked anew for each connection; undefined resets it
   */
  open(lead: () => Route | undefined): Promise<ForwardedPort>;
  /** Whether a TCP connection comes about. */
  answers(at: ServerAddress): Promise<boolean>;
  close(): Promise<void>;
}

/** An open port, whose connections are carried on. */
export interface ForwardedPort {
  readonly at: ServerAddress;
  /** Resets the established connections to a target. @returns how many there were */
  cut(target: string): number;
  close(): Promise<void>;
}

interface Pair {
  readonly target: string;
  readonly client: Socket;
  readonly server: Socket;
}

/** Ports of 127.0.0.1. */
export class TcpPortForwarder implements PortForwarder {
  readonly #ports = new Set<ForwardedPort>();

  async open(lead: () => Route | undefined): Promise<ForwardedPort> {
    const pairs = new Set<Pair>();
    const server = createServer((client) => carry(client, lead(), pairs));
    await listening(server);
    const { port } = server.address() as AddressInfo;
    const forwarded: ForwardedPort = {
      at: { address: '127.0.0.1', port },
      cut: (target) => cut(pairs, target),
      close: async () => {
        this.#ports.delete(forwarded);
        for (const pair of pairs) cut(pairs, pair.target);
        await new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
    this.#ports.add(forwarded);
    return forwarded;
  }

  answers({ address: host, port }: ServerAddress): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host, port });
      const end = (answered: boolean): void => {
        socket.destroy();
        resolve(answered);
      };
      socket.once('connect', () => end(true)).once('error', () => end(false));
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#ports].map((forwarded) => forwarded.close()));
  }
}

function carry(client: Socket, route: Route | undefined, pairs: Set<Pair>): void {
  client.on('error', () => client.destroy());
  if (route === undefined) {
    client.resetAndDestroy();
    return;
  }
  const server = connect({ host: route.at.address, port: route.at.port });
  const pair = { target: route.target, client, server };
  pairs.add(pair);
  const end = (): void => {
    pairs.delete(pair);
    client.destroy();
    server.destroy();
  };
  // A target that refuses resets its client, as it would without a load balancer in between.
  server.on('error', () => client.resetAndDestroy());
  server.on('close', end);
  client.on('close', end);
  client.pipe(server).pipe(client);
}

function cut(pairs: Set<Pair>, target: string): number {
  const cutOff = [...pairs].filter((pair) => pair.target === target);
  for (const { client, server } of cutOff) {
    client.resetAndDestroy();
    server.destroy();
  }
  return cutOff.length;
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}
