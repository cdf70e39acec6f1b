import type {
  DBClusterParameterGroupsMessage,
  DBParameterGroupsMessage,
  DBSubnetGroupMessage,
  DescribeDBClusterParameterGroupsMessage,
  DescribeDBParameterGroupsMessage,
  DescribeDBSubnetGroupsMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../contracts.ts';
import { rdsArn, type ArnType } from './arns.ts';
import { describeSubnetGroup, type ParameterGroup } from './groups.ts';
import { simulated, type SimulatedOperation } from './operation.ts';
import { page } from './pagination.ts';
import type { Registry } from './registry.ts';

/** Groups as the API has them; their defaults are found by name, and not listed. */
export const groupOperations: readonly SimulatedOperation[] = [
  simulated<DescribeDBSubnetGroupsMessage, DBSubnetGroupMessage>(
    'DescribeDBSubnetGroups',
    { DBSubnetGroupName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const name = input.DBSubnetGroupName;
      authorize(call, 'DescribeDBSubnetGroups', 'subgrp', name);
      const groups =
        name === undefined
          ? context.groups.subnets.in(call.location)
          : [context.groups.subnetGroup(call.location, name)];
      const { items, ...rest } = page(groups, ({ identifier }) => identifier, input);
      return { DBSubnetGroups: items.map(describeSubnetGroup), ...rest };
    },
  ),
  simulated<DescribeDBClusterParameterGroupsMessage, DBClusterParameterGroupsMessage>(
    'DescribeDBClusterParameterGroups',
    { DBClusterParameterGroupName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const name = input.DBClusterParameterGroupName;
      authorize(call, 'DescribeDBClusterParameterGroups', 'cluster-pg', name);
      const { items, ...rest } = parameterGroups(context.groups.clusterParameters, call, name, {
        ...input,
        // As for instances' groups. Source: the SDK's model, DescribeDBClusterParameterGroups.
        fault: 'DBParameterGroupNotFoundFault',
      });
      return {
        DBClusterParameterGroups: items.map((group) => ({
          DBClusterParameterGroupName: group.identifier,
          DBParameterGroupFamily: group.family,
          Description: group.description,
          DBClusterParameterGroupArn: rdsArn(group.location, 'cluster-pg', group.identifier),
        })),
        ...rest,
      };
    },
  ),
  simulated<DescribeDBParameterGroupsMessage, DBParameterGroupsMessage>(
    'DescribeDBParameterGroups',
    { DBParameterGroupName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const name = input.DBParameterGroupName;
      authorize(call, 'DescribeDBParameterGroups', 'pg', name);
      const { items, ...rest } = parameterGroups(context.groups.parameters, call, name, {
        ...input,
        fault: 'DBParameterGroupNotFoundFault',
      });
      return {
        DBParameterGroups: items.map((group) => ({
          DBParameterGroupName: group.identifier,
          DBParameterGroupFamily: group.family,
          Description: group.description,
          DBParameterGroupArn: rdsArn(group.location, 'pg', group.identifier),
        })),
        ...rest,
      };
    },
  ),
];

function authorize(call: Call, operation: string, type: ArnType, name: string | undefined): void {
  call.authorize(`rds:${operation}`, rdsArn(call.location, type, name?.toLowerCase() ?? '*'));
}

function parameterGroups(
  registry: Registry<ParameterGroup>,
  call: Call,
  name: string | undefined,
  request: {
    readonly fault: string;
    readonly MaxRecords?: number | undefined;
    readonly Marker?: string | undefined;
  },
): { items: ParameterGroup[]; Marker?: string } {
  if (name === undefined) {
    return page(registry.in(call.location), ({ identifier }) => identifier, request);
  }
  const identifier = name.toLowerCase();
  const family = /^default\.(.+)$/.exec(identifier)?.[1];
  const found =
    registry.find(call.location, identifier) ??
    (family === undefined
      ? undefined
      : {
          location: call.location,
          identifier,
          family,
          description: `Default parameter group for ${family}`,
          tags: new Map<string, string>(),
        });
  if (found !== undefined) return { items: [found] };
  throw new AwsError(request.fault, `DBParameterGroup not found: ${name}`);
}
