import { executionName } from '../rules/execution-name.ts';
import { NoticeRefused } from '../../shared/rules/errors.ts';
import { checkMoment } from '../rules/lineage.ts';
import { readNotice } from '../../shared/contract/notice.ts';
import type { ExpectedSource } from '../../shared/contract/notice.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Workflows } from '../ports/workflows.ts';

const day = 24 * 3_600_000;

/**
 * Starts the target's workflow for a notice: once, however often the notice arrives, and no more than so
 * many in a day: a source that isn't itself any more can't have every copy here replaced in an hour.
 * @param expected.mostADay executions that may begin within 24 hours, those by hand included
 * @throws NoticeRefused before anything is started
 */
export async function startRecovery(
  message: { readonly topicArn: string; readonly body: string },
  expected: ExpectedSource & { readonly mostADay: number },
  ports: {
    readonly workflows: Workflows;
    readonly stateMachineArn: string;
    readonly clock: Clock;
  },
): Promise<{ name: string; outcome: 'started' | 'already-started' }> {
  const notice = readNotice(message, expected);
  const now = ports.clock.now();
  checkMoment(notice, now);
  const begun = await ports.workflows.startedSince(ports.stateMachineArn, now - day);
  if (begun >= expected.mostADay) {
    throw new NoticeRefused(
      `expected fewer than ${expected.mostADay} runs within a day, found ${begun}: nothing was started. ` +
        'Where the source rightly captures that often, raise MaxRecoveriesPerDay in the target stack; else ' +
        'look who starts its workflow and who writes to its topic',
    );
  }
  const name = executionName(notice);
  const { outcome } = await ports.workflows.start(ports.stateMachineArn, name, { notice });
  return { name, outcome };
}
