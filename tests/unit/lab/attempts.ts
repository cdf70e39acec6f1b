import type { Attempt } from '../../../functions/lab/rules/attempt.ts';
import type { ErrorClass } from '../../../functions/lab/rules/error-class.ts';

/** An attempt that began and was answered at these moments, as the first client's unless it says more. */
export function attempt(
  at: number,
  answeredAt: number,
  more: Partial<Attempt> & { readonly met?: ErrorClass } = {},
): Attempt {
  const { met, ...own } = more;
  const isFailed = met !== undefined;
  return {
    client: 1,
    id: at,
    at,
    answeredAt,
    outcome: isFailed ? 'not-sent' : 'acknowledged',
    error: isFailed ? { class: met, message: `${met} at ${at}` } : undefined,
    ...own,
  };
}
