import { countCalls } from './call-counter.ts';
import { sortFailures } from './sort-failures.ts';
import type { ServiceAnswers } from '../answers/verdict.ts';

/**
 * Time-outs well below every function's own: a missing VPC endpoint looks like a hang, and must end
 * as an error that can be read. In milliseconds.
 */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 8000,
  // Without it the SDK only warns, and waits on.
  throwOnRequestTimeout: true,
};

/** What every client is set up with. */
export interface ClientSettings {
  readonly region: string;
  readonly requestHandler: typeof requestHandler;
  readonly maxAttempts: number;
}

/**
 * One client for each Region, made when it is first asked for and kept for later invocations. Each
 * service has a file of its own, so that a function's bundle holds only the clients that it uses.
 * @param answers what the errors of the service's calls mean
 */
export function perRegion<Client extends object>(
  make: (settings: ClientSettings) => Client,
  answers: ServiceAnswers,
): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const client = sortFailures(
      countCalls(make({ region, requestHandler, maxAttempts: 5 })),
      answers,
    );
    clients.set(region, client);
    return client;
  };
}
