import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reached } from '../contracts.ts';

/** An invocation as it is handed to an execution environment. */
export interface HandedInvocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON. */
  readonly payload: string;
  /** Virtual milliseconds since the epoch. */
  readonly deadline: number;
}

/** What the Runtime API needs of the environment that speaks to it. */
export interface RuntimeClient {
  /** The next invocation, once there is one. */
  next(): Promise<HandedInvocation>;
  settled(requestId: string, kind: 'response' | 'error', body: string): void;
  initFailed(body: string): void;
  /** Resolves once `milliseconds` of virtual time have passed. */
  sleep(milliseconds: number): Promise<void>;
}

export interface RuntimeApiOptions {
  /** Virtual milliseconds since the epoch. */
  readonly now: () => number;
  /** The simulator's names; no address is NXDOMAIN. */
  readonly resolve: (host: string) => readonly string[];
  /** The simulator's network. */
  readonly reach: (address: string, port: number) => Reached;
}

/** Lambda's Runtime API for all environments on one loopback port, a path for each. */
export class RuntimeApiServer {
  readonly #clients = new Map<string, RuntimeClient>();
  readonly #options: RuntimeApiOptions;
  readonly #server: Server;
  #listening: Promise<number> | undefined;

  constructor(options: RuntimeApiOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** @returns the environment's `AWS_LAMBDA_RUNTIME_API` */
  async add(id: string, client: RuntimeClient): Promise<string> {
    this.#listening ??= new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
    const port = await this.#listening;
    this.#clients.set(id, client);
    return `127.0.0.1:${port}/${id}`;
  }

  remove(id: string): void {
    this.#clients.delete(id);
  }

  async close(): Promise<void> {
    if (this.#listening === undefined) return;
    await this.#listening;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [, id = '', ...steps] = (request.url ?? '').split('/');
    const client = this.#clients.get(id);
    if (client === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [area, , what, requestId = '', kind] = steps;
    if (area === 'simulator') {
      await this.#answerSimulator(client, steps.slice(1), body, response);
    } else if (what === 'invocation' && requestId === 'next') {
      const invocation = await client.next();
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': invocation.requestId,
        'lambda-runtime-deadline-ms': invocation.deadline,
        'lambda-runtime-invoked-function-arn': invocation.functionArn,
        'lambda-runtime-trace-id': traceId(invocation.requestId, this.#options.now()),
        'simulator-now-ms': this.#options.now(),
      });
      response.end(invocation.payload);
    } else if (what === 'invocation' && (kind === 'response' || kind === 'error')) {
      client.settled(requestId, kind, body);
      response.writeHead(202).end();
    } else if (what === 'init') {
      client.initFailed(body);
      response.writeHead(202).end();
    } else {
      response.writeHead(404).end();
    }
  }

  async #answerSimulator(
    client: RuntimeClient,
    [what, name = '', port = '']: readonly string[],
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    if (what === 'sleep') await client.sleep(Number(body));
    if (what === 'names') {
      response.end(JSON.stringify(this.#options.resolve(decodeURIComponent(name).toLowerCase())));
    } else if (what === 'routes') {
      response.end(JSON.stringify(this.#options.reach(name, Number(port))));
    } else {
      response.writeHead(200).end(String(this.#options.now()));
    }
  }
}

/** An X-Ray header that samples nothing. */
function traceId(requestId: string, now: number): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  const id = requestId.replaceAll('-', '');
  return `Root=1-${seconds}-${id.slice(0, 24)};Parent=${id.slice(0, 16)};Sampled=0`;
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
