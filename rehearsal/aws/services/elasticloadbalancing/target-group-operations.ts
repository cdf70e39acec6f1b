import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
  TargetGroup as Described,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Operation } from '../../contracts.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { initialAttributes, setAttributes, targetGroupAttributes } from './attributes.ts';
import { findBalancer, findGroup, readTags, requireName, showTags } from './find.ts';
import { balancersOf, inPlace, listenersOf } from './state.ts';
import type { ElbState } from './state.ts';
import type { HealthCheck, TargetGroup } from './target-group.ts';

export function targetGroupOperations(state: ElbState): Record<string, Operation> {
  return {
    CreateTargetGroup: operation<CreateTargetGroupInput, CreateTargetGroupOutput>(
      [
        'Name',
        'TargetType',
        'Protocol',
        'Port',
        'VpcId',
        'HealthCheckEnabled',
        'HealthCheckProtocol',
        'HealthCheckPort',
        'HealthCheckIntervalSeconds',
        'HealthCheckTimeoutSeconds',
        'HealthyThresholdCount',
        'UnhealthyThresholdCount',
        'IpAddressType',
        'Tags',
      ],
      (input, call) => {
        const { location } = call;
        const name = input.Name ?? '';
        const hash = state.random.text(16);
        const arn = arnIn(location, 'elasticloadbalancing', `targetgroup/${name}/${hash}`);
        call.authorize('elasticloadbalancing:CreateTargetGroup', arn);
        requireName(name, 'target group');
        if (input.TargetType !== 'ip') throw notSimulated('target groups but of TargetType ip');
        if (input.Protocol !== 'TCP') throw notSimulated('target groups but of Protocol TCP');
        if ((input.IpAddressType ?? 'ipv4') !== 'ipv4') throw notSimulated('IPv6');
        const vpc = state.network.vpcs.find(input.VpcId ?? '');
        if (
          vpc?.location.accountId !== location.accountId ||
          vpc.location.region !== location.region
        ) {
          throw new AwsError('ValidationError', `The VPC ID '${input.VpcId}' is not found`);
        }
        if (inPlace(state.groups, location).some((other) => other.name === name)) {
          throw new AwsError(
            'DuplicateTargetGroupNameException',
            `A target group with the same name '${name}' exists, but with different settings`,
          );
        }
        const group: TargetGroup = {
          arn,
          name,
          location,
          port: readPort(input.Port),
          vpcId: vpc.id,
          healthCheck: readHealthCheck(input),
          attributes: initialAttributes(targetGroupAttributes),
          tags: readTags(input.Tags),
          targets: new Map(),
          lingering: new Set(),
        };
        state.groups.set(arn, group);
        return { TargetGroups: [describe(state, group)] };
      },
    ),
    DescribeTargetGroups: operation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>(
      ['TargetGroupArns', 'Names', 'LoadBalancerArn'],
      ({ TargetGroupArns: arns, Names: names, LoadBalancerArn: balancerArn }, call) => {
        call.authorize('elasticloadbalancing:DescribeTargetGroups', '*');
        for (const arn of arns ?? []) findGroup(state, call.location, arn);
        const balancer =
          balancerArn === undefined ? undefined : findBalancer(state, call.location, balancerArn);
        const found = inPlace(state.groups, call.location).filter(
          (group) =>
            (arns === undefined || arns.includes(group.arn)) &&
            (names === undefined || names.includes(group.name)) &&
            (balancer === undefined || balancersOf(state, group).includes(balancer)),
        );
        if (names !== undefined && found.length < names.length) {
          throw new AwsError('TargetGroupNotFoundException', 'One or more target groups not found');
        }
        return { TargetGroups: found.map((group) => describe(state, group)) };
      },
    ),
    ModifyTargetGroupAttributes: operation<
      ModifyTargetGroupAttributesInput,
      ModifyTargetGroupAttributesOutput
    >(['TargetGroupArn', 'Attributes'], (input, call) => {
      call.authorize(
        'elasticloadbalancing:ModifyTargetGroupAttributes',
        input.TargetGroupArn ?? '',
      );
      const { attributes } = findGroup(state, call.location, input.TargetGroupArn);
      setAttributes(attributes, targetGroupAttributes, input.Attributes ?? []);
      return { Attributes: showTags(attributes) };
    }),
    DescribeTargetGroupAttributes: operation<
      DescribeTargetGroupAttributesInput,
      DescribeTargetGroupAttributesOutput
    >(['TargetGroupArn'], (input, call) => {
      call.authorize('elasticloadbalancing:DescribeTargetGroupAttributes', '*');
      return {
        Attributes: showTags(findGroup(state, call.location, input.TargetGroupArn).attributes),
      };
    }),
    DeleteTargetGroup: operation<DeleteTargetGroupInput, object>(
      ['TargetGroupArn'],
      ({ TargetGroupArn: arn = '' }, call) => {
        call.authorize('elasticloadbalancing:DeleteTargetGroup', arn);
        const group = state.groups.get(arn);
        if (group === undefined) return {};
        if (listenersOf(state, group).length > 0) {
          throw new AwsError(
            'ResourceInUseException',
            `Target group '${arn}' is currently in use by a listener or a rule`,
          );
        }
        for (const target of group.targets.values()) target.cancel();
        state.groups.delete(arn);
        return {};
      },
    ),
  };
}

export function readPort(port: number | undefined): number {
  if (port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new AwsError('ValidationError', `Port '${port}' must be between 1 and 65535`);
}

/** Source: the guide of Network Load Balancers, "Health check settings". */
function readHealthCheck(input: CreateTargetGroupInput): HealthCheck {
  if ((input.HealthCheckProtocol ?? 'TCP') !== 'TCP')
    throw notSimulated('health checks but by TCP');
  if (input.HealthCheckEnabled === false) {
    throw new AwsError(
      'ValidationError',
      'Health check enabled must be true for target groups of type ip',
    );
  }
  const intervalSeconds = inRange('interval', input.HealthCheckIntervalSeconds ?? 30, 5, 300);
  const timeoutSeconds = inRange('timeout', input.HealthCheckTimeoutSeconds ?? 10, 2, 120);
  if (timeoutSeconds > intervalSeconds) {
    throw new AwsError(
      'ValidationError',
      `Health check timeout '${timeoutSeconds}' must be smaller than or equal to the interval '${intervalSeconds}'`,
    );
  }
  return {
    port: input.HealthCheckPort ?? 'traffic-port',
    intervalSeconds,
    timeoutSeconds,
    healthyThreshold: inRange('healthy threshold', input.HealthyThresholdCount ?? 5, 2, 10),
    unhealthyThreshold: inRange('unhealthy threshold', input.UnhealthyThresholdCount ?? 2, 2, 10),
  };
}

function inRange(what: string, value: number, from: number, to: number): number {
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new AwsError(
    'ValidationError',
    `Health check ${what} '${value}' must be between ${from} and ${to}`,
  );
}

function describe(state: ElbState, group: TargetGroup): Described {
  const { port, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } =
    group.healthCheck;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: 'TCP',
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: 'TCP',
    HealthCheckPort: port,
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: intervalSeconds,
    HealthCheckTimeoutSeconds: timeoutSeconds,
    HealthyThresholdCount: healthyThreshold,
    UnhealthyThresholdCount: unhealthyThreshold,
    LoadBalancerArns: balancersOf(state, group).map(({ arn }) => arn),
    TargetType: 'ip',
    IpAddressType: 'ipv4',
  };
}
