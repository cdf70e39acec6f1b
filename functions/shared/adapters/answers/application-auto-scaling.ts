import { aws, change, unexpected } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

/** Calls of Application Auto Scaling. Source: the SDK's model, `@throws` of each command. */
export const scalingAnswers: ServiceAnswers = {
  DescribeScalableTargets: {
    ConcurrentUpdateException: aws,
    InternalServiceException: aws,
    InvalidNextTokenException: unexpected,
    ValidationException: unexpected,
  },
  DescribeScalingPolicies: {
    ConcurrentUpdateException: aws,
    FailedResourceAccessException: change(
      'Application Auto Scaling may not look at the alarms of a policy: look at its service-linked role',
    ),
    InternalServiceException: aws,
    InvalidNextTokenException: unexpected,
    ValidationException: unexpected,
  },
  DescribeScheduledActions: {
    ConcurrentUpdateException: aws,
    InternalServiceException: aws,
    InvalidNextTokenException: unexpected,
    ValidationException: unexpected,
  },
};
