import type {
  DeregisterScalableTargetRequest,
  DeregisterScalableTargetResponse,
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
  PutScalingPolicyRequest,
  PutScalingPolicyResponse,
  PutScheduledActionRequest,
  PutScheduledActionResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
} from '@aws-sdk/client-application-auto-scaling';
import { arnIn } from '../../authorization/arn.ts';
import type { Authorizer, Call, Location, Operation, Service } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { uuid } from '../identifiers.ts';
import { operation } from '../typed-operation.ts';
import { listingOf } from './listing.ts';
import { checkCaller } from './permissions.ts';
import { capacities, checkIdentity, invalid, notRegistered, targetArn } from './scalable-target.ts';
import type { Identity, Registered } from './scalable-target.ts';

interface Parts {
  readonly authorizer: Pick<Authorizer, 'allows'>;
  readonly clock: { now(): number };
  readonly random: Random;
}

const identity = ['ServiceNamespace', 'ResourceId', 'ScalableDimension'] as const;
const paged = ['MaxResults', 'NextToken'] as const;

/**
 * Application Auto Scaling of Aurora's readers, as far as it is set up and described; it scales nothing.
 * A target is known by the cluster's name. Nothing becomes of it while no cluster has that name, which
 * is what AWS's documentation leaves open: `forget` plays the other way.
 */
export class ApplicationAutoScaling implements Service {
  readonly name = 'application-autoscaling';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #parts: Parts;
  #registered: readonly Registered[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.operations = {
      RegisterScalableTarget: operation<
        RegisterScalableTargetRequest,
        RegisterScalableTargetResponse
      >([...identity, 'MinCapacity', 'MaxCapacity', 'SuspendedState'], (input, call) =>
        this.#register(input, call),
      ),
      DeregisterScalableTarget: operation<
        DeregisterScalableTargetRequest,
        DeregisterScalableTargetResponse
      >(identity, (input, call) => {
        const { ResourceId = '' } = this.#asked(input, call, 'DeregisterScalableTarget').described;
        this.forget(call.location, ResourceId);
        return {};
      }),
      PutScalingPolicy: operation<PutScalingPolicyRequest, PutScalingPolicyResponse>(
        [
          ...identity,
          'PolicyName',
          'PolicyType',
          'StepScalingPolicyConfiguration',
          'TargetTrackingScalingPolicyConfiguration',
        ],
        (input, call) => this.#putPolicy(input, call),
      ),
      PutScheduledAction: operation<PutScheduledActionRequest, PutScheduledActionResponse>(
        [
          ...identity,
          'ScheduledActionName',
          'Schedule',
          'Timezone',
          'StartTime',
          'EndTime',
          'ScalableTargetAction',
        ],
        (input, call) => this.#putAction(input, call),
      ),
      DescribeScalableTargets: operation<
        DescribeScalableTargetsRequest,
        DescribeScalableTargetsResponse
      >(['ServiceNamespace', 'ResourceIds', 'ScalableDimension', ...paged], (input, call) => {
        const all = this.#seenBy(call).map(({ described }) => described);
        const { items, ...next } = listingOf(all, { input, resourceIds: input.ResourceIds }, 50);
        return { ScalableTargets: items, ...next };
      }),
      DescribeScalingPolicies: operation<
        DescribeScalingPoliciesRequest,
        DescribeScalingPoliciesResponse
      >([...identity, 'PolicyNames', ...paged], (input, call) => {
        const all = this.#seenBy(call).flatMap(({ policies }) => [...policies.values()]);
        const named = all.filter(
          ({ PolicyName = '' }) => input.PolicyNames?.includes(PolicyName) ?? true,
        );
        const { items, ...next } = listingOf(named, { input, resourceIds: listed(input) }, 10);
        return { ScalingPolicies: items, ...next };
      }),
      DescribeScheduledActions: operation<
        DescribeScheduledActionsRequest,
        DescribeScheduledActionsResponse
      >([...identity, 'ScheduledActionNames', ...paged], (input, call) => {
        const all = this.#seenBy(call).flatMap(({ actions }) => [...actions.values()]);
        const named = all.filter(
          ({ ScheduledActionName: name = '' }) =>
            input.ScheduledActionNames?.includes(name) ?? true,
        );
        const { items, ...next } = listingOf(named, { input, resourceIds: listed(input) }, 50);
        return { ScheduledActions: items, ...next };
      }),
    };
  }

  /** Loses a target with all that hangs on it, as when AWS lets go of it by itself. */
  forget(location: Location, resourceId: string): void {
    this.#registered = this.#registered.filter(
      (one) => !isAt(one, location) || one.described.ResourceId !== resourceId,
    );
  }

  #register(input: RegisterScalableTargetRequest, call: Call): RegisterScalableTargetResponse {
    const known = this.#known(input, call.location);
    const { authorizer, clock, random } = this.#parts;
    const arn = known?.described.ScalableTargetARN ?? targetArn(call.location, uuid(random));
    call.authorize('application-autoscaling:RegisterScalableTarget', arn, scope(input));
    checkIdentity(input);
    const figures = capacities(input, known?.described);
    checkCaller(call, authorizer, 'to register');
    const { ResourceId, ServiceNamespace, ScalableDimension } = input;
    this.#keep({
      location: call.location,
      policies: known?.policies ?? new Map(),
      actions: known?.actions ?? new Map(),
      described: {
        ServiceNamespace,
        ResourceId,
        ScalableDimension,
        ...figures,
        RoleARN:
          `arn:aws:iam::${call.location.accountId}:role/aws-service-role/` +
          'rds.application-autoscaling.amazonaws.com/' +
          'AWSServiceRoleForApplicationAutoScaling_RDSCluster',
        CreationTime: known?.described.CreationTime ?? new Date(clock.now()),
        ScalableTargetARN: arn,
      },
    });
    return { ScalableTargetARN: arn };
  }

  #putPolicy(input: PutScalingPolicyRequest, call: Call): PutScalingPolicyResponse {
    const target = this.#asked(input, call, 'PutScalingPolicy');
    const { PolicyName: name = '' } = input;
    const known = target.policies.get(name);
    const type = input.PolicyType ?? known?.PolicyType;
    if (type === undefined) throw invalid('PolicyType is required to create a scaling policy');
    if (type === 'PredictiveScaling') throw invalid('PredictiveScaling is only supported for ECS');
    checkCaller(call, this.#parts.authorizer, 'to scale');
    const arn =
      known?.PolicyARN ??
      arnIn(
        call.location,
        'autoscaling',
        `scalingPolicy:${uuid(this.#parts.random)}:resource/rds/${input.ResourceId}:policyName/${name}`,
      );
    const policy = {
      ...known,
      ...input,
      PolicyName: name,
      PolicyType: type,
      PolicyARN: arn,
      // The alarms that AWS makes for a policy are none of the simulator's.
      Alarms: [],
      CreationTime: known?.CreationTime ?? new Date(this.#parts.clock.now()),
    };
    this.#keep({ ...target, policies: new Map([...target.policies, [name, policy]]) });
    return { PolicyARN: arn, Alarms: [] };
  }

  #putAction(input: PutScheduledActionRequest, call: Call): PutScheduledActionResponse {
    const target = this.#asked(input, call, 'PutScheduledAction');
    const { ScheduledActionName: name = '' } = input;
    const known = target.actions.get(name);
    const schedule = input.Schedule ?? known?.Schedule;
    if (schedule === undefined) throw invalid('Schedule is required to create a scheduled action');
    const action = {
      ...known,
      ...input,
      ScheduledActionName: name,
      Schedule: schedule,
      ScheduledActionARN:
        known?.ScheduledActionARN ??
        arnIn(
          call.location,
          'autoscaling',
          `scheduledAction:${uuid(this.#parts.random)}:resource/rds/${input.ResourceId}:` +
            `scheduledActionName/${name}`,
        ),
      CreationTime: known?.CreationTime ?? new Date(this.#parts.clock.now()),
    };
    this.#keep({ ...target, actions: new Map([...target.actions, [name, action]]) });
    return {};
  }

  /** The target that a call is for, once the caller may do it. */
  #asked(asked: Identity, call: Call, action: string): Registered {
    const known = this.#known(asked, call.location);
    const arn = known?.described.ScalableTargetARN ?? targetArn(call.location, 'unknown');
    call.authorize(`application-autoscaling:${action}`, arn, scope(asked));
    checkIdentity(asked);
    if (!known) throw notRegistered(asked);
    return known;
  }

  /** Lists take no narrower resource. Source: Service Authorization Reference. */
  #seenBy(call: Call): readonly Registered[] {
    call.authorize(`application-autoscaling:${call.operation}`, '*');
    return this.#registered.filter((one) => isAt(one, call.location));
  }

  #known({ ResourceId }: Identity, location: Location): Registered | undefined {
    return this.#registered.find(
      (one) => isAt(one, location) && one.described.ResourceId === ResourceId,
    );
  }

  #keep(registered: Registered): void {
    const { location, described } = registered;
    const known = this.#known(described, location);
    this.#registered = known
      ? this.#registered.map((one) => (one === known ? registered : one))
      : [...this.#registered, registered];
  }
}

function listed({ ResourceId }: { readonly ResourceId?: string | undefined }) {
  return ResourceId === undefined ? undefined : [ResourceId];
}

function isAt({ location }: Registered, { accountId, region }: Location): boolean {
  return location.accountId === accountId && location.region === region;
}

/** Source: Service Authorization Reference, "AWS Application Auto Scaling", condition keys. */
function scope({ ServiceNamespace = '' as 'rds', ScalableDimension }: Identity) {
  return {
    context: {
      'application-autoscaling:service-namespace': ServiceNamespace,
      'application-autoscaling:scalable-dimension': ScalableDimension ?? '',
    },
  };
}
