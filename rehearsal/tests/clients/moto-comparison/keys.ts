import {
  CreateGrantCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  ListGrantsCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { kmsKeys } from '../../../../functions/shared/adapters/kms-keys.ts';
import type { Keys } from '../../../../functions/shared/ports/keys.ts';
import { ask, kept, prepare } from './script.ts';
import type { Kept, Step } from './script.ts';
import type { World } from './world.ts';

function of({ source }: World): Keys {
  return kmsKeys(source.kms);
}

async function described(world: World, id: string): Promise<unknown> {
  return (await of(world).describe(id)) ?? 'nothing';
}

/** moto takes nothing else where keys are changed. */
function idOf(made: Kept, name: string): string {
  return kept(made, name).split('/')[1] ?? '';
}

const grant = {
  GranteePrincipal: 'arn:aws:iam::222222222222:root',
  Operations: ['Decrypt' as const],
  Name: 'recovery',
};

/** Keys in every state that a plan looks at, and grants as RDS makes them. */
export const keySteps: readonly Step[] = [
  prepare('keys', async (world, made) => {
    made.set('key', await world.makeKey('source'));
    made.set('other key', await world.makeKey('source'));
    made.set('disabled key', await world.makeKey('source'));
    made.set('doomed key', await world.makeKey('source'));
    made.set('key abroad', await world.makeKey('handover'));
  }),
  ask('KMS DescribeKey', 'of a key', (world, made) => described(world, kept(made, 'key'))),
  ask('KMS DescribeKey', 'of a key by id', (world, made) => described(world, idOf(made, 'key'))),
  ask('KMS DescribeKey', 'of nobody', (world) => described(world, 'alias/nobody')),
  ask('KMS DescribeKey', 'of an ARN that nobody has', (world) =>
    described(world, 'arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000'),
  ),
  ask('KMS DescribeKey', 'of an id that is none', (world) => described(world, 'not a key')),
  ask('KMS DescribeKey', "of AWS's key of RDS, before anybody used it", async (world) => {
    const found = await of(world).describe('alias/aws/rds');
    return { manager: found?.manager, state: found?.state };
  }),
  ask(
    'KMS DescribeKey',
    'in the Region of another key',
    async (world, made) =>
      (await kmsKeys(world.handover.kms).describe(kept(made, 'key'))) ?? 'nothing',
  ),
  ask(
    'KMS DescribeKey',
    "of another account's key",
    async (world, made) =>
      (await kmsKeys(world.target.kms).describe(kept(made, 'key abroad'))) ?? 'nothing',
  ),
  ask('KMS DisableKey', 'by ARN', async (world, made) => {
    await world.source.kms.send(new DisableKeyCommand({ KeyId: kept(made, 'disabled key') }));
  }),
  ask('KMS DisableKey', 'by id', async (world, made) => {
    await world.source.kms.send(new DisableKeyCommand({ KeyId: idOf(made, 'disabled key') }));
  }),
  ask(
    'KMS DescribeKey',
    'of a disabled key',
    async (world, made) => (await of(world).describe(kept(made, 'disabled key')))?.state,
  ),
  ask('KMS ScheduleKeyDeletion', 'of a key', async (world, made) => {
    const KeyId = idOf(made, 'doomed key');
    const { KeyState } = await world.source.kms.send(
      new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }),
    );
    return KeyState;
  }),
  ask(
    'KMS DescribeKey',
    'of a key that is to be deleted',
    async (world, made) => (await of(world).describe(kept(made, 'doomed key')))?.state,
  ),
  ask('KMS EnableKey', 'of a key that is to be deleted', (world, made) =>
    world.source.kms.send(new EnableKeyCommand({ KeyId: idOf(made, 'doomed key') })),
  ),
  ask('KMS CreateGrant', 'on a key', async ({ source: { kms } }, made) => {
    const { GrantId } = await kms.send(
      new CreateGrantCommand({ KeyId: kept(made, 'key'), ...grant }),
    );
    made.set('grant', GrantId ?? '');
  }),
  ask('KMS ListGrants', 'of a key', async ({ source: { kms } }, made) => {
    const { Grants } = await kms.send(new ListGrantsCommand({ KeyId: kept(made, 'key') }));
    return Grants;
  }),
  ask('KMS CreateGrant', 'again, under the same name', async ({ source: { kms } }, made) => {
    const { GrantId } = await kms.send(
      new CreateGrantCommand({ KeyId: kept(made, 'key'), ...grant }),
    );
    return GrantId === kept(made, 'grant') ? 'the same grant' : 'another grant';
  }),
  ask('KMS CreateGrant', 'on a key that is to be deleted', async ({ source: { kms } }, made) => {
    await kms.send(new CreateGrantCommand({ KeyId: kept(made, 'doomed key'), ...grant }));
  }),
  ask('KMS RevokeGrant', 'of a grant', async ({ source: { kms } }, made) => {
    const named = { KeyId: kept(made, 'key'), GrantId: kept(made, 'grant') };
    await kms.send(new RevokeGrantCommand(named));
    const { Grants } = await kms.send(new ListGrantsCommand({ KeyId: named.KeyId }));
    return Grants?.some(({ GrantId }) => GrantId === named.GrantId) ? 'still there' : 'gone';
  }),
  ask('KMS RevokeGrant', 'of the same again', ({ source: { kms } }, made) =>
    kms.send(new RevokeGrantCommand({ KeyId: kept(made, 'key'), GrantId: kept(made, 'grant') })),
  ),
];
