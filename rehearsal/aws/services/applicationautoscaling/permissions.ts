import type { Authorizer, Call } from '../../contracts.ts';
import { arnIn } from '../../authorization/arn.ts';
import { invalid } from './scalable-target.ts';

/**
 * Application Auto Scaling tries whether its caller may do what it is to do itself: for a target with
 * instances that have no name, so that a permission for some instances isn't enough.
 * Source: Application Auto Scaling User Guide, "Permissions validation for Application Auto Scaling API
 * calls on target resources". That the missing ones come in one sentence is from hashicorp/
 * terraform-provider-aws#46385.
 * @throws AwsError `ValidationException` that names what is missing
 */
export function checkCaller(
  call: Call,
  authorizer: Pick<Authorizer, 'allows'>,
  wanted: 'to register' | 'to scale',
): void {
  const missing = tried[wanted].filter(
    ([action, service, resource]) =>
      !authorizer.allows({
        principal: call.principal,
        action,
        resource: arnIn(call.location, service, resource),
      }),
  );
  if (missing.length === 0) return;
  const names = missing.map(([action]) => action).join(', ');
  throw invalid(`User is missing the following permissions: ${names}`);
}

const tried = {
  'to register': [
    ['rds:CreateDBInstance', 'rds', 'db:'],
    ['rds:DeleteDBInstance', 'rds', 'db:'],
    ['rds:AddTagsToResource', 'rds', 'db:non-existing-db'],
    ['rds:DescribeDBClusters', 'rds', 'cluster:'],
    ['rds:DescribeDBInstances', 'rds', 'db:'],
  ],
  'to scale': [
    ['cloudwatch:PutMetricAlarm', 'cloudwatch', 'alarm:'],
    ['cloudwatch:DescribeAlarms', 'cloudwatch', 'alarm:'],
  ],
} as const;
