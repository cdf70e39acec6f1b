import type { Authorizer } from '../authorization/authorizer.ts';
import type { VirtualClock } from '../clock.ts';
import type { Functions } from '../lambda/functions.ts';
import type { PrivateZones } from '../network/private-zones.ts';
import type { VirtualNetwork } from '../network/virtual-network.ts';
import type { Alarms } from '../services/cloudwatch/alarms.ts';
import type { CloudWatch } from '../services/cloudwatch/cloud-watch.ts';
import type { Ec2 } from '../services/ec2/ec2.ts';
import type { ElasticLoadBalancing } from '../services/elasticloadbalancing/elastic-load-balancing.ts';
import type { EventBridge } from '../services/eventbridge/event-bridge.ts';
import type { Kms } from '../services/kms/kms.ts';
import type { Rds } from '../services/rds/rds.ts';
import type { Scheduler } from '../services/scheduler/scheduler.ts';
import type { Sns } from '../services/sns/sns.ts';
import type { Sqs } from '../services/sqs/sqs.ts';
import type { StepFunctions } from '../services/stepfunctions/stepfunctions.ts';

/** What a deployment makes things with. */
export interface SimulatorServices {
  readonly authorizer: Authorizer;
  readonly network: VirtualNetwork;
  readonly zones: PrivateZones;
  readonly clock: VirtualClock;
  readonly rds: Rds;
  readonly elb: ElasticLoadBalancing;
  readonly ec2: Ec2;
  readonly kms: Kms;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly stepFunctions: StepFunctions;
  readonly scheduler: Scheduler;
  readonly events: EventBridge;
  readonly metrics: CloudWatch;
  readonly alarms: Alarms;
  readonly functions: Functions;
  newHostedZoneId(): string;
}
