import { HttpResponse } from '@smithy/core/protocols';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import { elbIn } from '../../../functions/access/aws/elb.ts';
import { autoScalingIn } from '../../../functions/target/aws/auto-scaling.ts';
import { kmsIn } from '../../../functions/shared/adapters/clients/kms.ts';
import { lambdaIn } from '../../../functions/access/aws/lambda.ts';
import { lambdaOfStepsIn } from '../../../functions/target/aws/lambda.ts';
import { rdsIn } from '../../../functions/shared/adapters/clients/rds.ts';
import { secretsIn } from '../../../functions/shared/adapters/clients/secrets-manager.ts';
import { sfnIn } from '../../../functions/shared/adapters/clients/sfn.ts';
import { snsIn } from '../../../functions/shared/adapters/clients/sns.ts';
import { AbortedConnection } from '../../aws/wire/endpoint.ts';
import type {
  DirectAnswer,
  DirectCall,
  WireRequest,
  WireResponse,
} from '../../aws/wire/endpoint.ts';
import { outputResponse, unserialized } from './unserialized.ts';
import type { ClientProtocol, Command } from './unserialized.ts';

/** A request as the SDK hands it to its transport. */
interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
  /** Set where nothing is serialized. */
  readonly command?: Command;
}

/** What the campaign needs of a client. */
interface Intercepted {
  config: object;
  readonly middlewareStack: { use(plugin: object): void };
  destroy(): void;
}

/** What the campaign changes in a client's settings. */
interface Settings {
  readonly signingName?: string;
  readonly defaultSigningName?: string;
  readonly protocol: ClientProtocol<OutgoingRequest>;
  requestHandler: { handle(request: OutgoingRequest): Promise<{ response: object }> };
  signer: () => Promise<{ sign(request: OutgoingRequest): Promise<OutgoingRequest> }>;
  retryStrategy: () => Promise<ConfiguredRetryStrategy>;
}

/** Where the calls of this process go, and whose they are. */
export interface Wire {
  /** Answers a request as it is written. @throws Error when the connection breaks */
  answer(request: WireRequest): Promise<WireResponse>;
  /**
   * Answers a command as it is.
   * @param invocationId the SDK's, which all attempts of one call share
   * @throws Error when the connection breaks
   */
  call(call: DirectCall, invocationId: string): Promise<DirectAnswer>;
  /** The access key of whoever calls at the moment. */
  accessKeyId(): string;
}

/** The functions' clients while their calls are intercepted. */
export interface InterceptedClients {
  /** Gives every client a full bucket of retries: what one run used up is none of the next one's. */
  forgetRetries(): void;
  /** Gives the clients their own settings back. */
  leave(): void;
}

/** Every client that a function makes, by its name. */
export const clientsOfFunctions = {
  rdsIn,
  kmsIn,
  snsIn,
  sfnIn,
  secretsIn,
  elbIn,
  lambdaIn,
  lambdaOfStepsIn,
  autoScalingIn,
} as const;

/** As many as the functions' own clients make (`per-region.ts`). */
const attempts = 5;

/**
 * Intercepts the calls of the functions' own SDK clients for `wire`: commands, errors and retries
 * are theirs. Signatures name whoever calls and sign nothing, since the simulator verifies none.
 * The waits between the SDK's attempts are of no length: they are real time, and a run has none to
 * give.
 * @param options.serialized true: all but the socket is theirs; false: commands and outputs are
 *   handed over as objects, which gives the same in half the time
 */
export function interceptClients(
  regions: readonly string[],
  wire: Wire,
  { serialized }: { readonly serialized: boolean },
): InterceptedClients {
  const strategies = new Map<Settings, ConfiguredRetryStrategy>();
  const ends: (() => void)[] = [];
  for (const clientIn of Object.values(clientsOfFunctions)) {
    for (const region of regions) {
      const client = clientIn(region) as unknown as Intercepted;
      const own = client.config;
      const settings = own as Settings;
      const service = settings.signingName ?? settings.defaultSigningName ?? '';
      settings.requestHandler = {
        handle: (request) =>
          asNodeTells(
            serialized
              ? send(request, wire)
              : hand(request, commandOf(request), { region, service }, wire),
          ),
      };
      settings.signer = async () => ({
        sign: async (request) =>
          sign(request, `${wire.accessKeyId()}/20000101/${region}/${service}`),
      });
      settings.retryStrategy = async () => {
        const strategy = strategies.get(settings) ?? new ConfiguredRetryStrategy(attempts, () => 0);
        strategies.set(settings, strategy);
        return strategy;
      };
      if (!serialized) {
        client.config = inMemory(settings);
        // The client's own was given the settings of before.
        client.middlewareStack.use(getSchemaSerdePlugin(client.config as never));
      }
      ends.push(() => {
        // Drops what the client keeps by command, too.
        client.destroy();
        client.config = own;
        client.middlewareStack.use(getSchemaSerdePlugin(own as never));
      });
    }
  }
  return {
    forgetRetries: () => strategies.clear(),
    leave: () => ends.forEach((end) => end()),
  };
}

/**
 * Settings with which a call costs little: nothing is written or read, the endpoint is there without
 * being worked out, and nobody listens to the SDK's log. They stand on the client's own, of which
 * there are many, since the SDK copies what is an object's own thrice a call.
 */
function inMemory(own: Settings): object {
  return Object.assign(Object.create(own) as object, {
    protocol: unserialized(own.protocol),
    requestHandler: own.requestHandler,
    cacheMiddleware: true,
    logger: undefined,
    isCustomEndpoint: true,
    endpointProvider: () => ({ url: new URL('http://127.0.0.1') }),
  });
}

/**
 * A connection that breaks, as the SDK's transport shows it, which makes its retries try again. Source:
 * `@smithy/node-http-handler`, `NODEJS_TIMEOUT_ERROR_CODES`.
 */
async function asNodeTells<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AbortedConnection)) throw error;
    const { message } = error;
    throw Object.assign(new Error(message), { name: 'TimeoutError', code: 'ECONNRESET' });
  }
}

/** Everything is slower, and as right, where the SDK serializes after all: nobody would notice. */
function commandOf({ command, path }: OutgoingRequest): Command {
  if (command !== undefined) return command;
  throw new Error(`expected a command as an object, found one that the SDK wrote for ${path}`);
}

async function hand(
  { headers }: OutgoingRequest,
  command: Command,
  scope: { readonly region: string; readonly service: string },
  wire: Wire,
): Promise<{ response: object }> {
  const answer = await wire.call(
    { ...command, ...scope, accessKeyId: wire.accessKeyId() },
    headers['amz-sdk-invocation-id'] ?? '',
  );
  return { response: 'fault' in answer ? responseOf(answer.fault) : outputResponse(answer) };
}

async function send(request: OutgoingRequest, wire: Wire): Promise<{ response: object }> {
  const { method, path, query = {}, headers, body = '' } = request;
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const search = pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
  const answer = await wire.answer({
    method,
    url: path + search,
    headers,
    body:
      typeof body === 'string'
        ? Buffer.from(body)
        : Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  });
  return { response: responseOf(answer) };
}

function responseOf({ status: statusCode, headers, body }: WireResponse): HttpResponse {
  const content = typeof body === 'string' ? Buffer.from(body) : body;
  return new HttpResponse({ statusCode, headers: { ...headers }, body: content });
}

function sign(request: OutgoingRequest, scope: string): OutgoingRequest {
  request.headers['x-amz-date'] = '20000101T000000Z';
  request.headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${scope}/aws4_request, SignedHeaders=host, Signature=none`;
  return request;
}
