import { GetExecutionHistoryCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { Workflows } from '../ports/workflows.ts';
import { allPages } from './pages.ts';

/** The client hands JSON on as it came: an event by its model, and anything by the wire. */
const StateEntered = z.object({ type: z.string().check(z.endsWith('StateEntered')) });

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
