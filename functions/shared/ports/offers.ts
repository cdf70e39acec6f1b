import type { EngineVersion } from '../rules/engine-version.ts';
import type { OfferedClass } from '../rules/offered-class.ts';

/** What a group is of: a cluster, an instance that is a member or stands alone, or its options. */
export type GroupKind = 'cluster-parameters' | 'parameters' | 'options';

/** What RDS offers in one Region, and what the caller's account has there for it. */
export interface Offers {
  /** Every version of an engine, those included that AWS has withdrawn. @throws Refused */
  versions(engine: string): Promise<readonly EngineVersion[]>;
  /** Every class for a version that is offered, once for each storage type. @throws Refused */
  classes(engine: string, version: string): Promise<readonly OfferedClass[]>;
  /**
   * The family of a group, such as `mysql8.0`: of an option group, its engine and major version.
   * @returns undefined where there is no such group, nothing where AWS doesn't say it
   * @throws Refused
   */
  familyOf(kind: GroupKind, name: string): Promise<string | undefined>;
}
