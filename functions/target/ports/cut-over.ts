import type { CutOverAnswer, CutOverRequest } from '../../shared/rules/cut-over-request.ts';

/** Moves the clients that come through the load balancer of an access stack. */
export interface CutOver {
  /**
   * Makes the next step, or the last; to be asked again while it is pending.
   * @throws TargetRefused where that stack can't; StepOverdue; ServiceUnavailable where it didn't answer as
   *   it should
   */
  ask(request: CutOverRequest): Promise<CutOverAnswer>;
}
