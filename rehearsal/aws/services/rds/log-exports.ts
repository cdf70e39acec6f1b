import type { CloudwatchLogsExportConfiguration } from '@aws-sdk/client-rds';
import { AwsError } from '../../contracts.ts';

/** The logs that engines export to CloudWatch. */
export const exportedLogTypes: Readonly<Record<string, readonly string[]>> = {
  'aurora-postgresql': ['postgresql', 'instance', 'iam-db-auth-error'],
  'aurora-mysql': ['audit', 'error', 'general', 'slowquery', 'instance', 'iam-db-auth-error'],
  postgres: ['postgresql', 'upgrade', 'iam-db-auth-error'],
  mysql: ['audit', 'error', 'general', 'slowquery', 'iam-db-auth-error'],
  mariadb: ['audit', 'error', 'general', 'slowquery', 'iam-db-auth-error'],
};

/**
 * The log types that are exported after a change.
 *
 * @throws AwsError `InvalidParameterCombination` for a type that the engine doesn't have
 */
export function changedLogExports(
  engine: string,
  current: readonly string[],
  change: CloudwatchLogsExportConfiguration | undefined,
): readonly string[] {
  const { EnableLogTypes: enable = [], DisableLogTypes: disable = [] } = change ?? {};
  const unknown = [...enable, ...disable].find((type) => !exportedLogTypes[engine]?.includes(type));
  if (unknown !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      `You cannot use the log types '${unknown}' with engine ${engine}. It has: ${exportedLogTypes[engine]?.join(', ')}`,
    );
  }
  return [...new Set([...current, ...enable])].filter((type) => !disable.includes(type));
}
