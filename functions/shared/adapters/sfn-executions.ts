import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionListItem, SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { Executions, RunningExecution } from '../ports/executions.ts';
import { allPages } from './pages.ts';
import { required } from './required.ts';
import { unlessNotFound } from './unless-not-found.ts';

/** The client hands JSON on as it came: an event by its model, and anything by the wire. */
export const EnteredState = z.object({
  type: z.string().check(z.endsWith('StateEntered')),
  timestamp: z.date(),
  stateEnteredEventDetails: z.object({ name: z.string() }),
});

/**
 * Events that are looked through for the state that an execution is in: entering it is one, and each
 * attempt of a Task three or four, of which SyncTargets may make dozens.
 */
const lastEvents = 200;

export function sfnExecutions(client: SFNClient): Executions {
  return {
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
      // One that is gone since it was listed runs no more.
      const seen = await Promise.all(others.map((one) => unlessNotFound(() => look(client, one))));
      return seen.filter((one) => one !== undefined);
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
    state: entered?.data?.stateEnteredEventDetails.name,
    input,
  };
}
