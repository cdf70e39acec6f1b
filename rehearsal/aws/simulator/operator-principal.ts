import type { Principal } from '../contracts.ts';

/**
 * The person who may do anything in an account of theirs.
 * @param session what they are about: `operator` at the keyboard, `deployment` of a stack
 */
export function operatorIn(
  accountId: string,
  session: 'operator' | 'deployment' = 'operator',
): Extract<Principal, { kind: 'operator' }> {
  const sessionArn = `arn:aws:sts::${accountId}:assumed-role/Operator/${session}`;
  return { kind: 'operator', accountId, sessionArn };
}
