import type { DatabaseInsightsMode } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import type { Insights } from './database-settings.ts';
import { keyArnOf, requireKeyUse, type KeyAsker } from './key-use.ts';
import { oneOf, requireTogether } from './valid-values.ts';

interface GivenInsights {
  readonly EnablePerformanceInsights?: boolean | undefined;
  readonly PerformanceInsightsKMSKeyId?: string | undefined;
  readonly PerformanceInsightsRetentionPeriod?: number | undefined;
  readonly DatabaseInsightsMode?: string | undefined;
}

/** No Performance Insights. */
export const withoutInsights: Insights = {
  enabled: false,
  keyArn: undefined,
  retention: undefined,
};

/**
 * Performance Insights: 7 days, 731, or months of 31 days, under the account's default key.
 * Source: the SDK's model, PerformanceInsightsRetentionPeriod and PerformanceInsightsKMSKeyId. That key and
 * retention are refused while it is off is from memory, unverified.
 *
 * @param mode the database's mode of Database Insights
 */
export function readInsights(
  given: GivenInsights,
  before: Insights,
  mode: string,
  asker: KeyAsker,
): Insights {
  const enabled = given.EnablePerformanceInsights ?? before.enabled;
  const { PerformanceInsightsKMSKeyId: keyId, PerformanceInsightsRetentionPeriod: days } = given;
  if (!enabled) {
    requireTogether(
      keyId === undefined && days === undefined,
      'PerformanceInsightsKMSKeyId and PerformanceInsightsRetentionPeriod need EnablePerformanceInsights',
    );
    requireTogether(
      given.DatabaseInsightsMode === 'standard' || mode !== 'advanced',
      'Performance Insights can’t be turned off in the Advanced mode of Database Insights.',
    );
    return withoutInsights;
  }
  if (days !== undefined && !retentions.includes(days)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid Performance Insights retention period: ${days}. Expected 7, 731 or a multiple of 31 up to 713`,
    );
  }
  const { context, call } = asker;
  return {
    enabled,
    keyArn:
      keyId === undefined
        ? (before.keyArn ?? context.keys.managedKey(call.location, 'rds').arn)
        : keyArnOf(asker, keyId),
    retention: days ?? before.retention ?? 7,
  };
}

const retentions = [7, ...Array.from({ length: 23 }, (_, index) => (index + 1) * 31), 731];

/**
 * The mode of Database Insights: `advanced` goes with Performance Insights kept 465 days, said in the
 * same request. Source: the SDK's model, DatabaseInsightsMode; AWS's message in
 * ansible-collections/amazon.aws#2543, where the two were set before.
 */
export function readInsightsMode(given: GivenInsights, before: string): string {
  const mode = oneOf('DatabaseInsightsMode', given.DatabaseInsightsMode ?? before, [
    'standard',
    'advanced',
  ]);
  const kept = given.PerformanceInsightsRetentionPeriod ?? 0;
  requireTogether(
    mode === before ||
      mode === 'standard' ||
      (given.EnablePerformanceInsights === true && kept >= 465),
    'To enable the Advanced mode of Database Insights, modify your cluster to enable Performance Insights and set the retention period for Performance Insights to at least 465 days.',
  );
  return mode;
}

/**
 * RDS User Guide, "Configuring an AWS KMS policy for Performance Insights", and a grant for the service;
 * the exact list is from memory, unverified.
 */
export function permitInsights({ enabled, keyArn }: Insights, asker: KeyAsker): void {
  if (!enabled || keyArn === undefined) return;
  requireKeyUse(asker, keyArn, [
    'kms:DescribeKey',
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:GenerateDataKey',
  ]);
}

/** In the API's shape. */
export function showInsights({ enabled, keyArn, retention }: Insights): {
  PerformanceInsightsEnabled: boolean;
  PerformanceInsightsKMSKeyId?: string;
  PerformanceInsightsRetentionPeriod?: number;
} {
  return {
    PerformanceInsightsEnabled: enabled,
    ...(keyArn === undefined ? {} : { PerformanceInsightsKMSKeyId: keyArn }),
    ...(retention === undefined ? {} : { PerformanceInsightsRetentionPeriod: retention }),
  };
}

/** In the API's shape. */
export function showInsightsMode(mode: string): { DatabaseInsightsMode: DatabaseInsightsMode } {
  return { DatabaseInsightsMode: mode as DatabaseInsightsMode };
}
