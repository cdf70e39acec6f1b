import { serviceHost } from '../../authorization/arn.ts';
import type { Keys, Principal } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Topic } from './topic.ts';

const answers: Readonly<Record<string, string>> = {
  AccessDeniedException: 'KMSAccessDeniedException',
  KMSInvalidStateException: 'KMSInvalidStateException',
  NotFoundException: 'KMSNotFoundException',
};

/**
 * A publisher to an encrypted topic needs `kms:GenerateDataKey*` and `kms:Decrypt` on its key; the
 * AWS-managed `alias/aws/sns` gives them to its own account only.
 * Source: SNS Developer Guide, "Managing Amazon SNS encryption keys and costs".
 * @throws AwsError `KMSAccessDeniedException`, `KMSInvalidStateException`, `KMSNotFoundException`
 */
export function requireTopicKey(
  keys: Pick<Keys, 'requireUse'>,
  topic: Topic,
  publisher: Principal,
): void {
  if (topic.kmsKeyArn === undefined) return;
  const viaService = serviceHost('sns', topic.location.region);
  try {
    keys.requireUse(publisher, topic.kmsKeyArn, ['kms:GenerateDataKey', 'kms:Decrypt'], viaService);
  } catch (error) {
    const name = error instanceof AwsError ? answers[error.name] : undefined;
    if (name === undefined) throw error;
    throw new AwsError(name, (error as Error).message);
  }
}
