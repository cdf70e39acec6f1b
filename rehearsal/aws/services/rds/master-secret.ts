import type { MasterUserSecret } from '@aws-sdk/client-rds';
import type { Call } from '../../contracts.ts';
import { partitionOf } from './arns.ts';
import type { Context } from './context.ts';
import type { Database } from './databases.ts';
import { keyForWriting } from './encryption.ts';

/**
 * Asks for what the caller needs so that RDS keeps the master password in Secrets Manager.
 * (RDS user guide, "Permissions required for Secrets Manager integration".)
 */
export function authorizeManagedSecret(
  context: Context,
  call: Call,
  keyId: string | undefined,
): void {
  const { region, accountId } = call.location;
  const secrets = `arn:${partitionOf(region).name}:secretsmanager:${region}:${accountId}:secret:*`;
  call.authorize('secretsmanager:CreateSecret', secrets);
  call.authorize('secretsmanager:TagResource', secrets);
  if (keyId !== undefined) keyForWriting(context.keys, call, keyId, 'specified');
}

/** Makes the secret of a cluster or instance. The password stays what it is. */
export function manageSecret(
  context: Context,
  database: Database,
  kind: 'cluster' | 'db',
  keyId: string | undefined,
): void {
  const { region, accountId } = database.location;
  const random = context.draws.stream(`secret/${database.resourceId}`);
  const groups = [8, 4, 4, 4, 12].map((length) => random.text(length)).join('-');
  const name = `rds!${kind}-${groups}-${random.text(6)}`;
  const arn = `arn:${partitionOf(region).name}:secretsmanager:${region}:${accountId}:secret:${name}`;
  database.managedSecret = { arn, keyId };
  context.onManagedSecret?.({
    location: database.location,
    arn,
    username: database.master.user,
    password: database.master.password,
    keyId,
  });
}

/** In the API's shape. */
export function describeSecret(database: Database): { MasterUserSecret?: MasterUserSecret } {
  const secret = database.managedSecret;
  if (secret === undefined) return {};
  return {
    MasterUserSecret: {
      SecretArn: secret.arn,
      SecretStatus: 'active',
      ...(secret.keyId === undefined ? {} : { KmsKeyId: secret.keyId }),
    },
  };
}
