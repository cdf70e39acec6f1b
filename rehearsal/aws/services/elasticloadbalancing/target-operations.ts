import type {
  DeregisterTargetsInput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  TargetDescription,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../contracts.ts';
import type { Operation } from '../../contracts.ts';
import { addressNumber, isInRange } from '../../network/ranges.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { findGroup } from './find.ts';
import type { ElbState } from './state.ts';
import { spotOf } from './target-group.ts';
import type { Target, TargetGroup } from './target-group.ts';
import { readPort } from './target-group-operations.ts';
import { deregister, register } from './target-life.ts';

/** Source: the guide of Network Load Balancers, "Quotas". */
const mostTargets = 1000;

/** Source: the same, "Target type", IP addresses. */
const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

export function targetOperations(state: ElbState): Record<string, Operation> {
  return {
    RegisterTargets: operation<RegisterTargetsInput, object>(
      ['TargetGroupArn', 'Targets'],
      (input, call) => {
        call.authorize('elasticloadbalancing:RegisterTargets', input.TargetGroupArn ?? '');
        const group = findGroup(state, call.location, input.TargetGroupArn);
        const spots = requireTargets(input.Targets).map((target) => readSpot(state, group, target));
        const all = new Set([...group.targets.keys(), ...spots.map(spotOf)]);
        if (all.size > mostTargets) {
          throw new AwsError(
            'TooManyTargetsException',
            `The maximum number of targets in target group '${group.arn}' is ${mostTargets}`,
          );
        }
        for (const spot of spots) register(state, group, spot);
        return {};
      },
    ),
    DeregisterTargets: operation<DeregisterTargetsInput, object>(
      ['TargetGroupArn', 'Targets'],
      (input, call) => {
        call.authorize('elasticloadbalancing:DeregisterTargets', input.TargetGroupArn ?? '');
        const group = findGroup(state, call.location, input.TargetGroupArn);
        for (const target of requireTargets(input.Targets)) {
          const found = registeredAs(group, target);
          // "If the specified target does not exist, the action returns successfully."
          if (found?.registered) deregister(state, group, found);
        }
        return {};
      },
    ),
    DescribeTargetHealth: operation<DescribeTargetHealthInput, DescribeTargetHealthOutput>(
      ['TargetGroupArn', 'Targets', 'Include'],
      (input, call) => {
        call.authorize('elasticloadbalancing:DescribeTargetHealth', '*');
        if (input.Include !== undefined) throw notSimulated('DescribeTargetHealth with Include');
        const group = findGroup(state, call.location, input.TargetGroupArn);
        const listed = input.Targets
          ? input.Targets.map((target) => {
              const found = registeredAs(group, target);
              return found ? describe(group, found) : unregistered(group, target);
            })
          : [...group.targets.values()].map((target) => describe(group, target));
        return { TargetHealthDescriptions: listed };
      },
    ),
  };
}

function requireTargets(
  targets: readonly TargetDescription[] | undefined,
): readonly TargetDescription[] {
  if (targets !== undefined && targets.length > 0) return targets;
  throw new AwsError('ValidationError', 'You must specify at least one target');
}

/** @throws AwsError `InvalidTargetException` for an address or a zone that the group doesn't take */
function readSpot(
  state: ElbState,
  group: TargetGroup,
  { Id: address = '', Port: port, AvailabilityZone: zone, ...more }: TargetDescription,
): Pick<Target, 'address' | 'port' | 'zone'> {
  const [extra] = Object.keys(more);
  if (extra !== undefined) throw notSimulated(`a target with ${extra}`);
  if (addressNumber(address) === undefined) {
    throw new AwsError(
      'ValidationError',
      `The IP address '${address}' is not a valid IPv4 address`,
    );
  }
  if (!privateRanges.some((range) => isInRange(address, range))) {
    throw invalid(address, `it is not within a private range (${privateRanges.join(', ')})`);
  }
  const { vpcs } = state.network;
  const isInside = vpcs.vpcAt(address)?.id === group.vpcId;
  if (!isInside) {
    if (zone === 'all') return { address, port: readPort(port ?? group.port), zone };
    throw invalid(
      address,
      `it is outside the VPC '${group.vpcId}', for which the Availability Zone is 'all'`,
    );
  }
  const own = vpcs.subnetAt(address)?.zone;
  if (own === undefined) throw invalid(address, `it is in no subnet of the VPC '${group.vpcId}'`);
  if (zone !== undefined && zone !== own) {
    throw invalid(address, `its Availability Zone is '${own}', not '${zone}'`);
  }
  return { address, port: readPort(port ?? group.port), zone: own };
}

function invalid(address: string, why: string): AwsError {
  return new AwsError('InvalidTargetException', `The IP address '${address}' is not valid: ${why}`);
}

/** The target that is listed by exactly this address, port and, where one is given, zone. */
function registeredAs(
  group: TargetGroup,
  { Id: address = '', Port: port = group.port, AvailabilityZone: zone }: TargetDescription,
): Target | undefined {
  const found = group.targets.get(spotOf({ address, port }));
  return zone === undefined || zone === found?.zone ? found : undefined;
}

/** Sources: the console's own words. */
const descriptions: Readonly<Record<string, string>> = {
  'Elb.RegistrationInProgress': 'Target registration is in progress',
  'Elb.InitialHealthChecking': 'Initial health checks in progress',
  'Target.Timeout': 'Request timed out',
  'Target.FailedHealthChecks': 'Health checks failed',
  'Target.DeregistrationInProgress': 'Target deregistration is in progress',
  'Target.NotInUse':
    'Target group is not configured to receive traffic from the load balancer, or the zone is not enabled',
};

function describe(group: TargetGroup, target: Target): TargetHealthDescription {
  const { address, port, zone, state, reason } = target;
  const { port: checked } = group.healthCheck;
  return {
    Target: { Id: address, Port: port, AvailabilityZone: zone },
    HealthCheckPort: checked === 'traffic-port' ? String(port) : checked,
    TargetHealth: {
      State: state,
      ...(reason !== undefined && { Reason: reason, Description: descriptions[reason] }),
    },
  };
}

function unregistered(group: TargetGroup, target: TargetDescription): TargetHealthDescription {
  return {
    Target: { ...target, Port: target.Port ?? group.port },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}
