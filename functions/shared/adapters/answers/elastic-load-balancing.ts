import { aws, change, isGone, quota } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

const group = change('the target group is gone: deploy the stack access again');

/** Calls of Elastic Load Balancing. Source: the SDK's model, `@throws` of each command. */
export const loadBalancingAnswers: ServiceAnswers = {
  DeregisterTargets: {
    InvalidTargetException: isGone,
    TargetGroupNotFoundException: group,
  },
  DescribeTargetHealth: {
    HealthUnavailableException: aws,
    InvalidTargetException: isGone,
    TargetGroupNotFoundException: group,
  },
  RegisterTargets: {
    InvalidTargetException: change(
      "the address is none of the target group's VPC, nor private: deploy the stack access in the " +
        "database's VPC, or peer the two",
    ),
    TargetGroupNotFoundException: group,
    TooManyRegistrationsForTargetIdException: quota(
      'the address is registered in as many target groups as AWS takes: take it out of some',
    ),
    TooManyTargetsException: quota(
      'the quota of targets is used up: deregister some, or ask AWS for a higher quota',
    ),
  },
};
