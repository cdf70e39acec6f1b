import type { Authorizer, Principal, Service } from '../contracts.ts';
import type { Random } from '../random.ts';
import type { CallRecord } from './call-record.ts';
import type { Interception } from './operation-run.ts';

/** What the endpoint is put together from. */
export interface EndpointOptions {
  readonly services: readonly Service[];
  /** @returns undefined for a key that nobody holds */
  resolvePrincipal(accessKeyId: string, sessionToken?: string): Principal | undefined;
  readonly authorizer: Authorizer;
  readonly intercept?: Interception;
  /** Called once a call that reached an operation of the model has been decided, before the answer. */
  readonly onCall?: (record: CallRecord) => void;
  /**
   * Called with every error that isn't AWS's: a slip of a service, an unknown operation, a trait
   * of a model that isn't known. The client gets a 500; the run should fail.
   */
  readonly onInternalError: (error: Error) => void;
  /** The simulator's time, for the Date header: clients mend their clocks by it. */
  readonly now: () => number;
  /**
   * What a signed link leads to, such as a function's package: `expired` for one that leads nowhere.
   * Nobody's credentials are asked for.
   */
  readonly download?: (link: string) => Uint8Array | 'expired';
  /** For request ids. */
  readonly random: Random;
}
