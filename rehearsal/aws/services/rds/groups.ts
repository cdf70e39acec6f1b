import type { DBSubnetGroup } from '@aws-sdk/client-rds';
import { AwsError, type Location } from '../../contracts.ts';
import type { Vpcs } from '../../network/vpcs.ts';
import { rdsArn } from './arns.ts';
import { Registry } from './registry.ts';
import type { Tags } from './tags.ts';

/** A subnet group. */
export interface SubnetGroup {
  readonly location: Location;
  identifier: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnets: readonly { readonly id: string; readonly zone: string }[];
  /** `IPV4`, and `DUAL` where all subnets have IPv6 blocks; IPv4 alone by default. */
  readonly networkTypes?: readonly string[] | undefined;
  tags: Tags;
}

/** The network types that databases in a subnet group may have. */
export function supportedNetworkTypes({ networkTypes }: SubnetGroup): readonly string[] {
  return networkTypes ?? ['IPV4'];
}

/** A parameter group, of clusters or of instances. */
export interface ParameterGroup {
  readonly location: Location;
  identifier: string;
  readonly family: string;
  readonly description: string;
  /** Those that somebody has set. */
  parameters?: ReadonlyMap<string, string>;
  tags: Tags;
}

/** What a request that names no group or security group gets. */
export interface PlaceDefaults {
  readonly vpcId: string;
  readonly securityGroupIds: readonly string[];
}

/** Subnet and parameter groups, and the defaults of each account and Region. */
export class Groups {
  readonly subnets = new Registry<SubnetGroup>();
  readonly clusterParameters = new Registry<ParameterGroup>();
  readonly parameters = new Registry<ParameterGroup>();
  readonly #defaults = new Map<string, PlaceDefaults>();
  readonly #vpcs: Vpcs;

  constructor(vpcs: Vpcs) {
    this.#vpcs = vpcs;
  }

  setDefaults(location: Location, defaults: PlaceDefaults): void {
    this.#defaults.set(`${location.accountId}/${location.region}`, defaults);
  }

  defaults(location: Location): PlaceDefaults {
    const { id: vpcId, securityGroupId } = this.#vpcs.default(location);
    return (
      this.#defaults.get(`${location.accountId}/${location.region}`) ?? {
        vpcId,
        securityGroupIds: [securityGroupId],
      }
    );
  }

  /** @throws AwsError `DBSubnetGroupNotFoundFault` */
  subnetGroup(location: Location, name: string | undefined): SubnetGroup {
    const identifier = name?.toLowerCase() ?? 'default';
    const found = this.subnets.find(location, identifier);
    if (found) return found;
    if (identifier === 'default') return this.#defaultSubnets(location);
    throw notFound('DBSubnetGroupNotFoundFault', 'DB subnet group', identifier);
  }

  /** @throws AwsError `DBClusterParameterGroupNotFoundFault`, or for another family */
  clusterParameterGroup(location: Location, name: string | undefined, family: string): string {
    const fault = 'DBClusterParameterGroupNotFoundFault';
    return parameterGroup(this.clusterParameters, location, name, family, fault);
  }

  /** @throws AwsError `DBParameterGroupNotFoundFault`, or for another family */
  parameterGroup(location: Location, name: string | undefined, family: string): string {
    const fault = 'DBParameterGroupNotFoundFault';
    return parameterGroup(this.parameters, location, name, family, fault);
  }

  #defaultSubnets(location: Location): SubnetGroup {
    const { id: vpcId, subnets } = this.#vpcs.default(location);
    return {
      location,
      identifier: 'default',
      description: 'default',
      vpcId,
      subnets,
      tags: new Map(),
    };
  }
}

function parameterGroup(
  groups: Registry<ParameterGroup>,
  location: Location,
  name: string | undefined,
  family: string,
  fault: string,
): string {
  const identifier = name?.toLowerCase() ?? `default.${family}`;
  if (identifier === `default.${family}`) return identifier;
  const other = groups.find(location, identifier)?.family ?? /^default\.(.+)/.exec(identifier)?.[1];
  if (other === undefined) throw notFound(fault, 'DB parameter group', identifier);
  if (other === family) return identifier;
  // Source: aws-quickstart/quickstart-r3-corda#25.
  throw new AwsError(
    'InvalidParameterCombination',
    `The Parameter Group ${identifier} with DBParameterGroupFamily ${other} cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily ${family}`,
  );
}

/** In the API's shape, as instances and DescribeDBSubnetGroups show it. */
export function describeSubnetGroup(group: SubnetGroup): DBSubnetGroup {
  return {
    DBSubnetGroupName: group.identifier,
    DBSubnetGroupDescription: group.description,
    VpcId: group.vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: group.subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetStatus: 'Active',
    })),
    DBSubnetGroupArn: rdsArn(group.location, 'subgrp', group.identifier),
    SupportedNetworkTypes: [...supportedNetworkTypes(group)],
  };
}

function notFound(fault: string, what: string, name: string): AwsError {
  return new AwsError(fault, `${what} ${name} doesn't exist`);
}
