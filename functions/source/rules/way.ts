import { isEarlier } from '../../shared/rules/execution-order.ts';
import type { Begun } from '../../shared/rules/execution-order.ts';

/**
 * How far another execution of the source's state machine is, by the state that it is in:
 * - `deciding`: it looks whether it has to give way
 * - `capturing`: it plans, takes, copies or shares a capture
 * - `closing`: it hands the capture over and tidies up, or tells that it failed; minutes at most
 * - `over`: it is at its end, and does nothing any more
 */
export type Phase = 'deciding' | 'capturing' | 'closing' | 'over';

const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['Begin', 'deciding'],
  ['GiveWay', 'deciding'],
  ['WayFree?', 'deciding'],
  ['WaitForWay', 'deciding'],
  ['NotifyTarget', 'closing'],
  ['PruneSnapshots', 'closing'],
  ['ReportFailure', 'closing'],
  ['CaptureSuperseded', 'over'],
  ['CaptureSucceeded', 'over'],
  ['CaptureFailed', 'over'],
]);

/** One that has entered no state yet decides at first; a state that isn't listed captures. */
export function phaseOf(state: string | undefined): Phase {
  return state === undefined ? 'deciding' : (phases.get(state) ?? 'capturing');
}

/** Another execution that runs. */
export interface OtherRun extends Begun {
  readonly phase: Phase;
}

/** Whether a run may work. */
export type Way =
  | { readonly type: 'free' }
  /** It is known soon. */
  | { readonly type: 'wait'; readonly on: OtherRun; readonly waitingFor: string }
  /** Another run makes the capture that this one was started for. */
  | { readonly type: 'superseded'; readonly by: OtherRun };

/**
 * Whether a run works, waits or ends. While another one captures, a second capture would only be queued
 * behind it by AWS ("When you request multiple snapshot copies for the same source DB instance, they're
 * queued internally", Aurora User Guide, "DB cluster snapshot copying"), and cost as much again: this run
 * ends. One that hands its capture over is waited for, since what this run captures is newer. Of those that
 * decide at the same moment the earliest works, and the others see it do so.
 */
export function wayOf(own: Begun, others: readonly OtherRun[]): Way {
  const of = (phase: Phase): readonly OtherRun[] =>
    others
      .filter((one) => one.phase === phase)
      .toSorted((one, other) => (isEarlier(one, other) ? -1 : 1));
  const [capturing] = of('capturing');
  if (capturing) return { type: 'superseded', by: capturing };
  const [deciding] = of('deciding');
  if (deciding && isEarlier(deciding, own)) {
    return { type: 'wait', on: deciding, waitingFor: `"${deciding.name}" to decide` };
  }
  const [closing] = of('closing');
  return closing
    ? { type: 'wait', on: closing, waitingFor: `the run "${closing.name}" to end` }
    : { type: 'free' };
}
