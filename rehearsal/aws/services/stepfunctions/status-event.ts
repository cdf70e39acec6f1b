import type { BusEvent } from '../../contracts.ts';
import { describeExecution, type ExecutionRecord } from './execution-record.ts';

/**
 * "Step Functions Execution Status Change" as EventBridge gets it, once at the start and once at
 * the end. Source: Step Functions Developer Guide, "Automating event delivery with EventBridge".
 */
export function statusEvent(record: ExecutionRecord): BusEvent {
  const execution = describeExecution(record);
  return {
    location: record.machine.location,
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [record.arn],
    detail: {
      executionArn: record.arn,
      stateMachineArn: record.machine.arn,
      name: record.name,
      status: execution.status,
      startDate: record.startedAt,
      stopDate: record.result?.stoppedAt ?? null,
      input: record.input,
      inputDetails: { included: true },
      output: execution.output ?? null,
      outputDetails: execution.output === undefined ? null : { included: true },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
    },
  };
}
