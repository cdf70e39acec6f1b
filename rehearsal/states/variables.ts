import { StatesErrorName } from './error-names.ts';
import { type Json, type JsonObject, payloadBytes } from './json.ts';
import { payloadLimitBytes } from './payload-limit.ts';
import { StateError } from './state-error.ts';

/** "Quotas related to state machine executions": all variables of an execution together. */
const totalLimitBytes = 10 * 1024 * 1024;

/**
 * The variables of one workflow. A branch or an iteration reads those of the workflows around it
 * and keeps its own to itself.
 */
export class Variables {
  readonly #outer: Variables | undefined;
  #own: JsonObject = {};

  constructor(outer?: Variables) {
    this.#outer = outer;
  }

  /** Every variable in sight, by name. */
  all(): JsonObject {
    return { ...this.#outer?.all(), ...this.#own };
  }

  /**
   * Checks an `Assign` against the quotas: 256 KiB for all that one state assigns, 10 MiB in all.
   * @throws StateError `States.DataLimitExceeded`
   */
  requireRoom(values: Readonly<Record<string, Json>>, state: string): void {
    const size = payloadBytes(values);
    if (size > payloadLimitBytes || payloadBytes({ ...this.all(), ...values }) > totalLimitBytes) {
      throw new StateError(
        StatesErrorName.dataLimitExceeded,
        `The state '${state}' assigned variables of ${size} bytes, exceeding the maximum number of bytes service limit.`,
      );
    }
  }

  assign(values: Readonly<Record<string, Json>>): void {
    this.#own = { ...this.#own, ...values };
  }
}
