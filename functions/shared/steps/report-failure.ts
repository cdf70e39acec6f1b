import * as z from 'zod/mini';
import { parseJson } from '../rules/json.ts';
import type { Notices } from '../ports/notices.ts';

/** What a run that failed knows. */
export interface Failure {
  /** Unreported: the work is done and the live name answers, and only the report failed. */
  readonly status: 'FAILED' | 'UNREPORTED';
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

/** Publishes that a run failed: at which step, why, and what it left where. */
export async function reportFailure(
  failure: Failure,
  ports: { readonly notices: Notices; readonly topicArn: string },
): Promise<Failure> {
  const { status, workflow, step } = failure;
  const subject =
    status === 'FAILED'
      ? `Understudy: ${workflow} run failed at ${step}`
      : `Understudy: ${workflow} run is done, and its report failed at ${step}`;
  await ports.notices.publish(ports.topicArn, subject, failure);
  return failure;
}

/** What the target workflow writes between a failure and another of the same run. */
const failedToo =
  / \| (?:(?:RollBack|DiscardCluster) failed too|before that the run went on from a failure at \w+): /;

/** A cause that Step Functions wrote itself is no such thing. */
const LambdaError = z.object({ errorMessage: z.string() });

/** Lambda hands a state machine its error as JSON: the message in it is what a person reads. */
export function readableCause(cause: string): string {
  const found = failedToo.exec(cause);
  if (!found) return messageOf(cause);
  const [between] = found;
  const before = cause.slice(0, found.index);
  const after = cause.slice(found.index + between.length);
  return `${messageOf(before)}${between}${readableCause(after)}`;
}

function messageOf(cause: string): string {
  const error = LambdaError.safeParse(parseJson(cause));
  return error.success ? error.data.errorMessage : cause;
}
