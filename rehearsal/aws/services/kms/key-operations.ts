import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  DescribeKeyRequest,
  DescribeKeyResponse,
  DisableKeyRequest,
  EnableKeyRequest,
  GetKeyPolicyRequest,
  GetKeyPolicyResponse,
  ListAliasesRequest,
  ListAliasesResponse,
  ListKeysRequest,
  ListKeysResponse,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
} from '@aws-sdk/client-kms';
import { AwsError, type Location, type Operation } from '../../contracts.ts';
import { pageOf } from '../page.ts';
import { operation } from '../typed-operation.ts';
import type { KeyAccess } from './key-access.ts';
import { metadataOf } from './key-metadata.ts';
import type { KeyRing } from './key-ring.ts';
import { managingServiceOf, type ManagingService } from './key-policies.ts';
import { requireKept, requirePendingDeletion } from './key-state.ts';

const day = 24 * 60 * 60 * 1000;

/** The operations on keys and aliases. All but DescribeKey stay within the caller's account. */
export function keyOperations(
  ring: KeyRing,
  access: KeyAccess,
  clock: { now(): number },
  makeManaged: (location: Location, service: ManagingService) => void,
): Readonly<Record<string, Operation>> {
  const own = { ownAccount: true };
  return {
    DescribeKey: operation<DescribeKeyRequest, DescribeKeyResponse>(['KeyId'], (input, call) => {
      // Source: KMS API reference, DescribeKey, KeyId: a predefined alias gets its key by being asked for.
      const service = managingServiceOf(input.KeyId);
      if (service !== undefined) makeManaged(call.location, service);
      const key = access.named(call, input.KeyId, 'kms:DescribeKey', { aliases: true });
      return { KeyMetadata: metadataOf(key) };
    }),
    DisableKey: operation<DisableKeyRequest, void>(['KeyId'], (input, call) => {
      const key = access.named(call, input.KeyId, 'kms:DisableKey', own);
      requireKept(key);
      key.state = 'Disabled';
    }),
    EnableKey: operation<EnableKeyRequest, void>(['KeyId'], (input, call) => {
      const key = access.named(call, input.KeyId, 'kms:EnableKey', own);
      requireKept(key);
      key.state = 'Enabled';
    }),
    ScheduleKeyDeletion: operation<ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse>(
      ['KeyId', 'PendingWindowInDays'],
      (input, call) => {
        const key = access.named(call, input.KeyId, 'kms:ScheduleKeyDeletion', own);
        requireKept(key);
        const days = input.PendingWindowInDays ?? 30;
        if (days < 7 || days > 30) {
          throw new AwsError('ValidationException', 'PendingWindowInDays must be 7 to 30');
        }
        key.state = 'PendingDeletion';
        key.deletion = clock.now() + days * day;
        return {
          KeyId: key.arn,
          DeletionDate: new Date(key.deletion),
          KeyState: 'PendingDeletion',
          PendingWindowInDays: days,
        };
      },
    ),
    CancelKeyDeletion: operation<CancelKeyDeletionRequest, CancelKeyDeletionResponse>(
      ['KeyId'],
      (input, call) => {
        const key = access.named(call, input.KeyId, 'kms:CancelKeyDeletion', own);
        requirePendingDeletion(key);
        key.state = 'Disabled';
        key.deletion = undefined;
        return { KeyId: key.arn };
      },
    ),
    GetKeyPolicy: operation<GetKeyPolicyRequest, GetKeyPolicyResponse>(
      ['KeyId', 'PolicyName'],
      (input, call) => {
        const key = access.named(call, input.KeyId, 'kms:GetKeyPolicy', own);
        if ((input.PolicyName ?? 'default') !== 'default') {
          throw new AwsError('NotFoundException', 'No such policy exists');
        }
        return { Policy: JSON.stringify(key.policy), PolicyName: 'default' };
      },
    ),
    ListKeys: operation<ListKeysRequest, ListKeysResponse>(['Limit', 'Marker'], (input, call) => {
      call.authorize('kms:ListKeys', '*');
      const page = pageOf(ring.keys(call.location), input.Limit ?? 100, input.Marker);
      if (page === undefined) throw new AwsError('InvalidMarkerException', 'Invalid marker');
      return {
        Keys: page.items.map(({ arn }) => ({
          KeyArn: arn,
          KeyId: arn.slice(arn.lastIndexOf('/') + 1),
        })),
        Truncated: page.next !== undefined,
        ...(page.next === undefined ? {} : { NextMarker: page.next }),
      };
    }),
    ListAliases: operation<ListAliasesRequest, ListAliasesResponse>(
      ['KeyId', 'Limit', 'Marker'],
      (input, call) => {
        call.authorize('kms:ListAliases', '*');
        const keyArn =
          input.KeyId === undefined ? undefined : ring.find(call.location, input.KeyId).arn;
        const aliases = ring
          .aliases(call.location)
          .filter((alias) => keyArn === undefined || alias.keyArn === keyArn);
        const page = pageOf(aliases, input.Limit ?? 50, input.Marker);
        if (page === undefined) throw new AwsError('InvalidMarkerException', 'Invalid marker');
        return {
          Aliases: page.items.map((alias) => ({
            AliasName: alias.name,
            AliasArn: alias.arn,
            TargetKeyId: alias.keyArn.slice(alias.keyArn.lastIndexOf('/') + 1),
            CreationDate: alias.created,
            LastUpdatedDate: alias.created,
          })),
          Truncated: page.next !== undefined,
          ...(page.next === undefined ? {} : { NextMarker: page.next }),
        };
      },
    ),
  };
}
