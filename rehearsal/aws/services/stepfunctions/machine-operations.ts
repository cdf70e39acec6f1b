import type {
  DescribeStateMachineOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
} from '@aws-sdk/client-sfn';
import type { Call, Operation } from '../../contracts.ts';
import { accountOf, requireArn } from './arns.ts';
import { pageOf } from './pages.ts';
import { describeStateMachine } from './state-machine.ts';
import type { StateMachines } from './state-machines.ts';

/** Operations on state machines. */
export function machineOperations(machines: StateMachines): Readonly<Record<string, Operation>> {
  return {
    DescribeStateMachine(input, call): DescribeStateMachineOutput {
      const arn = requireArn(input.stateMachineArn, 'stateMachine');
      call.authorize('states:DescribeStateMachine', arn, { resourceAccountId: accountOf(arn) });
      return describeStateMachine(machines.get(arn, call.location.region));
    },

    ListStateMachines(input: ListStateMachinesInput, call: Call): ListStateMachinesOutput {
      call.authorize('states:ListStateMachines', '*');
      const { page, ...next } = pageOf(machines.in(call.location), 'stateMachines', input);
      return {
        stateMachines: page.map(({ arn, name, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD',
          creationDate: new Date(createdAt),
        })),
        ...next,
      };
    },
  };
}
