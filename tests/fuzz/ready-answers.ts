import * as z from 'zod/mini';
import { CapturePlan } from '../../functions/source/rules/capture-plan.ts';
import { PassState } from '../../functions/access/rules/pass-state.ts';
import { Moment, SnapshotArnText } from '../../functions/shared/rules/formats.ts';
import { Notice } from '../../functions/shared/contract/notice.ts';
import { RecoveryPlan } from '../../functions/target/rules/recovery-plan.ts';

const text = z.string().check(z.minLength(1));
const endpoint = z.object({ host: text, port: z.int().check(z.minimum(1), z.maximum(65_535)) });
const secured = z.object({ arn: SnapshotArnText, engine: text, engineVersion: text });
const removal = z.object({ outcome: z.enum(['deleted', 'kept', 'gone']), detail: text });
const check = z.object({ name: text, passed: z.literal(true), detail: text });
const verified = z.object({ answeredAt: Moment, checks: z.array(check) });
const failed = z.object({ status: z.literal('FAILED'), leftBehind: z.array(text) });

/** What the steps after it rely on, by the function's sample event. */
const facts: Readonly<Record<string, z.ZodMiniType>> = {
  'source-preflight': z.object({ plan: CapturePlan }),
  'source-create-snapshot': z.extend(secured, { capturedAt: Moment }),
  'source-copy-snapshot': z.object({ arn: SnapshotArnText }),
  'source-share-snapshot': z.object({ sharedArn: SnapshotArnText, sharedWith: text }),
  'source-notify-target': z.object({ notice: Notice }),
  'source-prune-snapshots': z.object({ deleted: z.array(text) }),
  'source-report-failure': failed,
  'target-preflight': z.object({ plan: RecoveryPlan }),
  'target-start-recovery': z.object({ name: text, outcome: text }),
  'target-find-shared-snapshot': z.object({ arn: SnapshotArnText }),
  'target-secure-snapshot': secured,
  'target-restore-cluster': z.object({ resourceId: text }),
  'target-add-instances': z.object({ endpoint }),
  'target-verify-postgresql': verified,
  'target-verify-mysql': verified,
  'target-swap-names': z.object({ endpoint }),
  'target-swap-instance-names': z.object({}),
  'target-terminate-old-cluster': removal,
  'target-discard-cluster': removal,
  'target-take-turn': z.object({}),
  'target-roll-back': z.object({
    outcome: z.enum(['stays', 'given-back', 'nobody']),
    endpoint: z.nullable(endpoint),
    exposed: z.nullable(z.object({ from: text, until: Moment })),
  }),
  'target-report-recovery': z.object({ report: z.object({ status: z.literal('SUCCEEDED') }) }),
  'target-report-failure': z.extend(failed, { status: z.enum(['FAILED', 'UNREPORTED']) }),
  'access-sync-targets': z.object({ outcome: text, memory: z.record(text, PassState) }),
  'lab-prepare-database': z.object({ status: z.enum(['SUCCESS', 'FAILED']) }),
  'lab-probe-database': z.object({ attempts: z.int(), errors: z.record(text, z.unknown()) }),
  'access-fill-targets': z.object({ status: z.enum(['SUCCESS', 'FAILED']) }),
};

export const ready = {
  /** Of a step that hasn't got an entry nothing but an object is expected. */
  of: (step: string): z.ZodMiniType => facts[step] ?? z.object({}),
  pending: z.object({
    // What a Wait state takes; no step waits longer than for its turn.
    waitSeconds: z.int().check(z.minimum(1), z.maximum(3600)),
    waitingFor: z.string().check(z.minLength(1)),
  }),
};
