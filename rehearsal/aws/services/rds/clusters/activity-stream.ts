import type {
  DBCluster,
  StartActivityStreamRequest,
  StartActivityStreamResponse,
  StopActivityStreamRequest,
  StopActivityStreamResponse,
} from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import type { ActivityStream, Cluster } from '../databases.ts';
import { required } from '../identifiers.ts';
import { NotSimulated } from '../not-simulated.ts';
import { simulated } from '../operation.ts';
import { keyArnOf, requireKeyUse } from '../settings/key-use.ts';
import { oneOf, requireTogether } from '../settings/valid-values.ts';
import { clusterAt } from './at-arn.ts';
import { clusterNotFound, requireModifiable } from './find.ts';

/**
 * StartActivityStream, of an Aurora cluster with at least one instance; the cluster stays available. Source:
 * the SDK's model. The actions on the key, and that Aurora MySQL has no `sync`, are from memory,
 * unverified.
 */
export const startActivityStream = simulated<
  StartActivityStreamRequest,
  StartActivityStreamResponse
>(
  'StartActivityStream',
  { ResourceArn: true, Mode: true, KmsKeyId: true, ApplyImmediately: true },
  (context, input, call) => {
    const cluster = streamed(context, 'StartActivityStream', input, call);
    const mode = oneOf('Mode', required(input.Mode, 'Mode'), ['sync', 'async']);
    const asker = { context, call };
    const keyArn = keyArnOf(asker, required(input.KmsKeyId, 'KmsKeyId'));
    requireKeyUse(asker, keyArn, ['kms:DescribeKey', 'kms:CreateGrant']);
    requireTogether(
      mode === 'async' || cluster.engine === 'aurora-postgresql',
      'The mode sync is for Aurora PostgreSQL',
    );
    if (cluster.activityStream !== undefined || cluster.writer === undefined) {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        `An activity stream starts in a cluster that has an instance and no stream: ${cluster.identifier}`,
      );
    }
    const stream: ActivityStream = {
      mode,
      keyArn,
      // Source: the Aurora user guide, "Starting a database activity stream".
      kinesisName: `aws-rds-das-${cluster.resourceId}`,
      status: 'starting',
    };
    cluster.activityStream = stream;
    later(context, cluster, () => (stream.status = 'started'));
    return {
      KmsKeyId: keyArn,
      KinesisStreamName: stream.kinesisName,
      Status: 'starting',
      Mode: mode,
      ApplyImmediately: true,
    };
  },
);

/** StopActivityStream */
export const stopActivityStream = simulated<StopActivityStreamRequest, StopActivityStreamResponse>(
  'StopActivityStream',
  { ResourceArn: true, ApplyImmediately: true },
  (context, input, call) => {
    const cluster = streamed(context, 'StopActivityStream', input, call);
    const stream = cluster.activityStream;
    if (stream?.status !== 'started') {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        `No activity stream of ${cluster.identifier} has started`,
      );
    }
    stream.status = 'stopping';
    later(context, cluster, () => (cluster.activityStream = undefined));
    return { KmsKeyId: stream.keyArn, KinesisStreamName: stream.kinesisName, Status: 'stopping' };
  },
);

/** In the API's shape. */
export function describeStream(
  stream: ActivityStream | undefined,
): Pick<
  DBCluster,
  | 'ActivityStreamStatus'
  | 'ActivityStreamMode'
  | 'ActivityStreamKmsKeyId'
  | 'ActivityStreamKinesisStreamName'
> {
  if (stream === undefined) return { ActivityStreamStatus: 'stopped' };
  return {
    ActivityStreamStatus: stream.status,
    ActivityStreamMode: stream.mode,
    ActivityStreamKmsKeyId: stream.keyArn,
    ActivityStreamKinesisStreamName: stream.kinesisName,
  };
}

function streamed(
  context: Context,
  operation: string,
  input: {
    readonly ResourceArn: string | undefined;
    readonly ApplyImmediately?: boolean | undefined;
  },
  call: Call,
): Cluster {
  const { cluster, arn } = clusterAt(context, operation, input.ResourceArn, call);
  if (cluster === undefined) throw clusterNotFound(arn);
  if (input.ApplyImmediately !== true) {
    throw new NotSimulated(operation, 'ApplyImmediately other than true');
  }
  requireModifiable(cluster);
  return cluster;
}

function later(context: Context, cluster: Cluster, change: () => void): void {
  context.transitions.begin(
    {
      operation: 'modify-cluster',
      owner: cluster,
      identifier: cluster.identifier,
      location: cluster.location,
      fail: (status) => (cluster.status = status),
    },
    async (transition) => {
      await transition.wait(transition.draw('modify'));
      await transition.arrive();
      change();
    },
  );
}
