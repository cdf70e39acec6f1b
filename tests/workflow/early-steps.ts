/**
 * The steps from a run's turn to its swap. An earlier run may have been stopped in its own: then nobody has
 * the live name while they fail.
 */
export const earlyInASwap = [
  'PlanAgain',
  'DiscardLeftover',
  'RestoreCluster',
  'AddInstances',
  'VerifyDatabase',
] as const;
