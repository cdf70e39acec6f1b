import { createServer } from 'node:net';

/**
 * A TCP port that was free a moment ago. Another process may take it before its user binds it, so
 * whoever asks must be ready to ask again.
 */
export function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: address, port: 0, exclusive: true }, () => {
      const bound = server.address();
      server.close(() => {
        if (bound !== null && typeof bound === 'object') resolve(bound.port);
        else reject(new Error(`no port could be bound on ${address}`));
      });
    });
  });
}
