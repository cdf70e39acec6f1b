import type { Location, Principal } from '../../contracts.ts';

/** What a producer offers to other VPCs. */
export interface EndpointService {
  readonly id: string;
  readonly name: string;
  readonly location: Location;
  readonly balancerArn: string;
  readonly acceptanceRequired: boolean;
  /** Its own Region among them. */
  readonly regions: readonly string[];
  readonly principals: Set<string>;
}

/** What may be allowed: everybody, an account, a role or a user. */
export const principalPattern =
  /^(\*|\d{12}|arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[A-Za-z0-9+=,.@_/-]+))$/;

/** Whether somebody may make an endpoint to a service: by name, by account, or because all may. */
export function isAllowed({ principals }: EndpointService, principal: Principal): boolean {
  if (principal.kind === 'service') return false;
  const { accountId } = principal;
  const role = principal.kind === 'role' ? principal.roleArn : roleOf(principal.sessionArn);
  return [...principals].some(
    (allowed) =>
      allowed === '*' ||
      allowed === accountId ||
      allowed === role ||
      new RegExp(`^arn:[a-z-]+:iam::${accountId}:root$`).test(allowed),
  );
}

/** `arn:aws:sts::1:assumed-role/Operator/session` is a session of `arn:aws:iam::1:role/Operator`. */
function roleOf(sessionArn: string): string {
  return sessionArn.replace(/:sts:(.*):assumed-role\/([^/]+)\/.*$/, ':iam:$1:role/$2');
}
