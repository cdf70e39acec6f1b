import { HttpResponse } from '@smithy/core/protocols';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { elbIn } from '../../functions/access/aws/elb.ts';
import { kmsIn } from '../../functions/shared/adapters/clients/kms.ts';
import { lambdaIn } from '../../functions/access/aws/lambda.ts';
import { lambdaOfStepsIn } from '../../functions/target/aws/lambda.ts';
import { rdsIn } from '../../functions/shared/adapters/clients/rds.ts';
import { secretsIn } from '../../functions/shared/adapters/clients/secrets-manager.ts';
import { sfnIn } from '../../functions/shared/adapters/clients/sfn.ts';
import { snsIn } from '../../functions/shared/adapters/clients/sns.ts';
import type { WireRequest, WireResponse } from '../../rehearsal/aws/wire/endpoint.ts';

const clients = [rdsIn, kmsIn, snsIn, sfnIn, secretsIn, elbIn, lambdaIn, lambdaOfStepsIn];

/** A request as the SDK hands it to its transport. */
interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** What is changed in a client's settings. */
interface Settings {
  readonly signingName?: string;
  readonly defaultSigningName?: string;
  requestHandler: { handle(request: Outgoing): Promise<{ response: object }> };
  signer: () => Promise<{ sign(request: Outgoing): Promise<Outgoing> }>;
  retryStrategy: () => Promise<ConfiguredRetryStrategy>;
}

export type Answer = (service: string, request: WireRequest) => Promise<WireResponse>;

/**
 * Leads the functions' own clients to `answer` in place of a socket: commands, serialization, errors
 * and retries stay theirs, but for the waits between attempts.
 */
export function leadIntoMemory(regions: readonly string[], answer: Answer): void {
  for (const clientIn of clients) {
    for (const region of regions) {
      const settings = clientIn(region).config as unknown as Settings;
      const service = settings.signingName ?? settings.defaultSigningName ?? '';
      settings.requestHandler = { handle: (request) => send(request, service, answer) };
      settings.signer = async () => ({ sign: async (request) => request });
      // Each call has a full bucket of retries: what one case used up is none of the next one's.
      settings.retryStrategy = async () => new ConfiguredRetryStrategy(5, () => 0);
    }
  }
}

async function send(
  { method, path, headers, body = '' }: Outgoing,
  service: string,
  answer: Answer,
): Promise<{ response: object }> {
  const request = { method, url: path, headers, body: Buffer.from(body as Uint8Array) };
  const { status, headers: answered, body: content } = await answer(service, request);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    response: new HttpResponse({ statusCode: status, headers: { ...answered }, body: bytes }),
  };
}
