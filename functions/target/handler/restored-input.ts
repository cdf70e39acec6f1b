import * as z from 'zod/mini';
import { Moment } from '../../shared/rules/formats.ts';
import { RecoveryPlan } from '../rules/recovery-plan.ts';

/** The input of a step on the database that the run has restored. */
export const input = z.object({
  plan: RecoveryPlan,
  /** Its resource id, which no rename changes. */
  restoredId: z.string().check(z.minLength(1)),
  /** When the step began. */
  since: Moment,
});
