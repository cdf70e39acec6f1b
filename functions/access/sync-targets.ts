import * as z from 'zod/mini';
import { elbIn } from '../shared/adapters/clients/elb.ts';
import { rdsIn } from '../shared/adapters/clients/rds.ts';
import { dnsNames } from '../shared/adapters/dns-names.ts';
import { targetGroups } from '../shared/adapters/elb-target-groups.ts';
import { rdsEndpoints } from '../shared/adapters/rds-endpoints.ts';
import { syncTargets } from '../shared/access/sync-targets.ts';
import { FollowedList } from '../shared/domain/followed.ts';
import { Memory } from '../shared/domain/follow-memory.ts';
import { Moment, Ranges, YesNo } from '../shared/domain/formats.ts';
import { Trigger } from '../shared/domain/trigger.ts';
import { publishAccess } from '../shared/handler/access-metrics.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

const environment = readEnvironment({
  FOLLOWED: FollowedList,
  VPC_RANGES: Ranges,
  DRY_RUN: YesNo,
});

export const input = z.object({
  trigger: Trigger,
  since: Moment,
  memory: z.nullable(Memory),
});

/** Points the target groups at whoever writes now. */
export const handler = step({
  input,
  run: (request) =>
    syncTargets(
      {
        ...request,
        followed: environment.FOLLOWED,
        ranges: environment.VPC_RANGES,
        dryRun: environment.DRY_RUN === 'yes',
      },
      {
        endpoints: rdsEndpoints(rdsIn(environment.AWS_REGION)),
        names: dnsNames(),
        groups: targetGroups(elbIn(environment.AWS_REGION)),
        clock: systemClock,
      },
      publishAccess,
    ),
});
