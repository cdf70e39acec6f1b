import type {
  DescribeScalableTargetsRequest,
  RegisterScalableTargetRequest,
  ScalableTarget,
  ScalingPolicy,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import { arnIn } from '../../authorization/arn.ts';
import type { Location } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import { notSimulated } from '../typed-operation.ts';

/** A scalable target with what hangs on it, which goes with it. */
export interface Registered {
  readonly location: Location;
  readonly described: ScalableTarget;
  readonly policies: ReadonlyMap<string, ScalingPolicy>;
  readonly actions: ReadonlyMap<string, ScheduledAction>;
}

/** By what AWS takes one scalable target apart from others. */
export type Identity = Pick<
  RegisterScalableTargetRequest,
  'ServiceNamespace' | 'ResourceId' | 'ScalableDimension'
>;

/**
 * The readers of an Aurora cluster, by the cluster's name.
 * Source: the SDK's model, RegisterScalableTargetRequest, `ResourceId` and `ScalableDimension`.
 * @throws AwsError `ValidationException`, or `NotSimulated` for other resources
 */
export function checkIdentity(identity: Identity): asserts identity is {
  ServiceNamespace: 'rds';
  ResourceId: string;
  ScalableDimension: 'rds:cluster:ReadReplicaCount';
} {
  checkNamespace(identity);
  const { ResourceId = '', ScalableDimension } = identity;
  if (ScalableDimension !== 'rds:cluster:ReadReplicaCount') {
    throw invalid(`Unsupported service namespace, resource type or scalable dimension`);
  }
  if (!/^cluster:.+/.test(ResourceId)) throw invalid(`Invalid resource id: ${ResourceId}`);
}

export function checkNamespace({
  ServiceNamespace,
}: Pick<DescribeScalableTargetsRequest, 'ServiceNamespace'>): void {
  if (ServiceNamespace !== 'rds') throw notSimulated(`scaling of ${ServiceNamespace}`);
}

/** The capacities and suspensions of a target once a request has been answered. */
export function capacities(
  input: RegisterScalableTargetRequest,
  known: ScalableTarget | undefined,
): Pick<ScalableTarget, 'MinCapacity' | 'MaxCapacity' | 'SuspendedState'> {
  const minimum = input.MinCapacity ?? known?.MinCapacity;
  const maximum = input.MaxCapacity ?? known?.MaxCapacity;
  if (minimum === undefined || maximum === undefined) {
    throw invalid('MinCapacity and MaxCapacity are required to register a new scalable target');
  }
  if (minimum < 0 || maximum < minimum) {
    throw invalid('Maximum capacity cannot be less than minimum capacity');
  }
  return {
    MinCapacity: minimum,
    MaxCapacity: maximum,
    SuspendedState: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
      ...known?.SuspendedState,
      ...input.SuspendedState,
    },
  };
}

/** What a request for a target is decided by; its id is AWS's own, so that nobody asks by name. */
export function targetArn(location: Location, id: string): string {
  return arnIn(location, 'application-autoscaling', `scalable-target/${id}`);
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** Source: the SDK's model, ObjectNotFoundException. */
export function notRegistered({ ResourceId, ScalableDimension }: Identity): AwsError {
  return new AwsError(
    'ObjectNotFoundException',
    `No scalable target registered for service namespace: rds, resource ID: ${ResourceId}, ` +
      `scalable dimension: ${ScalableDimension}`,
  );
}
