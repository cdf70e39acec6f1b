import type { Authorizer, Operation, Principal, Service } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { createEndpoint } from '../../aws/wire/endpoint.ts';
import type { CallRecord, Endpoint, Interception } from '../../aws/wire/endpoint.ts';

/** The principal behind access key `AKIATARGET`. */
export const caller: Principal = {
  kind: 'operator',
  accountId: '222222222222',
  sessionArn: 'arn:aws:sts::222222222222:assumed-role/operator/keyboard',
};

export const allowAll: Authorizer = { require: () => {}, allows: () => true };

/** An endpoint that is listening, what it recorded, and how a client reaches it. */
export interface Simulator {
  readonly endpoint: Endpoint;
  readonly records: CallRecord[];
  readonly defects: Error[];
  readonly url: string;
  /** Configuration for any SDK client, calling from the target account in eu-central-1. */
  readonly client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
    maxAttempts: number;
    disableHostPrefix: boolean;
  };
}

export async function startSimulator(
  services: readonly Service[],
  more: { authorizer?: Authorizer; intercept?: Interception } = {},
): Promise<Simulator> {
  const records: CallRecord[] = [];
  const defects: Error[] = [];
  const endpoint = createEndpoint({
    services,
    resolvePrincipal: (key, token) =>
      key === 'AKIATARGET' && token !== 'expired' ? caller : undefined,
    authorizer: allowAll,
    onCall: (record) => records.push(record),
    now: () => Date.now(),
    onInternalError: (error) => defects.push(error),
    random: new Random(1),
    ...more,
  });
  const { url } = await endpoint.listen();
  const credentials = { accessKeyId: 'AKIATARGET', secretAccessKey: 'secret' };
  const client = {
    endpoint: url,
    region: 'eu-central-1',
    credentials,
    maxAttempts: 1,
    disableHostPrefix: true,
  };
  return { endpoint, records, defects, url, client };
}

/** A service whose operations ask the authorizer first, as every operation must. */
export function serviceOf(name: string, operations: Readonly<Record<string, Operation>>): Service {
  const asking = Object.entries(operations).map(([operation, run]): [string, Operation] => [
    operation,
    (input, call) => {
      call.authorize(`${name}:${operation}`, '*');
      return run(input, call);
    },
  ]);
  return { name, operations: Object.fromEntries(asking) };
}

/** What a promise rejects with. @throws Error when it doesn't */
export async function rejection(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  const nothing = Symbol('nothing');
  const error: unknown = await promise.then(() => nothing).catch((thrown: unknown) => thrown);
  if (error === nothing) throw new Error('expected a rejection');
  return error as Record<string, unknown>;
}

/** A client's module, as far as the tests over whole models use it. */
export type Exports = Readonly<Record<string, SdkClass>>;
export type SdkClass = new (input: object) => SdkClientInstance;
export interface SdkClientInstance {
  send(command: object): Promise<Record<string, unknown>>;
}

/** A client of the one client class that a module exports. */
export function clientOf(exports: Exports, simulator: Simulator): SdkClientInstance {
  const className = Object.keys(exports).find((name) => /^[A-Z]\w*Client$/.test(name)) ?? '';
  return new (exports[className] as SdkClass)(simulator.client);
}
