import * as z from 'zod/mini';
import { elbIn } from './aws/elb.ts';
import { rdsIn } from '../shared/adapters/clients/rds.ts';
import { dnsNames } from './aws/dns-names.ts';
import { listeners } from './aws/elb-listeners.ts';
import { targetGroups } from './aws/elb-target-groups.ts';
import { rdsEndpoints } from './aws/rds-endpoints.ts';
import { cutOver } from './steps/cut-over.ts';
import { concludePass, followAll } from './steps/sync-targets.ts';
import type { SyncAnswer } from './steps/sync-targets.ts';
import { CutOverRequest } from '../shared/rules/cut-over-request.ts';
import type { CutOverAnswer } from '../shared/rules/cut-over-request.ts';
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
  /** Set where the target workflow moves clients before it renames anything. */
  cutOver: z.optional(CutOverRequest),
});

/**
 * Points the target groups at whoever writes now. What a pass saw is published whatever it comes to. Asked for
 * a cut-over, it makes that one's next step instead.
 */
export const handler = step({
  input,
  run: async ({ cutOver: asked, ...run }): Promise<SyncAnswer | CutOverAnswer> => {
    const request = {
      ...run,
      followed: environment.FOLLOWED,
      ranges: environment.VPC_RANGES,
      dryRun: environment.DRY_RUN === 'yes',
    };
    const elb = elbIn(environment.AWS_REGION);
    const ports = {
      endpoints: rdsEndpoints(rdsIn(environment.AWS_REGION)),
      names: dnsNames(),
      groups: targetGroups(elb),
      listeners: listeners(elb),
      clock: systemClock,
    };
    if (asked !== undefined) return cutOver(asked, request, ports);
    const pass = await followAll(request, ports);
    publishAccess(pass.answers);
    return concludePass(request, pass, systemClock);
  },
});
