import { aws, change, unexpected } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

const topicKey = change(
  "the topic's key is disabled, is gone or does not let the function's role use it: correct the key's " +
    'policy, see docs/permissions.md',
);
const topic = change('the topic is gone, or its ARN is wrong: deploy the stack again');

/** Calls of SNS. Source: the SDK's model, `@throws` of each command. */
export const snsAnswers: ServiceAnswers = {
  Publish: {
    AuthorizationErrorException: change(
      "the role or the topic's policy does not allow sns:Publish: see docs/permissions.md",
    ),
    EndpointDisabledException: unexpected,
    InternalErrorException: aws,
    InvalidParameterException: topic,
    InvalidParameterValueException: unexpected,
    InvalidSecurityException: unexpected,
    KMSAccessDeniedException: topicKey,
    KMSDisabledException: topicKey,
    KMSInvalidStateException: topicKey,
    KMSNotFoundException: topicKey,
    KMSOptInRequired: topicKey,
    KMSThrottlingException: aws,
    NotFoundException: topic,
    PlatformApplicationDisabledException: unexpected,
    ValidationException: unexpected,
  },
};
