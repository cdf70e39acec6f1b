import type { MasterUserSecret } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../contracts.ts';
import { partitionOf, rdsArn } from './arns.ts';
import type { Context } from './context.ts';
import type { Database } from './databases.ts';
import { notAccessible } from './encryption.ts';

/** What the caller must be allowed to do with a key of its own that the secret is to be under. */
const ownKeyActions = [
  'kms:DescribeKey',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:CreateGrant',
] as const;

/** A request's wish for a managed master password. */
export interface ManagedWish {
  /** The customer's own key; undefined for `aws/secretsmanager`. */
  readonly keyArn: string | undefined;
}

/**
 * Asks for what the caller needs so that RDS keeps the master password in Secrets Manager.
 * (Aurora and RDS user guides, "Permissions required for Secrets Manager integration".) RDS makes the
 * secret as the caller, and calls it `rds!cluster-…` or `rds!db-…`.
 */
export function authorizeManagedSecret(
  context: Context,
  call: Call,
  kind: 'cluster' | 'db',
  keyId: string | undefined,
): ManagedWish {
  const { region, accountId } = call.location;
  const { name: partition, dnsSuffix } = partitionOf(region);
  const secrets = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:rds!${kind}-*`;
  call.authorize('secretsmanager:CreateSecret', secrets);
  call.authorize('secretsmanager:TagResource', secrets);
  const { keys } = context;
  if (keyId === undefined) {
    call.authorize('kms:DescribeKey', keys.managedKey(call.location, 'secretsmanager').arn, {
      context: { 'kms:ViaService': `rds.${region}.${dnsSuffix}` },
    });
    return { keyArn: undefined };
  }
  const key = keys.find(call.location, keyId);
  if (key === undefined) throw notAccessible('specified', keyId, 'no such key is found from here');
  try {
    const via = `secretsmanager.${region}.${dnsSuffix}`;
    keys.requireUse(call.principal, key.arn, ownKeyActions, via);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw notAccessible('specified', key.arn, `${error.name}: ${error.message}`);
  }
  return { keyArn: key.manager === 'AWS' ? undefined : key.arn };
}

/**
 * Makes the secret of a cluster or instance, with the password that it has.
 * @param status `creating` where the password is changed yet, by `changeMasterPassword`
 */
export function manageSecret(
  context: Context,
  database: Database,
  kind: 'cluster' | 'db',
  { keyArn }: ManagedWish,
  status: 'creating' | 'active' = 'active',
): void {
  const { region, accountId } = database.location;
  const random = context.draws.stream(`secret/${database.resourceId}`);
  const groups = [8, 4, 4, 4, 12].map((length) => random.text(length)).join('-');
  const name = `rds!${kind}-${groups}`;
  const arn = `arn:${partitionOf(region).name}:secretsmanager:${region}:${accountId}:secret:${name}-${random.text(6)}`;
  database.managedSecret = { arn, keyArn, status };
  const tag = kind === 'cluster' ? 'primaryDBClusterArn' : 'primaryDBInstanceArn';
  context.secrets?.make({
    location: database.location,
    arn,
    name,
    value: valueOf(database),
    keyArn,
    tags: {
      'aws:secretsmanager:owningService': 'rds',
      [`aws:rds:${tag}`]: rdsArn(database.location, kind, database.identifier),
    },
  });
}

/**
 * Gives the master user a password that RDS makes, on the server and in the secret, where there is one:
 * what RDS does when it takes a password over, and every seven days from then on.
 */
export async function changeMasterPassword(context: Context, database: Database): Promise<void> {
  const password = newPassword(context, database.resourceId);
  database.master = { user: database.master.user, password };
  if (database.volume) await context.storage.changePassword(database.volume, database.master);
  const { managedSecret } = database;
  if (!managedSecret) return;
  context.secrets?.change(managedSecret.arn, valueOf(database));
  database.managedSecret = { ...managedSecret, status: 'active' };
}

/** The secret goes with its database. */
export function deleteManagedSecret(context: Context, database: Database): void {
  if (database.managedSecret) context.secrets?.remove(database.managedSecret.arn);
  database.managedSecret = undefined;
}

/** A password as RDS makes them. */
export function newPassword(context: Context, name: string): string {
  const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return context.draws.stream(`password/${name}`).text(28, letters);
}

/** In the API's shape. */
export function describeSecret(database: Database): { MasterUserSecret?: MasterUserSecret } {
  const secret = database.managedSecret;
  if (secret === undefined) return {};
  return {
    MasterUserSecret: {
      SecretArn: secret.arn,
      SecretStatus: secret.status,
      ...(secret.keyArn === undefined ? {} : { KmsKeyId: secret.keyArn }),
    },
  };
}

function valueOf({ master }: Database): { username: string; password: string } {
  return { username: master.user, password: master.password };
}
