import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { StateVisit } from '../rules/step-times.ts';
import type { Workflows } from '../ports/workflows.ts';
import { AlreadyExists } from '../../shared/ports/aws-errors.ts';
import { allPages } from '../../shared/adapters/pages.ts';
import { EnteredState, sfnExecutions } from '../../shared/adapters/sfn-executions.ts';

/** The client hands JSON on as it came: an event by its model, and anything by the wire. */
const ExitedState = z.object({
  type: z.string().check(z.endsWith('StateExited')),
  timestamp: z.date(),
  stateExitedEventDetails: z.object({ name: z.string() }),
});

export function sfnWorkflows(client: SFNClient): Workflows {
  return {
    ...sfnExecutions(client),
    async start(stateMachineArn, name, input) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
        );
        return { outcome: 'started' };
      } catch (error) {
        if (error instanceof AlreadyExists) {
          return { outcome: 'already-started' };
        }
        throw error;
      }
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
