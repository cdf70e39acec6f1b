import { AwsError, type Location } from '../../contracts.ts';
import { parseRdsArn, samePlace, type ArnType } from './arns.ts';
import type { Context } from './context.ts';
import { NotSimulated } from './not-simulated.ts';
import { byId } from './proxies/find.ts';
import type { Registry } from './registry.ts';
import type { Tags } from './tags.ts';

/** Anything that has an ARN and tags. */
export interface Tagged {
  readonly location: Location;
  identifier: string;
  tags: Tags;
}

const faults: Readonly<Record<string, string>> = {
  cluster: 'DBClusterNotFoundFault',
  db: 'DBInstanceNotFoundFault',
  'cluster-snapshot': 'DBClusterSnapshotNotFoundFault',
  snapshot: 'DBSnapshotNotFoundFault',
  'db-proxy': 'DBProxyNotFoundFault',
  'db-proxy-endpoint': 'DBProxyEndpointNotFoundFault',
};

/** The resource behind an ARN, if there is one. */
export function findResource(context: Context, arn: string): Tagged | undefined {
  const parts = parseRdsArn(arn);
  return parts && registryOf(context, parts.type)?.find(parts.location, parts.identifier);
}

/**
 * The caller's resource behind an ARN.
 *
 * @throws AwsError `InvalidParameterValue` for a text that is no ARN of this account and Region, the type's
 *   not-found fault for a resource that isn't there
 */
export function resourceAt(
  context: Context,
  operation: string,
  arn: string,
  location: Location,
): Tagged {
  const parts = parseRdsArn(arn);
  if (parts === undefined || !samePlace(parts.location, location)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid resource name: ${arn}. Expected an RDS ARN of account ${location.accountId} in ${location.region}`,
    );
  }
  const registry = registryOf(context, parts.type);
  if (registry === undefined) throw new NotSimulated(operation, `the resource type ${parts.type}`);
  const resource = registry.find(location, parts.identifier);
  if (resource !== undefined) return resource;
  throw new AwsError(faults[parts.type] ?? 'InvalidParameterValue', `${arn} not found`);
}

function registryOf(context: Context, type: string): Pick<Registry<Tagged>, 'find'> | undefined {
  const { proxies } = context;
  const registries: Partial<Record<ArnType, Pick<Registry<Tagged>, 'find'>>> = {
    cluster: context.clusters,
    db: context.instances,
    'cluster-snapshot': context.snapshots.cluster,
    snapshot: context.snapshots.instance,
    subgrp: context.groups.subnets,
    'cluster-pg': context.groups.clusterParameters,
    pg: context.groups.parameters,
    'db-proxy': { find: (place, id) => byId(proxies.all.in(place), (one) => one.proxyId, id) },
    'db-proxy-endpoint': {
      find: (place, id) => byId(proxies.endpoints.in(place), (one) => one.endpointId, id),
    },
  };
  return registries[type as ArnType];
}
