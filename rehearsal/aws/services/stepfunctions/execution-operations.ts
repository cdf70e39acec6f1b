import type {
  DescribeExecutionOutput,
  GetExecutionHistoryOutput,
  ListExecutionsOutput,
  StartExecutionOutput,
  StopExecutionOutput,
} from '@aws-sdk/client-sfn';
import { AwsError, type Call, type Operation } from '../../contracts.ts';
import { accountOf, isInRegion, requireArn } from './arns.ts';
import { describeExecution, type ExecutionRecord } from './execution-record.ts';
import type { Executions, ListedExecution } from './executions.ts';
import { withoutData } from './history-data.ts';
import { pageOf } from './pages.ts';
import type { StateMachines } from './state-machines.ts';

/** Operations on executions. */
export function executionOperations(
  machines: StateMachines,
  executions: Executions,
): Readonly<Record<string, Operation>> {
  const find = (input: Readonly<Record<string, unknown>>, call: Call): ExecutionRecord => {
    const arn = requireArn(input.executionArn, 'execution');
    call.authorize(`states:${call.operation}`, arn, { resourceAccountId: accountOf(arn) });
    if (!isInRegion(arn, call.location.region)) {
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    }
    return executions.get(arn);
  };

  return {
    StartExecution(input, call): StartExecutionOutput {
      const arn = requireArn(input.stateMachineArn, 'stateMachine');
      call.authorize('states:StartExecution', arn, { resourceAccountId: accountOf(arn) });
      const record = executions.start(
        machines.get(arn, call.location.region),
        (input.input as string | undefined) ?? '{}',
        input.name as string | undefined,
      );
      return { executionArn: record.arn, startDate: new Date(record.startedAt) };
    },

    DescribeExecution(input, call): DescribeExecutionOutput {
      return describeExecution(find(input, call));
    },

    ListExecutions(input, call): ListExecutionsOutput {
      refuse(input, ['mapRunArn', 'redriveFilter']);
      const arn = requireArn(input.stateMachineArn, 'stateMachine');
      call.authorize('states:ListExecutions', arn, { resourceAccountId: accountOf(arn) });
      const machine = machines.get(arn, call.location.region);
      const seen = executions.listed(machine.arn);
      const wanted = seen.filter(({ status }) =>
        [undefined, status].includes(input.statusFilter as never),
      );
      const { page, ...next } = pageOf(wanted, `executions ${arn}`, input);
      return { executions: page.map(listed), ...next };
    },

    GetExecutionHistory(input, call): GetExecutionHistoryOutput {
      const record = find(input, call);
      const { events } = record.running;
      const ordered = input.reverseOrder === true ? events.toReversed() : events;
      const { page, ...next } = pageOf(ordered, `events ${record.arn}`, input);
      return {
        events: input.includeExecutionData === false ? page.map(withoutData) : page,
        ...next,
      };
    },

    async StopExecution(input, call): Promise<StopExecutionOutput> {
      const record = find(input, call);
      record.running.stop({
        ...(typeof input.error === 'string' && { error: input.error }),
        ...(typeof input.cause === 'string' && { cause: input.cause }),
      });
      const { stoppedAt } = await record.running.done;
      return { stopDate: new Date(stoppedAt) };
    },
  };
}

function listed({
  record,
  status,
}: ListedExecution): NonNullable<ListExecutionsOutput['executions']>[number] {
  const { executionArn, stateMachineArn, name, startDate, stopDate } = describeExecution(record);
  const ended = status === 'RUNNING' ? {} : { stopDate };
  return { executionArn, stateMachineArn, name, status, startDate, ...ended, redriveCount: 0 };
}

/** @throws AwsError `ValidationException` for parameters that the simulator doesn't know */
function refuse(input: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const found = names.find((name) => input[name] !== undefined);
  if (found !== undefined) {
    throw new AwsError(
      'ValidationException',
      `the simulator doesn't know the parameter '${found}'`,
    );
  }
}
