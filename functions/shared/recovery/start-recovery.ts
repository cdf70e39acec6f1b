import { executionName } from '../domain/execution-name.ts';
import { readNotice } from '../domain/notice.ts';
import type { ExpectedSource } from '../domain/notice.ts';
import type { Workflows } from '../ports/workflows.ts';

/**
 * Starts the target's workflow for a notice: once, however often the notice arrives.
 * @throws NoticeRefused before anything is called
 */
export async function startRecovery(
  message: { readonly topicArn: string; readonly body: string },
  expected: ExpectedSource,
  ports: { readonly workflows: Workflows; readonly stateMachineArn: string },
): Promise<{ name: string; outcome: 'started' | 'already-started' }> {
  const notice = readNotice(message, expected);
  const name = executionName(notice);
  const { outcome } = await ports.workflows.start(ports.stateMachineArn, name, { notice });
  return { name, outcome };
}
