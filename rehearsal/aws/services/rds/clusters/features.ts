import { AwsError } from '../../../contracts.ts';

/**
 * Aurora PostgreSQL associates no role without the feature that it is for; Aurora MySQL does.
 * Source: AWS's message in terraform-aws-modules/terraform-aws-rds-aurora#129 and aws/aws-cdk#8201.
 */
export function requireFeature(engine: string, feature: string): void {
  if (engine !== 'aurora-postgresql' || feature !== '') return;
  throw new AwsError(
    'InvalidParameterValue',
    'The feature-name parameter must be provided with the current operation for the Aurora (PostgreSQL) engine.',
  );
}
