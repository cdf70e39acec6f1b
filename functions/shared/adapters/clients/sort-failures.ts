import { meaningOf, verdictOf } from '../answers/meaning.ts';
import type { ServiceAnswers } from '../answers/verdict.ts';
import { ServiceUnavailable } from '../../ports/aws-errors.ts';

/** What a client must offer for its failures to be sorted. */
interface Sortable {
  readonly middlewareStack: {
    add(
      middleware: <Arguments, Result>(
        next: (request: Arguments) => Promise<Result>,
        context: { readonly clientName?: string; readonly commandName?: string },
      ) => (request: Arguments) => Promise<Result>,
      options: { name: string; step: 'initialize'; priority: 'high'; override: boolean },
    ): void;
  };
}

/** As far as the SDK and Node tell what befell a call. */
interface Failure extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Names that say nothing of what happened: of JavaScript, or of an error to which AWS gave none. */
const nameless = new Set([
  '',
  'Error',
  'RangeError',
  'SyntaxError',
  'TypeError',
  'NetworkingError',
  'AggregateError',
]);

/**
 * Node's codes for a connection that never came about or broke. Sources: `@smithy/core/retry`,
 * `NODEJS_TIMEOUT_ERROR_CODES` and `NODEJS_NETWORK_ERROR_CODES`; Node's documentation, "Common system
 * errors", and of TLS.
 */
const networkCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/**
 * What AWS answers when it isn't well. Source: `@smithy/core/retry`, `TRANSIENT_ERROR_STATUS_CODES` and
 * `isThrottlingError`.
 */
const unwell = new Set([429, 500, 502, 503, 504]);

/**
 * Throws the project's error for every error of a call, by the tables of `answers/`. What the SDK leaves
 * nameless, a connection that is refused, an answer that isn't AWS's or that is cut off, and what the
 * service's own trouble is under a name that no table knows, is `ServiceUnavailable`: the state machine
 * tries it again.
 */
export function sortFailures<Client extends object>(
  client: Client,
  answers: ServiceAnswers,
): Client {
  const { middlewareStack } = client as unknown as Sortable;
  middlewareStack.add(
    (next, { clientName = 'AWS', commandName = '' }) =>
      async (request) => {
        try {
          return await next(request);
        } catch (error) {
          if (!(error instanceof Error)) throw error;
          const own = answers[commandName.replace(/Command$/, '')] ?? {};
          if (!isTransient(error) || isSorted(error, own)) throw meaningOf(error, own);
          throw new ServiceUnavailable(
            `expected ${clientName} to answer ${commandName}, found: ${error.message}. If it lasts, ` +
              "look at AWS's health, and at what lies between the function and AWS",
            { cause: error },
          );
        }
      },
    { name: 'sortFailures', step: 'initialize', priority: 'high', override: true },
  );
  return client;
}

/** Whether a table says something of it that isn't that it is unexpected. */
function isSorted(error: Error, own: ServiceAnswers[string]): boolean {
  return verdictOf(error, own).class !== 'unexpected';
}

function isTransient({ name, code = '', $metadata }: Failure): boolean {
  const status = $metadata?.httpStatusCode ?? 0;
  return nameless.has(name) || networkCodes.has(code) || unwell.has(status);
}
