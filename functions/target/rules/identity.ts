import type { Database } from '../../shared/rules/database.ts';
import type { DatabaseSettings } from '../../shared/rules/database-settings.ts';
import type { Notice } from '../../shared/contract/notice.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** What was and what is, each null where there is none. */
export interface OldAndNew {
  readonly old: string | null;
  readonly new: string | null;
}

/** What others know the live database by, beside its name: AWS gives both anew with a restore. */
export interface Identity {
  /** As `rds-db:connect` policies name it. */
  readonly resourceIds: OldAndNew;
  /** The ARN of the secret with the master password, where RDS manages it. */
  readonly masterSecret: OldAndNew;
}

/** The database that is to be replaced, as a plan keeps it. */
export function identify(old: Database | undefined): RecoveryPlan['live'] {
  if (!old) return undefined;
  const { resourceId, deletionProtection, masterSecret } = old;
  return {
    resourceId,
    deletionProtection,
    ...(masterSecret && { masterKeptIn: masterSecret.arn }),
  };
}

/** @param found the restored database: its resource id, and the secret that RDS keeps for it */
export function identityOf(
  plan: RecoveryPlan,
  found: { readonly resourceId: string | undefined; readonly keptIn: string | undefined },
): Identity {
  const old = plan.live?.resourceId ?? plan.replaced ?? null;
  // A drill's own database is gone by the time that anybody reads this.
  const kept = plan.mode !== 'drill';
  return {
    resourceIds: { old, new: (kept && found.resourceId) || null },
    masterSecret: {
      old: plan.live?.masterKeptIn ?? null,
      new: (kept && found.keptIn) || null,
    },
  };
}

/**
 * What a swap changes that nobody can carry, and what of the source outdates the login, a sentence each.
 * Sources: Aurora User Guide, "Creating and using an IAM policy for IAM database access" (a policy names
 * the `DbClusterResourceId`) and "Password management with Secrets Manager" (rotated every seven days).
 */
export function describeIdentity(
  old: Database | undefined,
  facts: {
    readonly mode: RecoveryPlan['mode'];
    readonly notice: Pick<Notice, 'capturedAt' | 'manifest'>;
    readonly settings: Pick<DatabaseSettings, 'iamAuthentication'>;
  },
): readonly string[] {
  const { mode, notice, settings } = facts;
  const sentences: string[] = [];
  if (notice.manifest.managedMaster === true) {
    sentences.push(
      "RDS manages the source's master password, and changes it every 7 days by default: the restored " +
        `database has that of ${notice.capturedAt}, and DatabaseSecretArn has to hold it; give VerifyDatabase a ` +
        'user of its own, or IAM authentication',
    );
  }
  if (mode !== 'swap' || !old) return sentences;
  if (old.masterSecret) {
    sentences.push(
      `RDS manages the master password of "${old.identifier}" in ${old.masterSecret.arn}, which goes with ` +
        'it: the restored database gets a secret of its own before it is live, whose ARN the report names; ' +
        'whoever reads the old one has to read that',
    );
  }
  if (settings.iamAuthentication === true) {
    sentences.push(
      `IAM authentication is on: rds-db:connect policies that name ${old.resourceId} don't let anybody into ` +
        'the restored database, whose resource id is new and named in the report; let them name both, or *',
    );
  }
  return sentences;
}
