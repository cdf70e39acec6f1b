import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionListItem, SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { phaseOf } from '../rules/turn.ts';
import type { RunningExecution, Workflows } from '../ports/workflows.ts';
import { allPages } from '../../shared/adapters/pages.ts';
import { required } from '../../shared/adapters/required.ts';

/** The client hands JSON on as it came: an event by its model, and anything by the wire. */
const StateEntered = z.object({ type: z.string().check(z.endsWith('StateEntered')) });
const EnteredState = z.object({
  ...StateEntered.shape,
  stateEnteredEventDetails: z.object({ name: z.string() }),
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
    async transitions(executionArn) {
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
      return events.filter((event) => StateEntered.safeParse(event).success).length;
    },
  };
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
