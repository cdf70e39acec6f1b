import { aws, change, exists, notFound, unexpected } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

const key = change(
  "the state machine's key is disabled, is gone or does not let the function's role use it: correct " +
    "the key's policy",
);
const machine = change('the state machine is gone or is being deleted: deploy the stack again');

/** Calls of Step Functions. Source: the SDK's model, `@throws` of each command. */
export const sfnAnswers: ServiceAnswers = {
  DescribeExecution: {
    ExecutionDoesNotExist: notFound,
    InvalidArn: unexpected,
    KmsAccessDeniedException: key,
    KmsInvalidStateException: key,
    KmsThrottlingException: aws,
  },
  GetExecutionHistory: {
    ExecutionDoesNotExist: notFound,
    InvalidArn: unexpected,
    InvalidToken: unexpected,
    KmsAccessDeniedException: key,
    KmsInvalidStateException: key,
    KmsThrottlingException: aws,
  },
  ListExecutions: {
    InvalidArn: unexpected,
    InvalidToken: unexpected,
    ResourceNotFound: machine,
    StateMachineDoesNotExist: machine,
    StateMachineTypeNotSupported: change('deploy the stack again: its workflow is a Standard one'),
    ValidationException: unexpected,
  },
  StartExecution: {
    ExecutionAlreadyExists: exists,
    // A million a Region: others have to end. Source: the SDK's model of the error.
    ExecutionLimitExceeded: aws,
    InvalidArn: unexpected,
    InvalidExecutionInput: unexpected,
    InvalidName: unexpected,
    KmsAccessDeniedException: key,
    KmsInvalidStateException: key,
    KmsThrottlingException: aws,
    StateMachineDeleting: machine,
    StateMachineDoesNotExist: machine,
    ValidationException: unexpected,
  },
};
