import * as z from 'zod/mini';
import { databasesIn, snapshotsIn } from '../shared/adapters/rds.ts';
import { Kind, Moment } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { leftByRecovery } from './steps/left-behind.ts';
import { leftUnplanned } from './steps/left-unplanned.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { failureFields, failureHandler } from '../shared/handler/failure.ts';

const environment = readEnvironment({
  DATABASE_KIND: Kind,
  LIVE_IDENTIFIER: z.string().check(z.minLength(1)),
  TEMPORARY_IDENTIFIER: z.string().check(z.minLength(1)),
});

export const input = z.object({
  ...failureFields(RecoveryPlan),
  /** What became of the restored database where a failed run discards it; else null. */
  discarded: z.nullable(z.string()),
  /** When what was restored had lost the live name again; null where it hasn't. */
  exposedUntil: z.nullable(Moment),
  /** The recovery is done, and only its report failed. */
  done: z.boolean(),
});

/** Tells the operators that a recovery failed, and what it left behind or discarded. */
export const handler = failureHandler('target', input, {
  leftBehind: async (plan, { discarded, exposedUntil }) => [
    ...(await leftByRecovery(plan, exposedUntil ?? undefined, {
      databases: databasesIn(plan.place.region, plan.kind),
      snapshots: snapshotsIn(plan.place.region, plan.kind),
    })),
    ...(discarded === null ? [] : [`the restored database, as OnFailure is discard: ${discarded}`]),
  ],
  unplanned: () =>
    leftUnplanned(
      { live: environment.LIVE_IDENTIFIER, temporary: environment.TEMPORARY_IDENTIFIER },
      databasesIn(environment.AWS_REGION, environment.DATABASE_KIND),
    ),
  isDone: ({ done }) => done,
});
