import { regionOf } from './arn.ts';
import { KeyUnusable } from './errors.ts';

/**
 * Checks that a key can encrypt a copy in `region`: there, customer-managed, enabled. A key of one
 * Region doesn't work in another, and what is under an AWS-managed key can't be shared.
 * Source: RDS API reference, CopyDBClusterSnapshot, `KmsKeyId`.
 * @param role what the key is for, as the message shall call it
 * @throws KeyUnusable
 */
export function checkKey(
  keyArn: string,
  key: { readonly manager: 'AWS' | 'CUSTOMER'; readonly state: string } | undefined,
  region: string,
  role: string,
): void {
  const problem = problemOf(keyArn, key, region);
  if (problem !== undefined) {
    throw new KeyUnusable(
      `${role} ${keyArn} ${problem}; expected an enabled customer-managed key in ${region}`,
    );
  }
}

function problemOf(
  keyArn: string,
  key: { readonly manager: string; readonly state: string } | undefined,
  region: string,
): string | undefined {
  if (regionOf(keyArn) !== region) return 'is in another Region';
  if (!key) return "doesn't exist";
  if (key.manager === 'AWS') return "is AWS-managed, and what is under it can't be shared";
  if (key.state !== 'Enabled') return `is ${key.state}`;
  return undefined;
}
