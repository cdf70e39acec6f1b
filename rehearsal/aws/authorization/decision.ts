import type { AccessRequest, PolicyDocument, PolicyStatement } from '../contracts.ts';
import type { DenialReason } from './denial.ts';
import type { Naming } from './principal-match.ts';
import { namingOf } from './principal-match.ts';
import type { RequestContext } from './request-context.ts';
import { contextOf } from './request-context.ts';
import { covers } from './statement-match.ts';

/** The answer to one request, with the statements that the answer rests on. */
export type Decision =
  | {
      readonly allowed: true;
      /** Statements of the role's own policies that allow it. */
      readonly identity: readonly PolicyStatement[];
      /** Statements of the resource's policy that allow it. */
      readonly resource: readonly PolicyStatement[];
    }
  | { readonly allowed: false; readonly reason: DenialReason };

/** What the caller's account lets it do: its policies, or everything, as for an operator. */
export type Identity = readonly PolicyDocument[] | 'everything';

/**
 * Decides as AWS documents its evaluation logic: an explicit deny in any policy wins. Within one
 * account the identity or the resource policy suffices, where a resource policy that names only the
 * account leaves it to the identity policy; for a key, identity policies count only when the key's
 * policy names the account. Across accounts both must allow. A service has no identity policies.
 * Sources: IAM User Guide, "Policy evaluation logic"; KMS Developer Guide, "Key policies".
 */
export function decide(request: AccessRequest, identity: Identity): Decision {
  const context = contextOf(request);
  const own = statementsOf(identity, request, context);
  const resource = resourceStatements(request, context);
  if (own.some((statement) => statement.Effect === 'Deny')) return denied('identity-explicit');
  if (resource.some(({ statement }) => statement.Effect === 'Deny')) {
    return denied('resource-explicit');
  }
  const ownAllows = identity === 'everything' || own.length > 0;
  const strongest = strongestOf(resource.map(({ naming }) => naming));
  const reason = missing(request, ownAllows, strongest);
  if (reason !== undefined) return denied(reason);
  return { allowed: true, identity: own, resource: resource.map(({ statement }) => statement) };
}

/** Which policy fails to allow a request that nothing denies; undefined when it is allowed. */
function missing(
  request: AccessRequest,
  ownAllows: boolean,
  naming: Naming,
): DenialReason | undefined {
  const { principal } = request;
  if (principal.kind === 'service') {
    return naming === 'itself' ? undefined : 'resource-implicit';
  }
  const sameAccount = (request.resourceAccountId ?? principal.accountId) === principal.accountId;
  if (!sameAccount) {
    if (!ownAllows) return 'identity-implicit';
    return naming === 'none' ? 'resource-implicit' : undefined;
  }
  if (naming === 'itself') return undefined;
  if (request.rule === 'key' && naming === 'none') return 'resource-implicit';
  return ownAllows ? undefined : 'identity-implicit';
}

function statementsOf(
  identity: Identity,
  request: AccessRequest,
  context: RequestContext,
): PolicyStatement[] {
  if (identity === 'everything') return [];
  return identity
    .flatMap((policy) => policy.Statement)
    .filter((statement) => covers(statement, request, context));
}

function resourceStatements(
  request: AccessRequest,
  context: RequestContext,
): { statement: PolicyStatement; naming: Naming }[] {
  return (request.resourcePolicy?.Statement ?? [])
    .map((statement) => ({ statement, naming: namingOf(statement, request.principal) }))
    .filter(({ statement, naming }) => naming !== 'none' && covers(statement, request, context));
}

function strongestOf(namings: readonly Naming[]): Naming {
  if (namings.includes('itself')) return 'itself';
  return namings.includes('account') ? 'account' : 'none';
}

function denied(reason: DenialReason): Decision {
  return { allowed: false, reason };
}
