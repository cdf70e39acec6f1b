import type { AccessRequest, Call } from '../contracts.ts';
import { AwsError } from '../contracts.ts';
import type { DeployedFunction, FunctionRecord } from './function-settings.ts';
import type { Functions } from './functions.ts';

/** The function that a call is about. */
export interface CalledFunction {
  readonly deployed: DeployedFunction;
  readonly record: FunctionRecord;
  /** What decides who may use it, besides the caller's own policies. */
  readonly access: Omit<AccessRequest, 'principal' | 'action' | 'resource'>;
}

/**
 * The function that a call names, once the caller may do there what the call is.
 * @throws AwsError `ResourceNotFoundException`, `AccessDeniedException`
 */
export function calledFunction(
  functions: Functions,
  name: string | undefined,
  call: Call,
): CalledFunction {
  const arn = functionArn(name ?? '', call);
  const access = functions.accessTo(arn);
  call.authorize(`lambda:${call.operation}`, arn, access);
  const deployed = functions.find(arn);
  if (deployed === undefined) {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  }
  return { deployed, record: functions.record(arn), access };
}

/** A function may be named by its name, its ARN, or `account:function:name`. */
export function functionArn(name: string, call: Call): string {
  if (name.startsWith('arn:')) return name;
  const { accountId, region } = call.location;
  const last = name.split(':').at(-1) ?? name;
  const account = /^(\d{12}):/.exec(name)?.[1] ?? accountId;
  return `arn:aws:lambda:${region}:${account}:function:${last}`;
}
