import * as z from 'zod/mini';
import type { FailoverReport } from '../../plays/failover/report.ts';

const count = z.int().check(z.nonnegative());
const seconds = z.number().check(z.nonnegative());
/** Null where it never came. */
const moment = z.nullable(seconds);

const designReport = {
  t0: z.literal(0),
  t1: moment,
  t2: moment,
  t3: moment,
  t4: moment,
  t5: moment,
  t6: moment,
  repointed: moment,
  endsWithWriter: z.boolean(),
  attempts: count,
  acknowledged: count,
  lostWrites: count,
  doubledWrites: count,
  unknownOutcomes: z.strictObject({ kept: count, gone: count }),
  readOnlyErrors: count,
  readOnlyErrorsAfterRepoint: z.nullable(count),
  unreachable: count,
  refused: count,
  longestGapSeconds: seconds,
  longestClientGapSeconds: seconds,
  clientsLeftBehind: count,
  realMilliseconds: z.strictObject({ p50: z.number(), p99: z.number() }),
};

const designs = z.strictObject({
  understudy: z.strictObject(designReport),
  oneLookUp: z.strictObject(designReport),
});
const force = z.enum(['failover', 'crash']);
const three = z.nullable(z.tuple([seconds, seconds, seconds]));
const spread = z.strictObject({
  t1: three,
  t2: three,
  t3: three,
  t4: three,
  t5: three,
  t6: three,
  repointed: three,
  longestGapSeconds: three,
  longestClientGapSeconds: three,
  readOnlyErrors: three,
  lostWrites: three,
  doubledWrites: three,
});

/** What `--json` writes: these keys and no others. */
export const failoverReport = z.strictObject({
  ...designReport,
  passed: z.boolean(),
  force,
  clients: count,
  wallSeconds: z.number(),
  designs,
  runs: z.array(
    z.strictObject({
      seed: count,
      force,
      formerWriter: z.string(),
      newWriter: z.string(),
      designs,
      watchedSeconds: seconds,
      wallSeconds: z.number(),
    }),
  ),
  spread: z.strictObject({ understudy: spread, oneLookUp: spread }),
});

// Whoever changes the report changes its schema.
type Written = z.infer<typeof failoverReport>;
const isComplete: Written extends FailoverReport ? true : false = true;
void isComplete;
