import * as z from 'zod/mini';
import { elbIn } from './aws/elb.ts';
import { rdsIn } from '../shared/adapters/clients/rds.ts';
import { dnsNames } from './aws/dns-names.ts';
import { targetGroups } from './aws/elb-target-groups.ts';
import { rdsEndpoints } from './aws/rds-endpoints.ts';
import { concludePass, followAll } from './steps/sync-targets.ts';
import { FollowedList } from './rules/followed.ts';
import { Memory } from './rules/pass-state.ts';
import { Moment, Ranges, YesNo } from '../shared/rules/formats.ts';
import { Trigger } from './rules/trigger.ts';
import { publishAccess } from './handler/publish-metrics.ts';
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

/** Points the target groups at whoever writes now. What a pass saw is published whatever it comes to. */
export const handler = step({
  input,
  run: async (asked) => {
    const request = {
      ...asked,
      followed: environment.FOLLOWED,
      ranges: environment.VPC_RANGES,
      dryRun: environment.DRY_RUN === 'yes',
    };
    const pass = await followAll(request, {
      endpoints: rdsEndpoints(rdsIn(environment.AWS_REGION)),
      names: dnsNames(),
      groups: targetGroups(elbIn(environment.AWS_REGION)),
      clock: systemClock,
    });
    publishAccess(pass.answers);
    return concludePass(request, pass, systemClock);
  },
});
