import type { DatabaseSettings } from '../../shared/rules/database-settings.ts';
import type { DatabaseKind, Location } from '../../shared/rules/database.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';

/** The target stack's parameters. */
export interface RecoverySettings {
  /** The stack's own name. */
  readonly stack: string;
  readonly location: Location;
  readonly kind: DatabaseKind;
  readonly engine: string;
  readonly mode: RecoveryPlan['mode'];
  readonly names: {
    readonly live: string;
    readonly temporary: string;
    readonly liveInstance: string;
    readonly temporaryInstance: string;
  };
  readonly targetKeyArn: string;
  /** The resource id of the source database, where the stack names it; else what is live says it. */
  readonly sourceResourceId: string | undefined;
  /** Why the stack keeps what is live from being replaced; undefined where it doesn't. */
  readonly hold: string | undefined;
  /** For every member, whatever the live ones have. */
  readonly instanceClass: string | undefined;
  /** The parameter group of every member, whatever the live ones have. */
  readonly memberParameterGroup: string | undefined;
  /** A later minor version than the snapshot's, to restore as. */
  readonly engineVersion: string | undefined;
  readonly swapInstanceNames: boolean;
  readonly retirement: RecoveryPlan['retirement'];
  readonly graceHours: number;
  /** Undefined where no approval is asked for. */
  readonly approvalHours: number | undefined;
  readonly onFailure: RecoveryPlan['onFailure'];
  /** The role that the stack may hand on for enhanced monitoring; undefined for none. */
  readonly monitoringRole: string | undefined;
  /** The ARN of the role that it may hand on for an Active Directory domain; undefined for none. */
  readonly domainRole: string | undefined;
  /** What a restored database has in place of its settings until the swap; undefined for nothing. */
  readonly quiet: RecoveryPlan['quiet'];
  readonly parameters: DatabaseSettings;
}
