import { HttpResponse } from '@smithy/core/protocols';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { kmsIn } from '../../functions/shared/adapters/clients/kms.ts';
import { rdsIn } from '../../functions/shared/adapters/clients/rds.ts';
import { secretsIn } from '../../functions/shared/adapters/clients/secrets-manager.ts';
import { sfnIn } from '../../functions/shared/adapters/clients/sfn.ts';
import { snsIn } from '../../functions/shared/adapters/clients/sns.ts';
import type { WireRequest, WireResponse } from '../wire/endpoint.ts';

/** A request as the SDK hands it to its transport. */
interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** What the campaign changes in a client's settings. */
interface Settings {
  readonly signingName?: string;
  readonly defaultSigningName?: string;
  requestHandler: { handle(request: OutgoingRequest): Promise<{ response: object }> };
  signer: () => Promise<{ sign(request: OutgoingRequest): Promise<OutgoingRequest> }>;
  retryStrategy: () => Promise<ConfiguredRetryStrategy>;
}

/** Where the calls of this process go, and whose they are. */
export interface Wire {
  /** @throws Error when the connection breaks */
  answer(request: WireRequest): Promise<WireResponse>;
  /** The access key of whoever calls at the moment. */
  accessKeyId(): string;
}

/** As many as the functions' own clients make (`per-region.ts`). */
const attempts = 5;

/**
 * Leads the functions' own SDK clients into `wire`: commands, schemas, serialization and retries are
 * theirs, and only the last step, the socket, is left out. Signatures name whoever calls and sign
 * nothing, since the stage verifies none. The waits between the SDK's attempts are of no length:
 * they are real time, and a run has none to give.
 */
export function speakInMemory(regions: readonly string[], wire: Wire): void {
  for (const clientIn of [rdsIn, kmsIn, snsIn, sfnIn, secretsIn]) {
    for (const region of regions) {
      const settings = clientIn(region).config as unknown as Settings;
      settings.requestHandler = { handle: (request) => send(request, wire) };
      settings.signer = async () => ({
        sign: async (request) => {
          const service = settings.signingName ?? settings.defaultSigningName ?? '';
          return sign(request, `${wire.accessKeyId()}/20000101/${region}/${service}`);
        },
      });
    }
  }
}

/** Gives every client a full bucket of retries: what one run used up is none of the next one's. */
export function forgetRetries(regions: readonly string[]): void {
  for (const clientIn of [rdsIn, kmsIn, snsIn, sfnIn, secretsIn]) {
    for (const region of regions) {
      const settings = clientIn(region).config as unknown as Settings;
      const strategy = new ConfiguredRetryStrategy(attempts, () => 0);
      settings.retryStrategy = async () => strategy;
    }
  }
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
  const { status: statusCode } = answer;
  const content = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  return {
    response: new HttpResponse({ statusCode, headers: { ...answer.headers }, body: content }),
  };
}

function sign(request: OutgoingRequest, scope: string): OutgoingRequest {
  request.headers['x-amz-date'] = '20000101T000000Z';
  request.headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${scope}/aws4_request, SignedHeaders=host, Signature=none`;
  return request;
}
