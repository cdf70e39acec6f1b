import * as z from 'zod/mini';
import { kmsIn } from '../shared/adapters/clients/kms.ts';
import { kmsKeys } from '../shared/adapters/kms-keys.ts';
import { databasesIn, offersIn, snapshotsIn } from '../shared/adapters/rds.ts';
import { preflight } from './steps/preflight.ts';
import type { CaptureSettings } from './steps/preflight.ts';
import {
  AccountId,
  count,
  KeyArn,
  Kind,
  Moment,
  Region,
  TopicArn,
} from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { captureDimensions } from '../shared/handler/dimensions.ts';
import { KeyWatch } from '../shared/handler/key-watch.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

const environment = readEnvironment({
  PARTITION: z.string().check(z.startsWith('aws')),
  ACCOUNT_ID: AccountId,
  STACK_NAME: z.string().check(z.minLength(1)),
  DATABASE_KIND: Kind,
  DATABASE_IDENTIFIER: z.string().check(z.minLength(1)),
  SNAPSHOT_PREFIX: z.string().check(z.minLength(1)),
  TARGET_ACCOUNT_ID: AccountId,
  TARGET_REGION: Region,
  RECOVERY_KEY_ARN: KeyArn,
  COPY_ROUTE: z.enum(['two-step', 'one-call']),
  TOPIC_ARN: TopicArn,
  SNAPSHOT_HOURS: count(1),
  COPY_HOURS: count(1),
  RESUME_HOURS: count(1),
});

const settings: CaptureSettings = {
  stack: environment.STACK_NAME,
  location: {
    partition: environment.PARTITION,
    accountId: environment.ACCOUNT_ID,
    region: environment.AWS_REGION,
  },
  kind: environment.DATABASE_KIND,
  identifier: environment.DATABASE_IDENTIFIER,
  snapshotPrefix: environment.SNAPSHOT_PREFIX,
  target: { accountId: environment.TARGET_ACCOUNT_ID, region: environment.TARGET_REGION },
  recoveryKeyArn: environment.RECOVERY_KEY_ARN,
  route: environment.COPY_ROUTE,
  topicArn: environment.TOPIC_ARN,
  patience: {
    snapshotHours: environment.SNAPSHOT_HOURS,
    copyHours: environment.COPY_HOURS,
    resumeHours: environment.RESUME_HOURS,
  },
};

export const input = z.object({ run: z.string().check(z.minLength(1)), startedAt: Moment });

/** Plans a capture before anything is made. */
export const handler = step({
  input,
  run: async ({ run, startedAt }) => {
    const keys = new KeyWatch();
    try {
      const ports = {
        databases: databasesIn(environment.AWS_REGION, environment.DATABASE_KIND),
        sourceKeys: keys.watched(kmsKeys(kmsIn(environment.AWS_REGION))),
        targetOffers: offersIn(environment.TARGET_REGION),
        targetKeys: keys.watched(kmsKeys(kmsIn(environment.TARGET_REGION))),
        sourceSnapshots: snapshotsIn(environment.AWS_REGION, environment.DATABASE_KIND),
        targetSnapshots: snapshotsIn(environment.TARGET_REGION, environment.DATABASE_KIND),
        clock: systemClock,
      };
      return { plan: await preflight({ name: run, startedAt }, settings, ports) };
    } finally {
      keys.publish(
        captureDimensions({ stack: settings.stack, source: { identifier: settings.identifier } }),
      );
    }
  },
});
