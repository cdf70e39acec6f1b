/**
 * Runs, by id, that tell a mistake in behaviour which few others tell (`scripts/behaviours/mutants.ts`).
 * The fixed sample begins with them.
 */
export const tellingRuns: readonly string[] = [
  // RollBack leaves the name with a database that can be written to.
  'swap/target.VerifyPostgresql.1:crash-before:lasting',
  // A rename that was accepted, and isn't seen yet when it is undone.
  'swap/target.SwapNames.ModifyDBCluster.0:cut-after:lasting',
  // What another execution restored isn't discarded by the one that takes it over.
  'swap-discard/target.DiscardCluster.0:crash-before:lasting+target.AddInstances.0:crash-before:lasting>>target.VerifyPostgresql.0:crash-before:lasting',
  // Nor what may be the last that can answer.
  'swap-discard/live-instances-lost@target.VerifyPostgresql+target.SwapNames.0:crash-before:lasting',
  // A standby isn't left over.
  'standby/another:newer@End',
  // A drill restores under a name of its own, whoever has the temporary one.
  'drill/another:standby@TakeTurn',
  // There has to be room for the final snapshot before an instance goes.
  'swap/snapshot-quota-full@target.TerminateOldCluster',
  // A capture of another database, by a notice that says so.
  'swap/forger:lineage',
  // Two runs of one notice take turns, and the second plans anew.
  'swap/another:same@RestoreCluster',
  'drill/another:same@WaitForDiscard',
];
