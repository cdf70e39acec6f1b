import type {
  CreateGrantRequest,
  CreateGrantResponse,
  ListGrantsRequest,
  ListGrantsResponse,
  RetireGrantRequest,
  RevokeGrantRequest,
} from '@aws-sdk/client-kms';
import { partitionOf } from '../../authorization/arn.ts';
import { AwsError, type Location, type Operation } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { pageOf } from '../page.ts';
import { operation } from '../typed-operation.ts';
import type { Grant } from './grant.ts';
import { isSameGrant, makeGrant } from './grant.ts';
import type { Key } from './key.ts';
import type { KeyAccess } from './key-access.ts';
import { requireEnabled, requireKept } from './key-state.ts';

/** The operations on grants. Constraints aren't simulated: a call that sets one is refused. */
export function grantOperations(
  access: KeyAccess,
  clock: { now(): number },
  random: Random,
): Readonly<Record<string, Operation>> {
  const issued = new Map<string, { key: Key; grant: Grant }>();

  const create = (key: Key, input: CreateGrantRequest, caller: Location): Grant => {
    const grant = makeGrant(input, {
      id: random.text(64),
      token: random.text(128),
      keyArn: key.arn,
      issuer: `arn:${partitionOf(caller.region)}:iam::${caller.accountId}:root`,
      created: new Date(clock.now()),
    });
    key.grants.push(grant);
    issued.set(grant.token, { key, grant });
    return grant;
  };

  return {
    CreateGrant: operation<CreateGrantRequest, CreateGrantResponse>(
      ['KeyId', 'GranteePrincipal', 'RetiringPrincipal', 'Operations', 'Name'],
      (input, call) => {
        const key = access.named(call, input.KeyId, 'kms:CreateGrant');
        requireEnabled(key);
        const grant =
          key.grants.find((existing) => isSameGrant(existing, input)) ??
          create(key, input, call.location);
        return { GrantId: grant.entry.GrantId, GrantToken: grant.token };
      },
    ),
    ListGrants: operation<ListGrantsRequest, ListGrantsResponse>(
      ['KeyId', 'GrantId', 'GranteePrincipal', 'Limit', 'Marker'],
      (input, call) => {
        const key = access.named(call, input.KeyId, 'kms:ListGrants');
        const entries = key.grants
          .map(({ entry }) => entry)
          .filter(({ GrantId }) => GrantId === (input.GrantId ?? GrantId))
          .filter(
            ({ GranteePrincipal }) =>
              GranteePrincipal === (input.GranteePrincipal ?? GranteePrincipal),
          );
        const page = pageOf(entries, input.Limit ?? 50, input.Marker);
        if (page === undefined) throw new AwsError('InvalidMarkerException', 'Invalid marker');
        return {
          Grants: page.items,
          Truncated: page.next !== undefined,
          ...(page.next === undefined ? {} : { NextMarker: page.next }),
        };
      },
    ),
    RetireGrant: operation<RetireGrantRequest, void>(
      ['GrantToken', 'KeyId', 'GrantId'],
      (input, call) => {
        const known = issued.get(input.GrantToken ?? '');
        if (input.GrantToken !== undefined && known === undefined) {
          throw new AwsError('InvalidGrantTokenException', 'Invalid grant token');
        }
        const key = access.named(call, known?.key.arn ?? input.KeyId, 'kms:RetireGrant');
        requireKept(key);
        remove(key, known?.grant.entry.GrantId ?? input.GrantId);
      },
    ),
    RevokeGrant: operation<RevokeGrantRequest, void>(['KeyId', 'GrantId'], (input, call) => {
      const key = access.named(call, input.KeyId, 'kms:RevokeGrant');
      requireKept(key);
      remove(key, input.GrantId);
    }),
  };
}

function remove(key: Key, grantId: string | undefined): void {
  if (!key.grants.some(({ entry }) => entry.GrantId === grantId)) {
    throw new AwsError('NotFoundException', `Grant ID ${grantId} not found`);
  }
  key.grants = key.grants.filter(({ entry }) => entry.GrantId !== grantId);
}
