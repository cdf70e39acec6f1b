import * as z from 'zod/mini';
import { kmsIn } from '../shared/adapters/clients/kms.ts';
import { rdsIn } from '../shared/adapters/clients/rds.ts';
import { kmsKeys } from '../shared/adapters/kms-keys.ts';
import { databasesIn, offersIn, snapshotsIn } from '../shared/adapters/rds.ts';
import { regionOf } from '../shared/rules/arn.ts';
import { readAssertions } from './rules/assertion.ts';
import type { AssociatedRole } from '../shared/rules/database-settings.ts';
import { AccountId, count, KeyArn, Kind, list, Moment, optional } from '../shared/rules/formats.ts';
import { Notice } from '../shared/contract/notice.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { KeyWatch } from '../shared/handler/key-watch.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { preflight } from './steps/preflight.ts';
import { autoScalingIn } from './aws/auto-scaling.ts';
import { rdsTies } from './aws/rds-ties.ts';
import { scalableTargets } from './aws/scalable-targets.ts';

const environment = readEnvironment({
  PARTITION: z.string().check(z.startsWith('aws')),
  ACCOUNT_ID: AccountId,
  STACK_NAME: z.string().check(z.minLength(1)),
  DATABASE_KIND: Kind,
  ENGINE: z.string().check(z.minLength(1)),
  MODE: RecoveryPlan.shape.mode,
  LIVE_IDENTIFIER: z.string().check(z.minLength(1)),
  TEMPORARY_IDENTIFIER: z.string().check(z.minLength(1)),
  LIVE_INSTANCE_IDENTIFIER: optional(z.string()),
  TEMPORARY_INSTANCE_IDENTIFIER: optional(z.string()),
  TARGET_KEY_ARN: KeyArn,
  INSTANCE_CLASS: optional(z.string()),
  INSTANCE_NAMES: z.enum(['swap', 'keep']),
  RETIREMENT: RecoveryPlan.shape.retirement,
  RETIREMENT_GRACE_HOURS: count(0),
  RETIREMENT_APPROVAL: z.enum(['none', 'required']),
  APPROVAL_HOURS: count(1),
  ON_FAILURE: RecoveryPlan.shape.onFailure,
  HOLD: optional(z.string()),
  SOURCE_RESOURCE_ID: optional(z.string()),
  SUBNET_GROUP: optional(z.string()),
  SECURITY_GROUPS: list,
  PARAMETER_GROUP: optional(z.string()),
  MEMBER_PARAMETER_GROUP: optional(z.string()),
  OPTION_GROUP: optional(z.string()),
  STORAGE_TYPE: optional(z.string()),
  ENGINE_VERSION: optional(z.string()),
  DATABASE_ROLE_ARNS: list,
  MONITORING_ROLE_ARN: optional(z.string()),
  DOMAIN_ROLE_ARN: optional(z.string()),
  QUIET_PARAMETER_GROUP: optional(z.string()),
  QUIET_SECURITY_GROUPS: list,
  // Read again by VerifyDatabase; here so that a mistake in them ends a run before it makes anything.
  SQL_ASSERTIONS: z.pipe(z.string(), z.transform(readAssertions)),
});

/** What RDS takes as the value of a tag. Source: the RDS API reference, Tag. */
const TagValue = z
  .string()
  .check(
    z.regex(/^[A-Za-z0-9 _.:/=+@-]{1,256}$/, 'expected up to 256 letters, digits and _.:/=+@-'),
  );

export const input = z.object({
  run: z.string().check(z.minLength(1)),
  startedAt: Moment,
  notice: Notice,
  mode: z.pipe(
    z.nullish(RecoveryPlan.shape.mode),
    z.transform((mode) => mode ?? undefined),
  ),
  acceptOlder: z.nullable(z.boolean()),
  acceptLineage: z.nullable(z.string().check(z.minLength(1))),
  hold: z.nullable(TagValue),
  graceHours: z.nullable(z.int().check(z.minimum(0), z.maximum(720))),
});

/** Plans a recovery before anything is made, and again once the run has its turn. */
export const handler = step({
  input,
  run: async ({ acceptOlder, acceptLineage, hold, graceHours, ...request }) => {
    const keys = new KeyWatch();
    try {
      const ports = {
        databases: databasesIn(environment.AWS_REGION, environment.DATABASE_KIND),
        snapshots: snapshotsIn(environment.AWS_REGION, environment.DATABASE_KIND),
        keysOf: (keyArn: string) =>
          keys.watched(kmsKeys(kmsIn(regionOf(keyArn) ?? environment.AWS_REGION))),
        offers: offersIn(environment.AWS_REGION),
        ties: rdsTies(rdsIn(environment.AWS_REGION)),
        scalableTargets: scalableTargets(autoScalingIn(environment.AWS_REGION)),
        clock: systemClock,
      };
      const asked = {
        ...request,
        acceptOlder: acceptOlder === true,
        acceptLineage: acceptLineage ?? undefined,
        hold: hold ?? undefined,
        graceHours: graceHours ?? undefined,
      };
      return { plan: await preflight(asked, settings(), ports) };
    } finally {
      keys.publish({ workflow: 'target', database: environment.LIVE_IDENTIFIER });
    }
  },
});

function settings(): Parameters<typeof preflight>[1] {
  const live = environment.LIVE_IDENTIFIER;
  const temporary = environment.TEMPORARY_IDENTIFIER;
  return {
    stack: environment.STACK_NAME,
    location: {
      partition: environment.PARTITION,
      accountId: environment.ACCOUNT_ID,
      region: environment.AWS_REGION,
    },
    kind: environment.DATABASE_KIND,
    engine: environment.ENGINE,
    mode: environment.MODE,
    names: {
      live,
      temporary,
      liveInstance: environment.LIVE_INSTANCE_IDENTIFIER ?? `${live}-instance`,
      temporaryInstance: environment.TEMPORARY_INSTANCE_IDENTIFIER ?? `${temporary}-instance`,
    },
    targetKeyArn: environment.TARGET_KEY_ARN,
    sourceResourceId: environment.SOURCE_RESOURCE_ID,
    hold: environment.HOLD,
    instanceClass: environment.INSTANCE_CLASS,
    memberParameterGroup: environment.MEMBER_PARAMETER_GROUP,
    engineVersion: environment.ENGINE_VERSION,
    swapInstanceNames: environment.INSTANCE_NAMES === 'swap',
    retirement: environment.RETIREMENT,
    graceHours: environment.RETIREMENT_GRACE_HOURS,
    approvalHours:
      environment.RETIREMENT_APPROVAL === 'required' ? environment.APPROVAL_HOURS : undefined,
    onFailure: environment.ON_FAILURE,
    parameters: {
      subnetGroup: environment.SUBNET_GROUP,
      securityGroups:
        environment.SECURITY_GROUPS.length > 0 ? environment.SECURITY_GROUPS : undefined,
      parameterGroup: environment.PARAMETER_GROUP,
      optionGroup: environment.OPTION_GROUP,
      storageType: environment.STORAGE_TYPE,
      instanceClass: environment.INSTANCE_CLASS,
      roles: environment.DATABASE_ROLE_ARNS.map(readRole),
    },
    monitoringRole: environment.MONITORING_ROLE_ARN,
    domainRole: environment.DOMAIN_ROLE_ARN,
    quiet: quietSettings(),
  };
}

/** `arn`, or `arn=feature`; the name of a role may hold a `=` itself, that of a feature doesn't. */
function readRole(text: string): AssociatedRole {
  const at = text.lastIndexOf('=');
  return at < 0 ? { arn: text } : { arn: text.slice(0, at), feature: text.slice(at + 1) };
}

function quietSettings(): RecoveryPlan['quiet'] {
  const parameterGroup = environment.QUIET_PARAMETER_GROUP;
  const securityGroups = environment.QUIET_SECURITY_GROUPS;
  if (parameterGroup === undefined && securityGroups.length === 0) return undefined;
  return {
    ...(parameterGroup !== undefined && { parameterGroup }),
    ...(securityGroups.length > 0 && { securityGroups }),
  };
}
