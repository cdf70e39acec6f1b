/**
 * Error names that Step Functions itself reports or accepts in `ErrorEquals`.
 * Source: Step Functions Developer Guide, "Handling errors in Step Functions workflows".
 */
export const StatesErrorName = {
  all: 'States.ALL',
  branchFailed: 'States.BranchFailed',
  dataLimitExceeded: 'States.DataLimitExceeded',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  noChoiceMatched: 'States.NoChoiceMatched',
  permissions: 'States.Permissions',
  queryEvaluationError: 'States.QueryEvaluationError',
  runtime: 'States.Runtime',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
} as const;

/** Every `States.` name that a JSONata machine without a distributed Map may name. */
export const statesErrorNames: ReadonlySet<string> = new Set(Object.values(StatesErrorName));

/**
 * Errors of the Lambda service and the SNS integration, as against those that a function throws.
 * Source: "Handle Lambda service exceptions" in the guide's best practices ("Lambda errors are
 * reported as Lambda.ErrorName"), and the SDK's models of Invoke and Publish for the names.
 */
export const integrationErrorNames: ReadonlySet<string> = new Set([
  'Lambda.AWSLambdaException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.CodeArtifactUserPendingException',
  'Lambda.EC2AccessDeniedException',
  'Lambda.EC2ThrottledException',
  'Lambda.EC2UnexpectedException',
  'Lambda.ENILimitReachedException',
  'Lambda.ENINotReadyException',
  'Lambda.InvalidRequestContentException',
  'Lambda.KMSAccessDeniedException',
  'Lambda.KMSDisabledException',
  'Lambda.ResourceConflictException',
  'Lambda.ResourceNotFoundException',
  'Lambda.ResourceNotReadyException',
  'Lambda.SdkClientException',
  'Lambda.ServiceException',
  'Lambda.SubnetIPAddressLimitReachedException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'SNS.AuthorizationErrorException',
  'SNS.EndpointDisabledException',
  'SNS.InternalErrorException',
  'SNS.InvalidParameterException',
  'SNS.KMSAccessDeniedException',
  'SNS.KMSDisabledException',
  'SNS.KMSThrottlingException',
  'SNS.NotFoundException',
  'SNS.SdkClientException',
  'SNS.ThrottledException',
]);

/** Errors that no Retry and no Catch ever meets. */
export const uncatchableErrorNames: ReadonlySet<string> = new Set([StatesErrorName.runtime]);
