import type { AwsError } from '../contracts.ts';
import { SimulatorDefect } from './errors.ts';
import { requireModelled } from './strictness.ts';
import type { ErrorModel, ProtocolName, ServiceModel, Structure } from './shape.ts';

/** An error as it goes over the wire. */
export interface Fault {
  /** The name that the SDK's client shows. */
  readonly name: string;
  /** The code of the Query protocols, such as `DBInstanceNotFound`. */
  readonly code: string;
  /** What a JSON service that once spoke Query still calls it, for clients that remember. */
  readonly queryError?: string;
  readonly status: number;
  readonly message: string;
  /** Modelled members beyond the message, by `shape`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly shape: Structure | undefined;
}

/**
 * Finds an error in the model, for its code, its status and its members. Errors that AWS doesn't
 * model (throttling, denial) keep their name as the code, and bring their status along.
 * @throws SimulatorDefect when the error carries members that the model doesn't know
 */
export function toFault(error: AwsError, model: ServiceModel | undefined): Fault {
  const modelled = model?.errors.get(error.name);
  const members = extraMembers(error);
  if (model === undefined || modelled === undefined) {
    requireUnlisted(error.name, members, model);
    return {
      name: error.name,
      code: error.name,
      status: error.status ?? 400,
      message: error.message,
      members,
      shape: undefined,
    };
  }
  const spelling = messageName(modelled.shape);
  const hasMessage = modelled.shape.members.has(spelling);
  const complete = hasMessage ? { ...members, [spelling]: error.message } : members;
  requireModelled(error.name, modelled.shape, complete);
  return {
    name: error.name,
    code: isQuery(model.protocol) ? (modelled.queryCode ?? error.name) : error.name,
    ...(model.queryCompatible && {
      queryError: `${modelled.queryCode ?? error.name};${modelled.fault === 'server' ? 'Receiver' : 'Sender'}`,
    }),
    status: modelledStatus(modelled, model.protocol),
    message: error.message,
    members,
    shape: modelled.shape,
  };
}

/** An error that the model doesn't list can't have members, nor go by the code of one it lists. */
function requireUnlisted(name: string, members: object, model: ServiceModel | undefined): void {
  const place = `the model of ${model?.service ?? 'no service'}`;
  const [stray] = Object.keys(members);
  if (stray !== undefined) {
    throw new SimulatorDefect(`${name} carries ${stray}, but ${place} has no error of that name`);
  }
  const meant = [...(model?.errors ?? [])].find(([, { queryCode }]) => queryCode === name);
  if (meant !== undefined) {
    throw new SimulatorDefect(
      `${name} is a wire code: throw it as ${meant[0]}, its name in the SDK`,
    );
  }
}

/**
 * The Query and REST protocols answer with the model's status. The JSON-RPC ones answer 400 or 500
 * whatever the model's `httpError` says: the API references of KMS ("NotFoundException, HTTP Status
 * Code: 400", modelled as 404) and Step Functions list them so.
 */
function modelledStatus(error: ErrorModel, protocol: ProtocolName): number {
  const byFault = error.fault === 'server' ? 500 : 400;
  const isJsonRpc = protocol === 'awsJson1_0' || protocol === 'awsJson1_1';
  return isJsonRpc ? byFault : (error.httpStatus ?? byFault);
}

function isQuery(protocol: ProtocolName): boolean {
  return protocol === 'awsQuery' || protocol === 'ec2Query';
}

const ownOfEveryError: ReadonlySet<string> = new Set([
  'name',
  'message',
  'stack',
  'cause',
  'status',
]);

function extraMembers(error: AwsError): Record<string, unknown> {
  return Object.fromEntries(Object.entries(error).filter(([name]) => !ownOfEveryError.has(name)));
}

/** The model spells the message's member `message` or `Message`. */
export function messageName(shape: Structure | undefined): string {
  return shape?.members.has('Message') === true ? 'Message' : 'message';
}
