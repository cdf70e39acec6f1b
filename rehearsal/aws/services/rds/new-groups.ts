import type {
  CreateDBClusterParameterGroupMessage,
  CreateDBClusterParameterGroupResult,
  CreateDBParameterGroupMessage,
  CreateDBParameterGroupResult,
  CreateDBSubnetGroupMessage,
  CreateDBSubnetGroupResult,
  DBClusterParameterGroupDetails,
  DBClusterParameterGroupNameMessage,
  DescribeDBClusterParametersMessage,
  ModifyDBClusterParameterGroupMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Call, type Location } from '../../contracts.ts';
import { rdsArn, type ArnType } from './arns.ts';
import type { Context } from './context.ts';
import { describeSubnetGroup, type ParameterGroup } from './groups.ts';
import { required } from './identifiers.ts';
import { simulated, type SimulatedOperation } from './operation.ts';
import { readParameters, showParameters } from './parameters.ts';
import type { Registry } from './registry.ts';
import { authorizeTagging, readTags, tagContext } from './tags.ts';

/** Subnet and parameter groups that a call makes. Source of names and faults: the SDK's model. */
export const newGroupOperations: readonly SimulatedOperation[] = [
  simulated<CreateDBSubnetGroupMessage, CreateDBSubnetGroupResult>(
    'CreateDBSubnetGroup',
    { DBSubnetGroupName: true, DBSubnetGroupDescription: true, SubnetIds: true, Tags: true },
    (context, input, call) => {
      const { location } = call;
      const identifier = newName(input.DBSubnetGroupName, 'DBSubnetGroupName');
      const tags = authorize(call, 'CreateDBSubnetGroup', 'subgrp', identifier, input.Tags);
      if (context.groups.subnets.find(location, identifier)) {
        throw new AwsError(
          'DBSubnetGroupAlreadyExistsFault',
          `The DB subnet group '${identifier}' already exists.`,
        );
      }
      const group = {
        location,
        identifier,
        description: required(input.DBSubnetGroupDescription, 'DBSubnetGroupDescription'),
        ...subnetsOf(context, location, required(input.SubnetIds, 'SubnetIds')),
        tags,
      };
      context.groups.subnets.add(group);
      return { DBSubnetGroup: describeSubnetGroup(group) };
    },
  ),
  simulated<CreateDBClusterParameterGroupMessage, CreateDBClusterParameterGroupResult>(
    'CreateDBClusterParameterGroup',
    {
      DBClusterParameterGroupName: true,
      DBParameterGroupFamily: true,
      Description: true,
      Tags: true,
    },
    (context, input, call) => {
      const group = newParameterGroup(context.groups.clusterParameters, call, {
        ...input,
        operation: 'CreateDBClusterParameterGroup',
        type: 'cluster-pg',
        name: newName(input.DBClusterParameterGroupName, 'DBClusterParameterGroupName'),
      });
      return {
        DBClusterParameterGroup: {
          DBClusterParameterGroupName: group.identifier,
          DBParameterGroupFamily: group.family,
          Description: group.description,
          DBClusterParameterGroupArn: rdsArn(group.location, 'cluster-pg', group.identifier),
        },
      };
    },
  ),
  simulated<ModifyDBClusterParameterGroupMessage, DBClusterParameterGroupNameMessage>(
    'ModifyDBClusterParameterGroup',
    { DBClusterParameterGroupName: true, Parameters: true },
    (context, input, call) => {
      const group = parameterGroupOf(context, call, 'ModifyDBClusterParameterGroup', input);
      const changed = readParameters(group.family, required(input.Parameters, 'Parameters'));
      group.parameters = new Map([...(group.parameters ?? []), ...changed]);
      return { DBClusterParameterGroupName: group.identifier };
    },
  ),
  simulated<DescribeDBClusterParametersMessage, DBClusterParameterGroupDetails>(
    'DescribeDBClusterParameters',
    { DBClusterParameterGroupName: true, Source: true },
    (context, input, call) => {
      const group = parameterGroupOf(context, call, 'DescribeDBClusterParameters', input);
      return { Parameters: showParameters(group, input.Source) };
    },
  ),
  simulated<CreateDBParameterGroupMessage, CreateDBParameterGroupResult>(
    'CreateDBParameterGroup',
    { DBParameterGroupName: true, DBParameterGroupFamily: true, Description: true, Tags: true },
    (context, input, call) => {
      const group = newParameterGroup(context.groups.parameters, call, {
        ...input,
        operation: 'CreateDBParameterGroup',
        type: 'pg',
        name: newName(input.DBParameterGroupName, 'DBParameterGroupName'),
      });
      return {
        DBParameterGroup: {
          DBParameterGroupName: group.identifier,
          DBParameterGroupFamily: group.family,
          Description: group.description,
          DBParameterGroupArn: rdsArn(group.location, 'pg', group.identifier),
        },
      };
    },
  ),
];

/** 1 to 255 letters, digits, periods, underscores, blanks or hyphens, a letter first; not `default`. */
function newName(value: string | undefined, member: string): string {
  const identifier = required(value, member).toLowerCase();
  if (/^[a-z][a-z0-9._ -]{0,254}$/.test(identifier) && identifier !== 'default') return identifier;
  throw new AwsError(
    'InvalidParameterValue',
    `The parameter ${member} is not a valid name: ${value}`,
  );
}

function authorize(
  call: Call,
  operation: string,
  type: ArnType,
  identifier: string,
  given: CreateDBSubnetGroupMessage['Tags'],
): ReturnType<typeof readTags> {
  const tags = readTags(given);
  const arn = rdsArn(call.location, type, identifier);
  call.authorize(`rds:${operation}`, arn, { context: tagContext(tags) });
  authorizeTagging(call, arn, tags);
  return tags;
}

/** Subnets of one VPC, in two zones at least. Source: RDS User Guide, "Working with DB subnet groups". */
function subnetsOf(
  context: Context,
  location: Location,
  ids: readonly string[],
): { vpcId: string; subnets: { id: string; zone: string }[] } {
  const { vpcs } = context.network;
  const subnets = ids.map((id) => {
    const subnet = vpcs.findSubnet(id);
    const place = subnet && vpcs.find(subnet.vpcId)?.location;
    const isHere = place?.accountId === location.accountId && place.region === location.region;
    if (subnet && isHere) return subnet;
    throw new AwsError('InvalidSubnet', `Some input subnets in :[${id}] are invalid.`);
  });
  const [vpcId = '', ...others] = new Set(subnets.map((subnet) => subnet.vpcId));
  if (others.length > 0) {
    throw new AwsError('InvalidSubnet', 'The subnets must all be in a common VPC.');
  }
  const covered = new Set(subnets.map(({ zone }) => zone)).size;
  if (covered < 2) {
    throw new AwsError(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      `DB Subnet Group doesn't meet availability zone coverage requirement. Please add subnets to cover at least 2 availability zones. Current coverage: ${covered}`,
    );
  }
  return { vpcId, subnets: subnets.map(({ id, zone }) => ({ id, zone })) };
}

function newParameterGroup(
  registry: Registry<ParameterGroup>,
  call: Call,
  wanted: {
    readonly operation: string;
    readonly type: ArnType;
    readonly name: string;
    readonly DBParameterGroupFamily: string | undefined;
    readonly Description: string | undefined;
    readonly Tags?: CreateDBSubnetGroupMessage['Tags'];
  },
): ParameterGroup {
  const { location } = call;
  const { operation, type, name: identifier } = wanted;
  const tags = authorize(call, operation, type, identifier, wanted.Tags);
  const family = required(wanted.DBParameterGroupFamily, 'DBParameterGroupFamily');
  if (
    !/^(aurora-postgresql\d+|aurora-mysql\d+\.\d+|(mysql|mariadb)\d+\.\d+|postgres\d+)$/.test(
      family,
    )
  ) {
    throw new AwsError(
      'InvalidParameterValue',
      `ParameterGroupFamily ${family} is not a valid parameter group family`,
    );
  }
  if (registry.find(location, identifier)) {
    throw new AwsError(
      'DBParameterGroupAlreadyExistsFault',
      `Parameter group ${identifier} already exists`,
    );
  }
  const description = required(wanted.Description, 'Description');
  const group = { location, identifier, family, description, tags };
  registry.add(group);
  return group;
}

function parameterGroupOf(
  context: Context,
  call: Call,
  operation: string,
  {
    DBClusterParameterGroupName: given,
  }: { readonly DBClusterParameterGroupName?: string | undefined },
): ParameterGroup {
  const name = required(given, 'DBClusterParameterGroupName').toLowerCase();
  call.authorize(`rds:${operation}`, rdsArn(call.location, 'cluster-pg', name));
  const group = context.groups.clusterParameters.find(call.location, name);
  if (group !== undefined) return group;
  throw new AwsError('DBParameterGroupNotFoundFault', `DBClusterParameterGroup not found: ${name}`);
}
