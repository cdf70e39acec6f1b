import { aws, change, isGone, quota, unexpected } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

const group = change('the target group is gone: deploy the stack access again');

const listener = change('the listener is gone: deploy the stack access again');
const noTag = {
  ListenerNotFoundException: listener,
  LoadBalancerNotFoundException: unexpected,
  RuleNotFoundException: unexpected,
  TargetGroupNotFoundException: unexpected,
  TrustStoreNotFoundException: unexpected,
};
const targetIds = quota(
  'the address is registered in as many target groups as AWS takes: take it out of some',
);
const targets = quota(
  'the quota of targets is used up: deregister some, or ask AWS for a higher quota',
);
const room = quota('the listener has as many tags as AWS takes: remove one of your own');

/** Calls of Elastic Load Balancing. Source: the SDK's model, `@throws` of each command. */
export const loadBalancingAnswers: ServiceAnswers = {
  AddTags: { ...noTag, DuplicateTagKeysException: unexpected, TooManyTagsException: room },
  DeregisterTargets: {
    InvalidTargetException: isGone,
    TargetGroupNotFoundException: group,
  },
  DescribeListeners: {
    ListenerNotFoundException: listener,
    LoadBalancerNotFoundException: unexpected,
    UnsupportedProtocolException: unexpected,
  },
  DescribeTags: noTag,
  DescribeTargetHealth: {
    HealthUnavailableException: aws,
    InvalidTargetException: isGone,
    TargetGroupNotFoundException: group,
  },
  ModifyListener: {
    ALPNPolicyNotSupportedException: unexpected,
    CertificateNotFoundException: unexpected,
    DuplicateListenerException: unexpected,
    IncompatibleProtocolsException: unexpected,
    InvalidConfigurationRequestException: change(
      'the listener takes no weights, or its groups are of another kind: deploy the stack access again',
    ),
    InvalidLoadBalancerActionException: unexpected,
    ListenerNotFoundException: listener,
    SSLPolicyNotFoundException: unexpected,
    TargetGroupAssociationLimitException: change(
      'a group is in use at another load balancer: deploy the stack access again',
    ),
    TargetGroupNotFoundException: group,
    TooManyActionsException: unexpected,
    TooManyCertificatesException: unexpected,
    TooManyListenersException: unexpected,
    TooManyRegistrationsForTargetIdException: targetIds,
    TooManyTargetsException: targets,
    TooManyUniqueTargetGroupsPerLoadBalancerException: quota(
      'the load balancer leads to as many target groups as AWS takes: ask AWS for a higher quota',
    ),
    TrustStoreNotFoundException: unexpected,
    TrustStoreNotReadyException: unexpected,
    UnsupportedProtocolException: unexpected,
  },
  RegisterTargets: {
    InvalidTargetException: change(
      "the address is none of the target group's VPC, nor private: deploy the stack access in the " +
        "database's VPC, or peer the two",
    ),
    TargetGroupNotFoundException: group,
    TooManyRegistrationsForTargetIdException: targetIds,
    TooManyTargetsException: targets,
  },
  RemoveTags: { ...noTag, TooManyTagsException: room },
};
