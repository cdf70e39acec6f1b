/** What a rehearsal is about: its options, and the names that follow from them. */
export interface Setting {
  readonly mode: 'swap' | 'standby' | 'drill';
  readonly engine: 'aurora-postgresql' | 'aurora-mysql' | 'postgres' | 'mysql';
  readonly encryption: 'none' | 'aws-managed' | 'customer' | 'aws-owned';
  readonly copyRoute: 'two-step' | 'one-call';
  /** Readers of the live and so of the restored cluster. */
  readonly readers: number;
  readonly serverless: boolean;
  /** Whether the target holds a live database to be replaced. */
  readonly emptyTarget: boolean;
  readonly instanceNames: 'swap' | 'keep';
  /** How long the old database stays after the swap. */
  readonly graceHours: number;
  /** What an operator answers to whether it may be deleted; undefined where nobody is asked. */
  readonly approve: 'yes' | 'no' | 'never' | undefined;
  /** What VerifyDatabase logs in by: a secret, or a token of IAM database authentication. */
  readonly login: 'secret' | 'iam';
  /** Whether the live database has other settings than AWS's defaults, in every member that there is. */
  readonly ownSettings: boolean;
  readonly seed: number;
}
/** Aurora is a cluster; every other engine a DB instance that stands alone. */
export function kindOf(setting: Setting): 'cluster' | 'instance' {
  return setting.engine.startsWith('aurora') ? 'cluster' : 'instance';
}
