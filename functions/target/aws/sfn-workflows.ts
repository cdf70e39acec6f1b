import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionListItem, SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { StateVisit } from '../rules/step-times.ts';
import { phaseOf } from '../rules/turn.ts';
import type { RunningExecution, Workflows } from '../ports/workflows.ts';
import { allPages } from '../../shared/adapters/pages.ts';
import { required } from '../../shared/adapters/required.ts';

const State = z.object({ name: z.string() });
/** The client hands JSON on as it came: an event by its model, and anything by the wire. */
const EnteredState = z.object({
  type: z.string().check(z.endsWith('StateEntered')),
  timestamp: z.date(),
  stateEnteredEventDetails: State,
});
const ExitedState = z.object({
  type: z.string().check(z.endsWith('StateExited')),
  timestamp: z.date(),
  stateExitedEventDetails: State,
});

/**
 * Events that are looked through for the state that an execution is in: entering it is one, and each
 * attempt of a Task three or four, of which SyncTargets may make dozens.
 */
const lastEvents = 200;

export function sfnWorkflows(client: SFNClient): Workflows {
  return {
    async start(stateMachineArn, name, input) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
        );
        return { outcome: 'started' };
      } catch (error) {
        if (error instanceof Error && error.name === 'ExecutionAlreadyExists') {
          return { outcome: 'already-started' };
        }
        throw error;
      }
    },
    async running(executionArn) {
      const stateMachineArn = executionArn
        .replace(':execution:', ':stateMachine:')
        .replace(/:[^:]+$/, '');
      const listed = await allPages(async (nextToken) => {
        const answer = await client.send(
          new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', nextToken }),
        );
        return { items: answer.executions, next: answer.nextToken };
      });
      const others = listed.filter((one) => one.executionArn !== executionArn);
      return Promise.all(others.map((one) => look(client, one)));
    },
    async startedSince(stateMachineArn, since) {
      const listed = await allPages(async (nextToken) => {
        const answer = await client.send(
          new ListExecutionsCommand({ stateMachineArn, maxResults: 1000, nextToken }),
        );
        return { items: answer.executions, next: answer.nextToken };
      });
      return listed.filter(({ startDate }) => new Date(startDate ?? 0).getTime() > since).length;
    },
    async visits(executionArn) {
      const events = await allPages(async (nextToken) => {
        const answer = await client.send(
          new GetExecutionHistoryCommand({
            executionArn,
            maxResults: 1000,
            includeExecutionData: false,
            nextToken,
          }),
        );
        return { items: answer.events, next: answer.nextToken };
      });
      return visitsIn(events);
    },
  };
}

/** One state at a time: what is left was entered last. */
function visitsIn(events: readonly unknown[]): readonly StateVisit[] {
  const visits: { state: string; type: string; enteredAt: string; exitedAt: string | undefined }[] =
    [];
  for (const event of events) {
    const { data: entered } = EnteredState.safeParse(event);
    if (entered !== undefined) {
      visits.push({
        state: entered.stateEnteredEventDetails.name,
        type: entered.type.replace(/StateEntered$/, ''),
        enteredAt: entered.timestamp.toISOString(),
        exitedAt: undefined,
      });
    }
    const { data: exited } = ExitedState.safeParse(event);
    const last = visits.at(-1);
    if (last !== undefined && exited?.stateExitedEventDetails.name === last.state) {
      last.exitedAt = exited.timestamp.toISOString();
    }
  }
  return visits;
}

async function look(client: SFNClient, listed: ExecutionListItem): Promise<RunningExecution> {
  const executionArn = required(listed.executionArn, 'executionArn');
  const [{ input = '' }, { events = [] }] = await Promise.all([
    client.send(new DescribeExecutionCommand({ executionArn })),
    client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        reverseOrder: true,
        maxResults: lastEvents,
        includeExecutionData: false,
      }),
    ),
  ]);
  const entered = events
    .map((event) => EnteredState.safeParse(event))
    .find(({ success }) => success);
  return {
    name: required(listed.name, 'name'),
    startedAt: new Date(listed.startDate ?? 0).toISOString(),
    phase: phaseOf(entered?.data?.stateEnteredEventDetails.name),
    input,
  };
}
