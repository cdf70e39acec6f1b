import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  ElasticLoadBalancingV2Client,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { releaseWithin } from '../rules/targets.ts';
import type { Target } from '../rules/targets.ts';
import type { TargetGroups } from '../ports/target-groups.ts';
import { required } from '../../shared/adapters/required.ts';

/** Target groups of load balancers, in the client's Region. */
export function targetGroups(client: ElasticLoadBalancingV2Client): TargetGroups {
  return {
    async targets(groupArn) {
      // Not in pages: one answer lists the whole group.
      const answer = await client.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }),
      );
      return (answer.TargetHealthDescriptions ?? []).map(readTarget);
    },
    async register(groupArn, spots) {
      await client.send(
        new RegisterTargetsCommand({
          TargetGroupArn: groupArn,
          // Without a zone: Elastic Load Balancing finds that of an address inside the VPC by itself.
          Targets: spots.map(({ address, port }) => ({ Id: address, Port: port })),
        }),
      );
    },
    async deregister(groupArn, targets) {
      await client.send(
        new DeregisterTargetsCommand({
          TargetGroupArn: groupArn,
          Targets: targets.map(({ address, port, zone }) => ({
            Id: address,
            Port: port,
            AvailabilityZone: zone,
          })),
        }),
        // Too late it might let go of what another pass has come to want: the next look sees.
        { abortSignal: AbortSignal.timeout(releaseWithin * 1000) },
      );
    },
  };
}

function readTarget({ Target: target, TargetHealth: health }: TargetHealthDescription): Target {
  return {
    address: required(target?.Id, 'Target.Id'),
    port: required(target?.Port, 'Target.Port'),
    zone: target?.AvailabilityZone,
    state: health?.State ?? 'unavailable',
  };
}
