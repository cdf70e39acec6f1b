import type { DescribeExecutionOutput, ExecutionStatus } from '@aws-sdk/client-sfn';
import type { ExecutionResult, RunningExecution } from '../../states/execution.ts';
import { assertNever } from '../../states/never.ts';
import type { StateMachine } from './state-machine.ts';

/** An execution as the service keeps it. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  /** As StartExecution got it. */
  readonly input: string;
  readonly startedAt: number;
  readonly running: RunningExecution;
  result?: ExecutionResult;
  /** What the simulator itself did wrong; then there is no result. */
  defect?: Error;
}

export function statusOf(record: ExecutionRecord): ExecutionStatus {
  return record.result?.status ?? 'RUNNING';
}

/** @throws the simulator's own defect, where one ended the execution */
export function describeExecution(record: ExecutionRecord): DescribeExecutionOutput {
  if (record.defect !== undefined) throw record.defect;
  const { result } = record;
  return {
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    name: record.name,
    status: statusOf(record),
    startDate: new Date(record.startedAt),
    input: record.input,
    inputDetails: { included: true },
    redriveCount: 0,
    ...(result !== undefined && { stopDate: new Date(result.stoppedAt), ...endOf(result) }),
  };
}

function endOf(result: ExecutionResult): Partial<DescribeExecutionOutput> {
  switch (result.status) {
    case 'SUCCEEDED':
      return { output: JSON.stringify(result.output), outputDetails: { included: true } };
    case 'TIMED_OUT':
      return {};
    case 'FAILED':
    case 'ABORTED':
      return {
        ...(result.error !== undefined && { error: result.error }),
        ...(result.cause !== undefined && { cause: result.cause }),
      };
    default:
      return assertNever(result);
  }
}
