import { StatesErrorName } from './error-names.ts';
import { type Json, payloadBytes } from './json.ts';
import { StateError } from './state-error.ts';

/** "Quotas related to task executions": input or output of a task, state or execution, in bytes. */
export const payloadLimitBytes = 262_144;

/**
 * Refuses a payload above the quota.
 * @throws StateError `States.DataLimitExceeded`
 */
export function requirePayload(value: Json, state: string): Json {
  if (payloadBytes(value) <= payloadLimitBytes) return value;
  throw new StateError(
    StatesErrorName.dataLimitExceeded,
    `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
