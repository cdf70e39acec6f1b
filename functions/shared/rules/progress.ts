/**
 * What a step that observes and acts answers: done, with facts for the steps after it, or to be
 * asked again. The state machine's Choice reads `state`, its Wait `waitSeconds`.
 */
export type Progress<Facts extends object = object> =
  ({ readonly state: 'ready' } & Facts) | Pending;

/** To be asked again after so many seconds. */
export interface Pending {
  readonly state: 'pending';
  readonly waitSeconds: number;
  readonly waitingFor: string;
}
