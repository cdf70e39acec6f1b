import type { ScalingSeen } from '../rules/scalable-target.ts';

/** What scales the readers of clusters. */
export interface ScalableTargets {
  /**
   * Looks for what scales the readers of whatever cluster has a name. What AWS doesn't let be looked at,
   * by permission or because the Region doesn't have it, is told and no error.
   */
  of(cluster: string): Promise<ScalingSeen>;
}
