import { Port, SnapshotArnText } from '../rules/formats.ts';
import { AnswerUnreadable } from '../ports/aws-errors.ts';

/**
 * What AWS tells resources apart by. Its models call every field optional; without these two things
 * would be taken for one, so what lacks them isn't acted upon.
 * @throws AnswerUnreadable where it is missing or empty
 */
export function required<Value extends string | number>(
  value: Value | undefined,
  field: string,
): Value {
  if (value !== undefined && value !== '') return value;
  throw new AnswerUnreadable(
    `expected AWS's answer to have ${field}, found none: nothing was done about it`,
  );
}

/**
 * The ARN of a snapshot, which later steps read the Region and the account from.
 * @throws AnswerUnreadable where it is missing or another text
 */
export function requiredArn(value: string | undefined, field: string): string {
  const arn = required(value, field);
  if (SnapshotArnText.safeParse(arn).success) return arn;
  throw new AnswerUnreadable(
    `expected AWS's answer to have the ARN of a snapshot in ${field}, found "${arn}": nothing was ` +
      'done about it',
  );
}

/** A port that one can connect to; undefined while AWS hasn't given one. */
export function readPort(value: number | undefined): number | undefined {
  return Port.safeParse(value).data;
}
