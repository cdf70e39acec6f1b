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
  /** Bytes of all that room was ever asked for here: no less than what the variables hold. */
  #asked = 0;

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
    if (Object.keys(values).length === 0) return;
    const size = payloadBytes(values);
    this.#asked += size;
    if (size > payloadLimitBytes || !this.#hasRoom(values)) {
      throw new StateError(
        StatesErrorName.dataLimitExceeded,
        `The state '${state}' assigned variables of ${size} bytes, exceeding the maximum number of bytes service limit.`,
      );
    }
  }

  assign(values: Readonly<Record<string, Json>>): void {
    this.#own = { ...this.#own, ...values };
  }

  /** Measures what the variables hold only once so much was asked for: that takes its time. */
  #hasRoom(values: Readonly<Record<string, Json>>): boolean {
    return (
      this.askedInSight() <= totalLimitBytes ||
      payloadBytes({ ...this.all(), ...values }) <= totalLimitBytes
    );
  }

  /** Bytes that room was asked for, here and around. */
  askedInSight(): number {
    return this.#asked + (this.#outer?.askedInSight() ?? 0);
  }
}
