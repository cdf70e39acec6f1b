import { aws, change, unexpected } from './verdict.ts';
import type { CallAnswers } from './verdict.ts';

const permission = change(
  'the role lacks the permission, or a policy of the organization, of the resource or a boundary denies ' +
    'it: see docs/permissions.md, and what CloudTrail says of the call',
);
const parameter = change(
  'AWS takes no such value, or not together with another: correct what it names, a parameter of the ' +
    'stack or a setting of the live database',
);
const optIn = change(
  'the account has not subscribed to the service, or not enabled the Region: do that',
);

/**
 * What any call may answer, where its own table doesn't say it. Some services name these errors with
 * "Exception" at the end, some without.
 * Sources: AWS API references, "Common Errors" (of RDS, IAM and the others; their wording differs); the
 * lists by which the SDK tries again, `@smithy/core/retry`, `THROTTLING_ERROR_CODES` and
 * `TRANSIENT_ERROR_CODES`, which a test compares.
 */
export const commonAnswers: CallAnswers = {
  BandwidthLimitExceeded: aws,
  EC2ThrottledException: aws,
  InternalError: aws,
  InternalFailure: aws,
  InternalServerError: aws,
  InternalServerException: aws,
  LimitExceededException: aws,
  PriorRequestNotComplete: aws,
  ProvisionedThroughputExceededException: aws,
  RequestAbortedException: aws,
  RequestLimitExceeded: aws,
  RequestThrottled: aws,
  RequestThrottledException: aws,
  RequestTimeout: aws,
  RequestTimeoutException: aws,
  ServiceUnavailable: aws,
  ServiceUnavailableException: aws,
  SlowDown: aws,
  ThrottledException: aws,
  Throttling: aws,
  ThrottlingException: aws,
  TimeoutError: aws,
  TooManyRequestsException: aws,
  TransactionInProgressException: aws,
  // Lambda gives a function new credentials in time: it was a clock, or a moment too late.
  ExpiredToken: aws,
  ExpiredTokenException: aws,
  RequestExpired: aws,
  AccessDenied: permission,
  AccessDeniedException: permission,
  AuthorizationError: permission,
  NotAuthorized: permission,
  UnauthorizedOperation: permission,
  OptInRequired: optIn,
  InvalidParameterCombination: parameter,
  InvalidParameterCombinationException: parameter,
  InvalidParameterValue: parameter,
  InvalidParameterValueException: parameter,
  InvalidQueryParameter: parameter,
  MissingParameter: parameter,
  ValidationError: parameter,
  ValidationException: parameter,
  // Faults of a client that nothing in a stack mends.
  IncompleteSignature: unexpected,
  InvalidAction: unexpected,
  InvalidClientTokenId: unexpected,
  InvalidSignatureException: unexpected,
  MalformedHttpRequestException: unexpected,
  MalformedQueryString: unexpected,
  MissingAction: unexpected,
  MissingAuthenticationToken: unexpected,
  RequestEntityTooLargeException: unexpected,
  SignatureDoesNotMatch: unexpected,
  UnknownOperationException: unexpected,
  UnrecognizedClientException: unexpected,
};
