import { VirtualClock } from '../../../aws/clock.ts';
import { AwsError, type BusEvent, type Call, type Location } from '../../../aws/contracts.ts';
import { Random } from '../../../aws/random.ts';
import { StepFunctions } from '../../../aws/services/stepfunctions/stepfunctions.ts';
import type { TaskRunner } from '../../../aws/states/task-runner.ts';

export const target: Location = { accountId: '222222222222', region: 'eu-central-1' };
export const roleArn = 'arn:aws:iam::222222222222:role/workflow';

/** Waits ten virtual seconds, then gives back its input. */
export const waiting = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 10, End: true } },
};

/** Step Functions with a clock, the questions that were put to the authorizer, and a caller. */
export function makeSimulator(runTask: TaskRunner = (task) => Promise.resolve(task.arguments)) {
  const clock = new VirtualClock(Date.parse('2026-03-01T12:00:00Z'));
  const busEvents: BusEvent[] = [];
  const service = new StepFunctions({
    clock,
    random: new Random(1),
    runTask,
    bus: { put: (event) => busEvents.push(event) },
  });
  const asked: string[] = [];
  const call = async <T = Record<string, unknown>>(
    operation: string,
    input: Record<string, unknown>,
    options: { location?: Location; deny?: boolean } = {},
  ): Promise<T> => {
    const context: Call = {
      requestId: 'request',
      service: 'states',
      operation,
      location: options.location ?? target,
      principal: { kind: 'operator', accountId: '222222222222', sessionArn: 'me' },
      authorize(action, resource) {
        asked.push(`${action} ${resource}`);
        if (options.deny) throw new AwsError('AccessDeniedException', action);
      },
    };
    const run = service.operations[operation];
    if (run === undefined) throw new Error(`no operation ${operation}`);
    return (await run(input, context)) as T;
  };
  const create = (definition: unknown = waiting, location: Location = target): string =>
    service.createStateMachine(location, { name: 'machine', definition, roleArn }).arn;
  return { clock, service, asked, busEvents, call, create };
}
