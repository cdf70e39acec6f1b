import { AwsError } from '../../contracts.ts';
import type { Key } from './key.ts';

/**
 * What KMS refuses by a key's state.
 * Source: KMS Developer Guide, "Key states of AWS KMS keys".
 * @throws AwsError `DisabledException` or `KMSInvalidStateException`
 */
export function requireEnabled(key: Key): void {
  if (key.state === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  requireKept(key);
}

/** @throws AwsError `KMSInvalidStateException` for a key that is pending deletion */
export function requireKept(key: Key): void {
  if (key.state !== 'PendingDeletion') return;
  throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
}

/** @throws AwsError `KMSInvalidStateException` for a key that isn't pending deletion */
export function requirePendingDeletion(key: Key): void {
  if (key.state === 'PendingDeletion') return;
  throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
}
