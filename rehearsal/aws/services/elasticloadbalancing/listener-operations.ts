import type {
  Action,
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener as Described,
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Operation } from '../../contracts.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { announceBalancer } from './announcement.ts';
import { initialAttributes, listenerAttributes, setAttributes } from './attributes.ts';
import { closePorts, listenerOn, openPorts } from './connections.ts';
import { findBalancer, findGroup, findListener, readTags, showTags } from './find.ts';
import type { Forward, Listener, LoadBalancer } from './load-balancer.ts';
import { balancersOf, inPlace } from './state.ts';
import type { ElbState } from './state.ts';
import type { TargetGroup } from './target-group.ts';
import { readPort } from './target-group-operations.ts';
import { reconsider } from './target-life.ts';

/** Source: the guide of Network Load Balancers, "Quotas". */
const mostListeners = 50;

export function listenerOperations(state: ElbState): Record<string, Operation> {
  return {
    CreateListener: operation<CreateListenerInput, CreateListenerOutput>(
      ['LoadBalancerArn', 'Protocol', 'Port', 'DefaultActions', 'Tags'],
      async (input, call) => {
        const { location } = call;
        call.authorize('elasticloadbalancing:CreateListener', input.LoadBalancerArn ?? '');
        const balancer = findBalancer(state, location, input.LoadBalancerArn);
        if (input.Protocol !== 'TCP') throw notSimulated('listeners but of Protocol TCP');
        const port = readPort(input.Port);
        if (listenerOn(state, balancer, port)) {
          throw new AwsError(
            'DuplicateListenerException',
            'A listener already exists on this port',
          );
        }
        const own = inPlace(state.listeners, location).filter((one) => one.balancer === balancer);
        if (own.length >= mostListeners) {
          throw new AwsError('TooManyListenersException', 'The limit of listeners is reached');
        }
        const forwards = readForwards(state, balancer, input.DefaultActions ?? []);
        const path = balancer.arn.split(':loadbalancer/')[1];
        const listener: Listener = {
          arn: arnIn(location, 'elasticloadbalancing', `listener/${path}/${state.random.text(16)}`),
          location,
          balancer,
          port,
          forwards,
          led: forwards,
          attributes: initialAttributes(listenerAttributes),
          tags: readTags(input.Tags),
          ports: new Map(),
        };
        await openPorts(state, listener);
        state.listeners.set(listener.arn, listener);
        for (const { groupArn } of forwards)
          reconsider(state, findGroup(state, location, groupArn));
        announceBalancer(state, balancer);
        return { Listeners: [describe(listener)] };
      },
    ),
    DescribeListeners: operation<DescribeListenersInput, DescribeListenersOutput>(
      ['LoadBalancerArn', 'ListenerArns'],
      ({ LoadBalancerArn: balancerArn, ListenerArns: arns }, call) => {
        call.authorize('elasticloadbalancing:DescribeListeners', '*');
        if (balancerArn !== undefined) findBalancer(state, call.location, balancerArn);
        for (const arn of arns ?? []) findListener(state, call.location, arn);
        return {
          Listeners: inPlace(state.listeners, call.location)
            .filter(
              ({ arn, balancer }) =>
                (arns === undefined || arns.includes(arn)) &&
                (balancerArn === undefined || balancer.arn === balancerArn),
            )
            .map(describe),
        };
      },
    ),
    ModifyListener: operation<ModifyListenerInput, ModifyListenerOutput>(
      ['ListenerArn', 'DefaultActions'],
      (input, call) => {
        call.authorize('elasticloadbalancing:ModifyListener', input.ListenerArn ?? '');
        const listener = findListener(state, call.location, input.ListenerArn);
        const before = listener.forwards;
        const forwards = readForwards(state, listener.balancer, input.DefaultActions ?? []);
        listener.forwards = forwards;
        // Established connections stay with their targets, whatever the groups' attributes say.
        // Source: the guide of Network Load Balancers, "Update a listener".
        const lag = state.random.between(...state.durations.listener) * 1000;
        state.clock.at(state.clock.now() + Math.round(lag), () => {
          if (listener.forwards === forwards) listener.led = forwards;
        });
        for (const { groupArn } of [...before, ...forwards]) {
          const group = state.groups.get(groupArn);
          if (group) reconsider(state, group);
        }
        announceBalancer(state, listener.balancer);
        return { Listeners: [describe(listener)] };
      },
    ),
    ModifyListenerAttributes: operation<
      ModifyListenerAttributesInput,
      ModifyListenerAttributesOutput
    >(['ListenerArn', 'Attributes'], (input, call) => {
      call.authorize('elasticloadbalancing:ModifyListenerAttributes', input.ListenerArn ?? '');
      const { attributes } = findListener(state, call.location, input.ListenerArn);
      setAttributes(attributes, listenerAttributes, input.Attributes ?? []);
      return { Attributes: showTags(attributes) };
    }),
    DescribeListenerAttributes: operation<
      DescribeListenerAttributesInput,
      DescribeListenerAttributesOutput
    >(['ListenerArn'], (input, call) => {
      call.authorize('elasticloadbalancing:DescribeListenerAttributes', '*');
      return {
        Attributes: showTags(findListener(state, call.location, input.ListenerArn).attributes),
      };
    }),
    DeleteListener: operation<DeleteListenerInput, object>(
      ['ListenerArn'],
      async ({ ListenerArn: arn }, call) => {
        call.authorize('elasticloadbalancing:DeleteListener', arn ?? '');
        const listener = findListener(state, call.location, arn);
        state.listeners.delete(listener.arn);
        await closePorts(listener);
        for (const { groupArn } of listener.forwards) {
          const group = state.groups.get(groupArn);
          if (group) reconsider(state, group);
        }
        return {};
      },
    ),
  };
}

/** Source: the ELBv2 API reference, TargetGroupTuple: a weight of 0 to 999; at most five groups an action. */
const heaviest = 999;
const mostGroups = 5;

function readForwards(
  state: ElbState,
  balancer: LoadBalancer,
  actions: readonly Action[],
): readonly Forward[] {
  const [action, ...others] = actions;
  if (action?.Type !== 'forward' || others.length > 0) {
    throw notSimulated('listeners but with one forward');
  }
  const { ForwardConfig: several, TargetGroupArn: one } = action;
  if (several?.TargetGroupStickinessConfig) throw notSimulated('sticky target groups');
  const given = several?.TargetGroups ?? [{ TargetGroupArn: one, Weight: 1 }];
  if ((several !== undefined && one !== undefined) || given.length > mostGroups) {
    throw new AwsError(
      'InvalidLoadBalancerActionException',
      'A listener forwards to 1 to 5 groups',
    );
  }
  return given.map(({ TargetGroupArn: arn, Weight: weight = 1 }) => {
    if (!Number.isInteger(weight) || weight < 0 || weight > heaviest) {
      throw new AwsError('ValidationError', `The weight '${weight}' must be from 0 to ${heaviest}`);
    }
    const group = findGroup(state, balancer.location, arn);
    requireAssociable(state, balancer, group);
    return { groupArn: group.arn, weight };
  });
}

function requireAssociable(state: ElbState, balancer: LoadBalancer, group: TargetGroup): void {
  if (group.vpcId !== balancer.vpcId) {
    throw new AwsError(
      'InvalidConfigurationRequestException',
      'The target group and the load balancer must be in the same VPC',
    );
  }
  if (balancersOf(state, group).some((other) => other !== balancer)) {
    throw new AwsError(
      'TargetGroupAssociationLimitException',
      `The following target groups cannot be associated with more than one load balancer: ${group.arn}`,
    );
  }
}

function describe(listener: Listener): Described {
  const { forwards } = listener;
  const [only] = forwards;
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.balancer.arn,
    Port: listener.port,
    Protocol: 'TCP',
    DefaultActions: [
      {
        Type: 'forward',
        ...(only && forwards.length === 1
          ? { TargetGroupArn: only.groupArn }
          : {
              ForwardConfig: {
                TargetGroups: forwards.map(({ groupArn, weight }) => ({
                  TargetGroupArn: groupArn,
                  Weight: weight,
                })),
              },
            }),
      },
    ],
  };
}
