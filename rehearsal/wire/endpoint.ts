import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EndpointOptions } from './endpoint-options.ts';
import { AbortedConnection } from './errors.ts';
import { answerRequest } from './exchange.ts';
import { createSpokenServices } from './spoken-services.ts';

export type { CallRecord } from './call-record.ts';
export type { EndpointOptions } from './endpoint-options.ts';
export { AbortedConnection, StageDefect } from './errors.ts';
export type { Interception } from './operation-run.ts';

export interface Endpoint {
  /** Listens on a free loopback port. */
  listen(): Promise<{ url: string }>;
  /** Stops listening, and cuts the connections that are kept alive. */
  close(): Promise<void>;
}

/**
 * One HTTP port that speaks the wire protocol of every service, in every account and Region: which
 * ones are meant follows from the credential scope of the request's signature.
 * @throws StageDefect when the stage has a service whose protocol isn't known
 */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const services = createSpokenServices(options.services);
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    void exchange(request, response);
  });

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { method = '', url = '', headers } = request;
      const body = await readBody(request);
      const answer = await answerRequest({ method, url, headers, body }, services, options);
      const hasBody = answer.status !== 204;
      response.writeHead(answer.status, {
        ...answer.headers,
        ...(hasBody && { 'content-length': Buffer.byteLength(answer.body) }),
      });
      response.end(hasBody ? answer.body : undefined);
    } catch (error) {
      request.socket.destroy();
      if (!(error instanceof AbortedConnection)) options.onInternalError(error as Error);
    }
  }

  return {
    async listen() {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
