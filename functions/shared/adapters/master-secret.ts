import type { MasterUserSecret } from '@aws-sdk/client-rds';
import type { MasterSecret } from '../rules/database.ts';

/** Absent where RDS doesn't manage the master password. */
export function readMasterSecret(described: {
  readonly MasterUsername?: string | undefined;
  readonly MasterUserSecret?: MasterUserSecret | undefined;
}): MasterSecret | undefined {
  const { MasterUserSecret: secret, MasterUsername } = described;
  if (!secret?.SecretArn) return undefined;
  return {
    arn: secret.SecretArn,
    user: MasterUsername ?? '',
    status: secret.SecretStatus ?? 'unknown',
    keyArn: secret.KmsKeyId,
  };
}
