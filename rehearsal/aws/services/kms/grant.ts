import type { CreateGrantRequest, GrantListEntry } from '@aws-sdk/client-kms';
import { AwsError } from '../../contracts.ts';
import { notSimulated } from '../typed-operation.ts';

/** A grant on a key. */
export interface Grant {
  /** As ListGrants shows it. */
  readonly entry: GrantListEntry & { readonly GrantId: string };
  /** What CreateGrant gave out, and RetireGrant takes. */
  readonly token: string;
}

/** What a grant is made of besides what its maker asked for. */
export interface GrantOrigin {
  readonly id: string;
  readonly token: string;
  readonly keyArn: string;
  /** The account root's ARN. */
  readonly issuer: string;
  readonly created: Date;
}

/**
 * @throws AwsError `ValidationException` without a grantee or operations, `NotSimulated` for a
 *   grantee that is neither a role nor an account
 */
export function makeGrant(input: CreateGrantRequest, origin: GrantOrigin): Grant {
  const { GranteePrincipal, Operations, Name, RetiringPrincipal } = input;
  if (GranteePrincipal === undefined || Operations === undefined) {
    throw new AwsError('ValidationException', 'GranteePrincipal and Operations must be given');
  }
  requireRole(GranteePrincipal);
  if (RetiringPrincipal !== undefined) requireRole(RetiringPrincipal);
  const entry = {
    GrantId: origin.id,
    KeyId: origin.keyArn,
    ...(Name === undefined ? {} : { Name }),
    CreationDate: origin.created,
    GranteePrincipal,
    ...(RetiringPrincipal === undefined ? {} : { RetiringPrincipal }),
    IssuingAccount: origin.issuer,
    Operations: [...Operations],
  };
  return { entry, token: origin.token };
}

/** The same request with the same name gives the same grant, as KMS promises. */
export function isSameGrant({ entry }: Grant, input: CreateGrantRequest): boolean {
  return (
    input.Name !== undefined &&
    entry.Name === input.Name &&
    entry.GranteePrincipal === input.GranteePrincipal &&
    entry.RetiringPrincipal === input.RetiringPrincipal &&
    JSON.stringify(entry.Operations) === JSON.stringify(input.Operations)
  );
}

function requireRole(principal: string): void {
  if (/^arn:[^:]+:iam::\d{12}:(root|role\/.+)$/.test(principal)) return;
  throw notSimulated(`a grant for ${principal}, which is neither a role nor an account,`);
}
