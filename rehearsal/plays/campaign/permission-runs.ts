import { scenarios } from './scenario.ts';

const renaming = { swap: 'ModifyDBCluster', 'swap-instance': 'ModifyDBInstance' } as const;

/** Few runs, by id, that together need every permission: every scenario, and each way to fail. */
export const permissionRuns: readonly string[] = [
  ...scenarios.map(({ name }) => `${name}/clean`),
  // Discarded, and met while it works.
  'swap-discard/target.AddInstances.0:crash-before:lasting',
  'swap/another:same@RestoreCluster',
  ...(['swap', 'swap-instance'] as const).flatMap((name) => [
    `${name}/source.CopySnapshot.0:crash-before:lasting`,
    `${name}/target.RestoreCluster.0:crash-before:lasting`,
    // Between the renames: the old database gets the name back.
    `${name}/target.SwapNames.${renaming[name]}.1:refused:once`,
    `${name}/notice:malformed-json`,
    // What one left under the temporary name makes room for newer data.
    `${name}/another:newer@End+target.VerifyPostgresql.GetSecretValue.0:refused:once`,
  ]),
  // Restored without what AWS refused, a domain among it, and given it afterwards.
  'swap-settings/target.RestoreCluster.RestoreDBClusterFromSnapshot.0:refused:once',
  // Clients were moved, and a name wasn't: RollBack carries both names to their end.
  'swap-cut-over/target.SwapNames.ModifyDBCluster.0:refused:once',
  // The second time clients come from the spare group.
  'swap-cut-over/another:newer@End',
  // What lost its instances under the live name is renamed away again.
  'swap/target.SwapNames.2:crash-before:lasting+live-instances-lost@target.RollBack',
];
