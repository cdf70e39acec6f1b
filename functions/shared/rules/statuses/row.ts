/** The calls of ours that the status of a cluster may forbid. ModifyDBCluster renames it too. */
export const clusterCalls = [
  'ModifyDBCluster',
  'CreateDBInstance',
  'FailoverDBCluster',
  'DeleteDBCluster',
  'CreateDBClusterSnapshot',
  'AddRoleToDBCluster',
  'EnableHttpEndpoint',
] as const;
export type ClusterCall = (typeof clusterCalls)[number];

/** The same of an instance, be it a member or stand alone. ModifyDBInstance renames it too. */
export const instanceCalls = [
  'ModifyDBInstance',
  'RebootDBInstance',
  'DeleteDBInstance',
  'CreateDBSnapshot',
  'AddRoleToDBInstance',
] as const;
export type InstanceCall = (typeof instanceCalls)[number];

/** What a status means. */
export interface StatusRow<Call extends string = string> {
  /**
   * To a step that waits:
   * - `usable`: the database answers, whatever else is done to it
   * - `passing`: it isn't known to answer; AWS brings it on by itself
   * - `failed`: it doesn't come back by itself
   */
  readonly means: 'usable' | 'passing' | 'failed';
  /** Whether a client can connect, and write where it finds a writer. */
  readonly connects: 'yes' | 'perhaps' | 'no';
  readonly forbids: readonly Call[];
  readonly source: string;
}

/** Where nothing but practice tells. */
export const unverified = 'from memory, unverified';

/** Every call but these. */
export function allBut<Call extends string>(
  calls: readonly Call[],
  ...allowed: readonly Call[]
): readonly Call[] {
  return calls.filter((call) => !allowed.includes(call));
}
