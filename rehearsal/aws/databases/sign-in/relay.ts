import { pipeline, type Duplex, type Transform } from 'node:stream';

/** How a connection ends is for its two ends to tell. */
const ended = (): void => undefined;

/**
 * Lets client and server talk to each other until one of them ends.
 * @param rewrite changes what the client says
 */
export function relay(client: Duplex, server: Duplex, rewrite?: Transform): void {
  if (rewrite === undefined) pipeline(client, server, ended);
  else pipeline(client, rewrite, server, ended);
  pipeline(server, client, ended);
}
