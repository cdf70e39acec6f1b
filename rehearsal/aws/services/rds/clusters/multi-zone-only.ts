import { AwsError } from '../../../contracts.ts';

/**
 * Members that ModifyDBCluster and CreateDBCluster take for Multi-AZ DB clusters alone, while the
 * simulator's are Aurora's. Source: the SDK's model, "Valid for Cluster Type". What AWS answers is from
 * memory, unverified.
 */
export const multiZoneOnly = {
  create: ['CACertificateIdentifier'],
  modify: ['CACertificateIdentifier', 'MonitoringInterval', 'MonitoringRoleArn'],
} as const;

/** @throws AwsError `InvalidParameterCombination` naming the first such member */
export function refuseMultiZoneOnly(
  request: keyof typeof multiZoneOnly,
  input: Readonly<Partial<Record<(typeof multiZoneOnly)['create' | 'modify'][number], unknown>>>,
): void {
  const wrong = multiZoneOnly[request].find((member) => input[member] !== undefined);
  if (wrong === undefined) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `${wrong} is for Multi-AZ DB clusters, and this is an Aurora DB cluster: set it for its instances`,
  );
}
