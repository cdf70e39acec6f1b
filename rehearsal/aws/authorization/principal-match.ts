import type { PolicyStatement, Principal } from '../contracts.ts';
import { asList } from './as-list.ts';

/**
 * How a resource policy's statement names a caller: not at all, as itself (or as anybody), or only
 * by its account. Naming the account hands the decision to that account's identity policies.
 */
export type Naming = 'none' | 'account' | 'itself';

/** Role ARNs are compared as they stand: AWS takes no wildcards within a principal. */
export function namingOf(statement: PolicyStatement, principal: Principal): Naming {
  const named = statement.Principal;
  if (named === undefined) return 'none';
  if (named === '*') return 'itself';
  const names = asList(named['AWS']);
  if (names.includes('*')) return 'itself';
  if (principal.kind === 'service') {
    return asList(named['Service']).includes(principal.service) ? 'itself' : 'none';
  }
  if (principal.kind === 'role' && names.includes(principal.roleArn)) return 'itself';
  return names.some((name) => isAccount(name, principal.accountId)) ? 'account' : 'none';
}

function isAccount(name: string, accountId: string): boolean {
  return (
    name === accountId || (name.startsWith('arn:') && name.endsWith(`:iam::${accountId}:root`))
  );
}
