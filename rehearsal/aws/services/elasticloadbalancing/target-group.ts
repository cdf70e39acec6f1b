import type {
  TargetHealthReasonEnum,
  TargetHealthStateEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Location } from '../../contracts.ts';

/** How a group's targets are checked; TCP only. */
export interface HealthCheck {
  /** A port, or `traffic-port`. */
  readonly port: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** A target as DescribeTargetHealth shows it, and what is behind that. */
export interface Target {
  readonly address: string;
  readonly port: number;
  /** A zone, or `all` for an address outside the VPC. */
  readonly zone: string;
  state: TargetHealthStateEnum;
  reason: TargetHealthReasonEnum | undefined;
  /** False while it drains: then it is listed, and registered no more. */
  registered: boolean;
  /** Whether connections get to it, as far as its health lets them. */
  isConnected: boolean;
  passed: number;
  failed: number;
  /** Until when new connections still reach it, though it is draining or unhealthy. */
  reachedUntil: number;
  /** Ends what is appointed for it. */
  cancel: () => void;
}

/** A target group of addresses. */
export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly location: Location;
  readonly port: number;
  readonly vpcId: string;
  healthCheck: HealthCheck;
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** By address and port. */
  readonly targets: Map<string, Target>;
  /** Gone from the list, and still reached by new connections. */
  readonly lingering: Set<Target>;
}

/** `10.0.1.5:5432`: a target's place in its group. */
export function spotOf({ address, port }: Pick<Target, 'address' | 'port'>): string {
  return `${address}:${port}`;
}
