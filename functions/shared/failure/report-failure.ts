import type { Notices } from '../ports/notices.ts';

/** What a run that failed knows. */
export interface Failure {
  readonly workflow: 'source' | 'target';
  readonly run: string;
  readonly executionArn: string;
  /** The state that failed. */
  readonly step: string;
  readonly error: string;
  readonly cause: string;
  /** What the run leaves behind, a sentence each. */
  readonly leftBehind: readonly string[];
}

/** What is published, and what the failed execution ends with. */
export interface FailureReport extends Failure {
  readonly status: 'FAILED';
}

/** Publishes that a run failed: at which step, why, and what it left where. */
export async function reportFailure(
  failure: Failure,
  ports: { readonly notices: Notices; readonly topicArn: string },
): Promise<FailureReport> {
  const report: FailureReport = { status: 'FAILED', ...failure };
  await ports.notices.publish(
    ports.topicArn,
    `Understudy: ${failure.workflow} run failed at ${failure.step}`,
    report,
  );
  return report;
}

/** What the target workflow writes between a failure and that of the roll-back that followed it. */
const rollBackToo = ' | RollBack failed too: ';

/** Lambda hands a state machine its error as JSON: the message in it is what a person reads. */
export function readableCause(cause: string): string {
  return cause.split(rollBackToo).map(messageOf).join(rollBackToo);
}

function messageOf(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (parsed !== null && typeof parsed === 'object' && 'errorMessage' in parsed) {
      return String(parsed.errorMessage);
    }
  } catch {
    // Not JSON: a cause that Step Functions wrote itself.
  }
  return cause;
}
