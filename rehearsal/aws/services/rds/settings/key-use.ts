import { AwsError, type Call } from '../../../contracts.ts';
import { partitionOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { notAccessible } from '../encryption.ts';

/** A request's context and call. */
export interface KeyAsker {
  readonly context: Context;
  readonly call: Call;
}

/** The ARN of a key that a request names, where there is such a key. */
export function keyArnOf({ context, call }: KeyAsker, keyId: string): string {
  return context.keys.find(call.location, keyId)?.arn ?? keyId;
}

/**
 * Lets RDS use a key for what isn't the database's storage: the caller needs these actions on it.
 *
 * @throws AwsError `KMSKeyNotAccessibleFault`
 */
export function requireKeyUse(
  { context, call }: KeyAsker,
  keyArn: string,
  actions: readonly string[],
): void {
  const key = context.keys.find(call.location, keyArn);
  if (key === undefined) throw notAccessible('specified', keyArn, 'no such key is found from here');
  if (key.manager === 'AWS') return;
  const { region } = call.location;
  try {
    const via = `rds.${region}.${partitionOf(region).dnsSuffix}`;
    context.keys.requireUse(call.principal, key.arn, actions, via);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw notAccessible('specified', keyArn, `${error.name}: ${error.message}`);
  }
}
