import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { ServerAddress } from '../../contracts.ts';

/** Where a connection that came in is to go on to. */
export interface Way {
  readonly at: ServerAddress;
  /** Tells the connections of one target from those of others. */
  readonly target: string;
}

/** Opens ports of this machine, carries connections on, and looks whether somebody listens. */
export interface Doors {
  /**
   * Opens a port.
   * @param lead asked anew for each connection; undefined resets it
   */
  open(lead: () => Way | undefined): Promise<Door>;
  /** Whether a TCP connection comes about. */
  answers(at: ServerAddress): Promise<boolean>;
  close(): Promise<void>;
}

/** An open port. */
export interface Door {
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

/** Doors on 127.0.0.1. */
export class TcpDoors implements Doors {
  readonly #doors = new Set<Door>();

  async open(lead: () => Way | undefined): Promise<Door> {
    const pairs = new Set<Pair>();
    const server = createServer((client) => carry(client, lead(), pairs));
    await listening(server);
    const { port } = server.address() as AddressInfo;
    const door: Door = {
      at: { address: '127.0.0.1', port },
      cut: (target) => cut(pairs, target),
      close: async () => {
        this.#doors.delete(door);
        for (const pair of pairs) cut(pairs, pair.target);
        await new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
    this.#doors.add(door);
    return door;
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
    await Promise.all([...this.#doors].map((door) => door.close()));
  }
}

function carry(client: Socket, way: Way | undefined, pairs: Set<Pair>): void {
  client.on('error', () => client.destroy());
  if (way === undefined) {
    client.resetAndDestroy();
    return;
  }
  const server = connect({ host: way.at.address, port: way.at.port });
  const pair = { target: way.target, client, server };
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
