import { shortHash } from '../../shared/rules/identifier.ts';

/** Step Functions takes 1 to 80 characters. Source: its API reference, StartExecution, `name`. */
const maximumLength = 80;

/**
 * The name of the recovery of a capture: the same for the same notice, however often it arrives, so
 * that Step Functions itself turns a second delivery away.
 */
export function executionName(notice: {
  readonly run: string;
  readonly snapshot: { readonly arn: string };
}): string {
  const snapshot = notice.snapshot.arn.split(':').at(-1) ?? '';
  const hash = shortHash(`${notice.snapshot.arn} ${notice.run}`);
  const readable = snapshot.replaceAll(/[^A-Za-z0-9_-]/g, '-');
  return `${readable.slice(0, maximumLength - hash.length - 1)}-${hash}`;
}
