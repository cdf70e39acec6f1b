import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EndpointOptions } from './endpoint-options.ts';
import { AbortedConnection } from './errors.ts';
import { answerCall, answerRequest } from './exchange.ts';
import type { DirectAnswer, DirectCall } from './exchange.ts';
import type { WireRequest, WireResponse } from './protocol.ts';
import { createSpokenServices } from './spoken-services.ts';

export type { CallRecord } from './call-record.ts';
export type { EndpointOptions } from './endpoint-options.ts';
export { AbortedConnection, SimulatorDefect } from './errors.ts';
export type { DirectAnswer, DirectCall } from './exchange.ts';
export type { Interception } from './operation-run.ts';
export type { WireRequest, WireResponse } from './protocol.ts';

export interface Endpoint {
  /** Listens on a free loopback port. */
  listen(): Promise<{ url: string }>;
  /**
   * Answers a request of this same process, without a port in between.
   * @throws AbortedConnection when the client is to get no answer
   */
  answer(request: WireRequest): Promise<WireResponse>;
  /**
   * The same with the input and the output as objects, without writing and reading them.
   * @throws AbortedConnection when the client is to get no answer
   */
  call(call: DirectCall): Promise<DirectAnswer>;
  /** Stops listening, and cuts the connections that are kept alive. */
  close(): Promise<void>;
}

/**
 * One HTTP port that speaks the wire protocol of every service, in every account and Region: which
 * ones are meant follows from the credential scope of the request's signature.
 * @throws SimulatorDefect when the simulator has a service whose protocol isn't known
 */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const services = createSpokenServices(options.services);
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    void exchange(request, response);
  });

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    // The client is gone: a function's process that was killed in the middle of a call, say.
    if (body === undefined) return;
    try {
      const { method = '', url = '', headers } = request;
      if (method === 'GET' && url.includes('X-Amz-Signature=')) {
        answerLink(options.download?.(url) ?? 'expired', response);
        return;
      }
      const answer = await answerRequest({ method, url, headers, body }, services, options);
      const hasBody = answer.status !== 204;
      response.writeHead(answer.status, {
        ...answer.headers,
        date: new Date(options.now()).toUTCString(),
        // To the millisecond, for a function whose time stands still while it works.
        'simulator-now-ms': options.now(),
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
    answer: (request) => answerRequest(request, services, options),
    call: (call) => answerCall(call, services, options),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** S3 answers so to a link whose time is over. */
function answerLink(found: Uint8Array | 'expired', response: ServerResponse): void {
  if (found === 'expired') {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/zip' });
  response.end(found);
}

/** @returns undefined when the connection ends before the body does */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}
