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
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Location, Operation } from '../../contracts.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { announceBalancer } from './announcement.ts';
import { initialAttributes, listenerAttributes, setAttributes } from './attributes.ts';
import { closePorts, listenerOn, openPorts } from './connections.ts';
import { findBalancer, findGroup, findListener, readTags, showTags } from './find.ts';
import type { Listener } from './load-balancer.ts';
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
        const group = groupOf(state, location, input.DefaultActions ?? []);
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
        const path = balancer.arn.split(':loadbalancer/')[1];
        const listener: Listener = {
          arn: arnIn(location, 'elasticloadbalancing', `listener/${path}/${state.random.text(16)}`),
          location,
          balancer,
          port,
          groupArn: group.arn,
          attributes: initialAttributes(listenerAttributes),
          tags: readTags(input.Tags),
          ports: new Map(),
        };
        await openPorts(state, listener);
        state.listeners.set(listener.arn, listener);
        reconsider(state, group);
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
        const group = state.groups.get(listener.groupArn);
        if (group) reconsider(state, group);
        return {};
      },
    ),
  };
}

function groupOf(state: ElbState, location: Location, actions: readonly Action[]): TargetGroup {
  const [action, ...others] = actions;
  if (action?.Type !== 'forward' || others.length > 0 || action.ForwardConfig !== undefined) {
    throw notSimulated('listeners but with one forward to one target group');
  }
  return findGroup(state, location, action.TargetGroupArn);
}

function describe(listener: Listener): Described {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.balancer.arn,
    Port: listener.port,
    Protocol: 'TCP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: listener.groupArn }],
  };
}
