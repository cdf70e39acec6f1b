import type { AccessRequest, Principal } from '../contracts.ts';

/** The values that a request carries, by lower-cased condition key. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** The request's own context with what AWS adds from the caller. */
export function contextOf(request: AccessRequest): RequestContext {
  const context = new Map<string, readonly string[]>();
  const all = { ...callerKeys(request.principal, request.rule), ...request.context };
  for (const [key, value] of Object.entries(all)) {
    context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}

function callerKeys(principal: Principal, rule: AccessRequest['rule']): Record<string, string> {
  if (principal.kind === 'service') {
    return {
      'aws:SourceArn': principal.sourceArn,
      'aws:SourceAccount': principal.sourceAccount,
      // What SNS's default topic policy asks for: services carry it, direct callers don't.
      'aws:SourceOwner': principal.sourceAccount,
    };
  }
  return {
    'aws:PrincipalAccount': principal.accountId,
    'aws:PrincipalArn': principal.kind === 'role' ? principal.roleArn : principal.sessionArn,
    ...(rule === 'key' ? { 'kms:CallerAccount': principal.accountId } : {}),
  };
}
