import { AwsError, type Call } from '../../../contracts.ts';
import type { Monitoring } from './database-settings.ts';
import { oneOf } from './valid-values.ts';

/** No Enhanced Monitoring. */
export const unmonitored: Monitoring = { interval: 0, roleArn: undefined };

/**
 * Enhanced Monitoring: an interval other than 0 goes with a role, and the reverse.
 * Source: the SDK's model, MonitoringInterval and MonitoringRoleArn.
 */
export function readMonitoring(given: {
  readonly MonitoringInterval?: number | undefined;
  readonly MonitoringRoleArn?: string | undefined;
}): Monitoring {
  const interval = oneOf(
    'MonitoringInterval',
    given.MonitoringInterval ?? 0,
    [0, 1, 5, 10, 15, 30, 60],
  );
  const roleArn = given.MonitoringRoleArn;
  if (interval > 0 && roleArn === undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    );
  }
  if (interval === 0 && roleArn !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'A MonitoringInterval value other than 0 is required if you specify a MonitoringRoleArn.',
    );
  }
  return { interval, roleArn };
}

/** The caller must be allowed to pass the role to Enhanced Monitoring. */
export function passMonitoringRole({ roleArn }: Monitoring, { call }: { call: Call }): void {
  if (roleArn === undefined) return;
  call.authorize('iam:PassRole', roleArn, {
    context: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' },
  });
}

/** In the API's shape. */
export function showMonitoring({ interval, roleArn }: Monitoring): {
  MonitoringInterval: number;
  MonitoringRoleArn?: string;
} {
  return {
    MonitoringInterval: interval,
    ...(roleArn === undefined ? {} : { MonitoringRoleArn: roleArn }),
  };
}
