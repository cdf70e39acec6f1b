import type { Socket } from 'node:net';

import type { Certificate } from '../certificates.ts';
import type { Admits, ServerAddress } from '../../contracts.ts';

/**
 * Answers a client that came to the front door of the server at `server`: lets it in as the user that
 * it says to be, or leaves it to the server. It settles once client and server talk to each other, or
 * the client is gone.
 * @param own what that server proves its names by, where it isn't what all of them have
 */
export type Receive = (
  client: Socket,
  server: ServerAddress,
  admits: Admits,
  own?: Certificate,
) => Promise<void>;
