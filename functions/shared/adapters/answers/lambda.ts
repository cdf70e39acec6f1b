import { aws, change, unexpected } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

const key = change("the function's key is out of reach: look at its state and its policy");
const deployment = change('deploy the stack access again');
const network = change(
  'the subnets have no address left, or the VPC no network interface: give the stack access other ' +
    'subnets, or make room in these',
);

/**
 * Calls of Lambda. Source: the SDK's model, `@throws` of the command; Lambda Developer Guide, "Lambda
 * function states" and "Troubleshoot invocation issues".
 */
export const lambdaAnswers: ServiceAnswers = {
  Invoke: {
    CodeArtifactUserDeletedException: deployment,
    CodeArtifactUserFailedException: deployment,
    CodeArtifactUserPendingException: aws,
    DurableExecutionAlreadyStartedException: unexpected,
    EC2AccessDeniedException: change("the function's role may not make network interfaces"),
    EC2ThrottledException: aws,
    EC2UnexpectedException: aws,
    EFSIOException: unexpected,
    EFSMountConnectivityException: unexpected,
    EFSMountFailureException: unexpected,
    EFSMountTimeoutException: unexpected,
    ENILimitReachedException: network,
    ENINotReadyException: aws,
    InvalidParameterValueException: unexpected,
    InvalidRequestContentException: unexpected,
    InvalidRuntimeException: deployment,
    InvalidSecurityGroupIDException: deployment,
    InvalidSubnetIDException: deployment,
    InvalidZipFileException: deployment,
    KMSAccessDeniedException: key,
    KMSDisabledException: key,
    KMSInvalidStateException: key,
    KMSNotFoundException: key,
    ModeNotSupportedException: unexpected,
    NoPublishedVersionException: unexpected,
    RecursiveInvocationException: unexpected,
    RequestTooLargeException: unexpected,
    ResourceConflictException: aws,
    ResourceNotFoundException: deployment,
    ResourceNotReadyException: aws,
    S3FilesMountConnectivityException: unexpected,
    S3FilesMountFailureException: unexpected,
    S3FilesMountTimeoutException: unexpected,
    SerializedRequestEntityTooLargeException: unexpected,
    ServiceException: aws,
    ServiceQuotaExceededException: change('ask AWS for a higher quota of Lambda'),
    SnapStartException: unexpected,
    SnapStartNotReadyException: unexpected,
    SnapStartRegenerationFailureException: unexpected,
    SnapStartTimeoutException: unexpected,
    SubnetIPAddressLimitReachedException: network,
    TooManyRequestsException: aws,
    UnsupportedMediaTypeException: unexpected,
  },
};
