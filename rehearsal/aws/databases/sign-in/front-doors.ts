import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import type { Admits, FrontDoor, ServerAddress } from '../../contracts.ts';
import { address } from '../volumes.ts';
import type { Certificate } from '../certificates.ts';
import type { Receive } from './receive.ts';

/** Ports of this machine at which servers let in whoever has a token. */
export class FrontDoors {
  readonly #receive: Receive;
  readonly #open = new Set<FrontDoor>();

  readonly #certificateOf: (server: ServerAddress) => Certificate | undefined;

  /** @param certificateOf what a server has of its own */
  constructor(
    receive: Receive,
    certificateOf: (server: ServerAddress) => Certificate | undefined = () => undefined,
  ) {
    this.#receive = receive;
    this.#certificateOf = certificateOf;
  }

  /** @param server where it is at the moment; whoever comes meanwhile is turned away */
  async open(server: () => ServerAddress | undefined, admits: Admits): Promise<FrontDoor> {
    const clients = new Set<Socket>();
    const listener = createServer({ noDelay: true }, (client) => {
      clients.add(client);
      client.once('close', () => clients.delete(client));
      // A client that breaks off is nobody's concern but its own.
      client.on('error', () => client.destroy());
      const to = server();
      if (to === undefined) client.resetAndDestroy();
      else {
        const own = this.#certificateOf(to);
        this.#receive(client, to, admits, own).catch(() => client.destroy());
      }
    });
    const door: FrontDoor = {
      at: { address, port: await listening(listener) },
      close: async () => {
        this.#open.delete(door);
        for (const client of clients) client.destroy();
        await new Promise<void>((resolve) => listener.close(() => resolve()));
      },
    };
    this.#open.add(door);
    return door;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((door) => door.close()));
  }
}

function listening(listener: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen({ host: address, port: 0 }, () => {
      listener.off('error', reject);
      resolve((listener.address() as AddressInfo).port);
    });
  });
}
