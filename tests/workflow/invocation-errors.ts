/**
 * Every error that Lambda's Invoke answers with, by what a caller of SyncTargets is to do about it.
 * Source: the SDK's model of Invoke (`@aws-sdk/client-lambda`, InvokeCommand), whose sentences are
 * paraphrased; Lambda Developer Guide, "Lambda function states" and "Troubleshoot invocation issues".
 */
export const invocationErrors = {
  /** The function is busy, or AWS still makes what it runs on: it passes by itself. */
  waitedFor: {
    TooManyRequestsException:
      'no concurrency or rate is left: of the function, the account or the API',
    ResourceConflictException: 'another operation is in progress: the function is pending',
    ResourceNotReadyException: 'it was idle, and its connection to the VPC is made anew',
    ENINotReadyException: 'its network interface isn’t ready yet',
    EC2ThrottledException: 'EC2 throttled Lambda while it set the function up',
    EC2UnexpectedException: 'EC2 failed Lambda while it set the function up',
    CodeArtifactUserPendingException: 'what reads its code is still being provisioned',
  },
  /** It may pass, and says nothing of when. */
  triedAgain: {
    ServiceException: 'an internal error of Lambda',
  },
  /** Somebody has to see to it. */
  final: {
    CodeArtifactUserDeletedException: 'its code has to be updated',
    CodeArtifactUserFailedException: 'its code has to be updated',
    DurableExecutionAlreadyStartedException: 'of durable functions only',
    EC2AccessDeniedException: 'its role lacks a permission',
    EFSIOException: 'of functions with a file system only',
    EFSMountConnectivityException: 'of functions with a file system only',
    EFSMountFailureException: 'of functions with a file system only',
    EFSMountTimeoutException: 'of functions with a file system only',
    ENILimitReachedException: 'the VPC’s quota of network interfaces is used up',
    InvalidParameterValueException: 'the call is wrong',
    InvalidRequestContentException: 'the call is wrong',
    InvalidRuntimeException: 'the deployment is wrong',
    InvalidSecurityGroupIDException: 'the deployment is wrong',
    InvalidSubnetIDException: 'the deployment is wrong',
    InvalidZipFileException: 'the deployment is wrong',
    KMSAccessDeniedException: 'a key is out of reach',
    KMSDisabledException: 'a key is out of reach',
    KMSInvalidStateException: 'a key is out of reach',
    KMSNotFoundException: 'a key is out of reach',
    ModeNotSupportedException: 'the call is wrong',
    NoPublishedVersionException: 'the call is wrong',
    RecursiveInvocationException: 'Lambda has stopped a loop',
    RequestTooLargeException: 'the call is wrong',
    ResourceNotFoundException: 'there is no such function',
    S3FilesMountConnectivityException: 'of functions with a file system only',
    S3FilesMountFailureException: 'of functions with a file system only',
    S3FilesMountTimeoutException: 'of functions with a file system only',
    SerializedRequestEntityTooLargeException: 'the call is wrong',
    ServiceQuotaExceededException: 'a quota is used up',
    SnapStartException: 'of functions with SnapStart only',
    SnapStartNotReadyException: 'of functions with SnapStart only',
    SnapStartRegenerationFailureException: 'of functions with SnapStart only',
    SnapStartTimeoutException: 'of functions with SnapStart only',
    SubnetIPAddressLimitReachedException: 'the subnets have no address left',
    UnsupportedMediaTypeException: 'the call is wrong',
  },
} as const;
