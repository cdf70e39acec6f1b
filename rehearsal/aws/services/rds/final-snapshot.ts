import { AwsError, type Call } from '../../contracts.ts';
import { rdsArn } from './arns.ts';
import type { Context } from './context.ts';
import type { Cluster, Instance } from './databases.ts';
import { newIdentifier } from './identifiers.ts';
import { requireSnapshotRoom } from './quotas.ts';
import { tagContext } from './tags.ts';
import { manualSnapshots, requireFreeName } from './snapshots/create.ts';
import type { SnapshotFamily } from './snapshots/family.ts';

/**
 * The name of the final snapshot that a deletion takes: required unless skipped, and subject to
 * what a manual snapshot is subject to, its quota and permissions included. Where the database copies
 * its tags to its snapshots, the caller tags this one, whether there are tags or not.
 * Source: Service Authorization Reference, Amazon RDS, DeleteDBCluster and DeleteDBInstance, dependent
 * actions; AWS's notice to customers that it asks for rds:AddTagsToResource (convox/rack, issue 856).
 *
 * @returns undefined where the final snapshot is skipped
 * @throws AwsError `InvalidParameterCombination` for both or none of name and SkipFinalSnapshot
 */
export function finalSnapshotName(
  context: Context,
  family: SnapshotFamily,
  operation: string,
  source: Cluster | Instance,
  input: {
    readonly SkipFinalSnapshot?: boolean | undefined;
    readonly FinalDBSnapshotIdentifier?: string | undefined;
  },
  call: Call,
): string | undefined {
  const given = input.FinalDBSnapshotIdentifier;
  const skip = input.SkipFinalSnapshot ?? false;
  if (skip && given === undefined) return undefined;
  if (skip) {
    throw new AwsError(
      'InvalidParameterCombination',
      'FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true',
    );
  }
  if (given === undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
    );
  }
  const name = newIdentifier(given, 'FinalDBSnapshotIdentifier', 'snapshot');
  const { location } = call;
  const arn = rdsArn(location, family.arnType, name);
  if (family.kind === 'cluster') call.authorize(`rds:${operation}`, arn);
  const create = `rds:${family.operations.create}`;
  call.authorize(create, rdsArn(location, family.sourceArnType, source.identifier));
  call.authorize(create, arn);
  if (source.copyTagsToSnapshot) {
    call.authorize('rds:AddTagsToResource', arn, { context: tagContext(source.tags) });
  }
  requireFreeName(context, family, location, name);
  requireSnapshotRoom(family.kind, manualSnapshots(context, family, location));
  return name;
}
