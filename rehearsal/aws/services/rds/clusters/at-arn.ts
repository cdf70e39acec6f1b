import type { Call } from '../../../contracts.ts';
import { parseRdsArn, samePlace } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { required } from '../identifiers.ts';
import { tagContext } from '../tags.ts';

/**
 * The caller's cluster that a request names by `ResourceArn`, once the caller is found to be allowed
 * `operation` on it.
 */
export function clusterAt(
  context: Context,
  operation: string,
  resourceArn: string | undefined,
  call: Call,
): { readonly cluster: Cluster | undefined; readonly arn: string } {
  const arn = required(resourceArn, 'ResourceArn');
  const parts = parseRdsArn(arn);
  const cluster =
    parts?.type === 'cluster' && samePlace(parts.location, call.location)
      ? context.clusters.find(parts.location, parts.identifier)
      : undefined;
  call.authorize(`rds:${operation}`, arn, { context: tagContext(new Map(), cluster?.tags) });
  return { cluster, arn };
}
