import type { Authorizer } from '../../authorization/authorizer.ts';
import { parseArn } from '../../authorization/arn.ts';
import type { AccessRequest, Call, Principal } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Key } from './key.ts';
import type { KeyRing } from './key-ring.ts';
import { withGrants } from './key-policies.ts';

/** Actions that a service of AWS asks for on a caller's behalf carry this key; others don't. */
const grantActions = new Set(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']);

/** Finds keys for callers, and asks the authorizer whether they may do what they ask. */
export class KeyAccess {
  readonly #ring: KeyRing;
  readonly #authorizer: Pick<Authorizer, 'require'>;

  constructor(ring: KeyRing, authorizer: Pick<Authorizer, 'require'>) {
    this.#ring = ring;
    this.#authorizer = authorizer;
  }

  /**
   * The key that a call names by id or ARN, once its caller may do `action` with it.
   * @param options.aliases whether the operation takes aliases too
   * @param options.ownAccount whether the operation refuses keys of other accounts
   */
  named(
    call: Call,
    name: string | undefined,
    action: string,
    options: { aliases?: boolean; ownAccount?: boolean } = {},
  ): Key {
    if (name === undefined) throw new AwsError('ValidationException', 'KeyId must be given');
    if (options.aliases !== true && isAlias(name)) {
      throw new AwsError('NotFoundException', `Invalid keyId '${name}'`);
    }
    const key = this.#ring.find(call.location, name);
    call.authorize(action, key.arn, this.#terms(key, action));
    if (options.ownAccount === true && key.location.accountId !== call.location.accountId) {
      throw new AwsError(
        'AccessDeniedException',
        `${action} can't be called on a key of another account: ${key.arn}`,
      );
    }
    return key;
  }

  /** Asks whether `principal` may do `action` with a key through a service of AWS. */
  requireVia(principal: Principal, key: Key, action: string, viaService: string): void {
    this.#authorizer.require({
      principal,
      action,
      resource: key.arn,
      ...this.#terms(key, action, viaService),
    });
  }

  #terms(key: Key, action: string, viaService?: string): KeyTerms {
    const forResource = String(viaService !== undefined);
    return {
      resourceAccountId: key.location.accountId,
      resourcePolicy: withGrants(key.policy, key.grants),
      rule: 'key',
      context: {
        ...(viaService === undefined ? {} : { 'kms:ViaService': viaService }),
        ...(grantActions.has(action) ? { 'kms:GrantIsForAWSResource': forResource } : {}),
      },
    };
  }
}

type KeyTerms = Omit<AccessRequest, 'principal' | 'action' | 'resource'>;

function isAlias(name: string): boolean {
  return (parseArn(name)?.resource ?? name).startsWith('alias/');
}
