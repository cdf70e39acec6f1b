import type {
  CreateDBClusterResult,
  CreateDBInstanceResult,
  DBClusterMessage,
  DBInstanceMessage,
} from '@aws-sdk/client-rds';
import type { Location } from '../../contracts.ts';
import { properties } from '../property-table.ts';
import type { ApiPort } from './api-port.ts';
import {
  clusterInput,
  clusterProperties,
  instanceInput,
  instanceProperties,
} from './database-input.ts';
import type { CreateRequest, Providers } from './provider.ts';
import { stabilized } from './stabilized.ts';
import { tagsOf } from './tags.ts';

/** Aurora clusters and their instances, each waited for until it is available; and their groups. */
export function databaseProviders(api: ApiPort): Providers {
  return { ...groupProviders(api), ...serverProviders(api) };
}

function groupProviders(api: ApiPort): Providers {
  return {
    'AWS::RDS::DBSubnetGroup': {
      properties: properties('DBSubnetGroupName DBSubnetGroupDescription SubnetIds Tags'),
      async create(request) {
        const name = nameOf(request, 'DBSubnetGroupName', 255);
        await api.call(request.location, 'rds', 'CreateDBSubnetGroup', {
          ...request.properties.pick(['DBSubnetGroupDescription', 'SubnetIds']),
          DBSubnetGroupName: name,
          ...tagsOf(request),
        });
        return { ref: name };
      },
    },
    'AWS::RDS::DBClusterParameterGroup': {
      properties: properties('DBClusterParameterGroupName Description Family Parameters Tags'),
      async create(request) {
        const { properties: given, location } = request;
        const name = nameOf(request, 'DBClusterParameterGroupName', 255);
        await api.call(location, 'rds', 'CreateDBClusterParameterGroup', {
          DBClusterParameterGroupName: name,
          DBParameterGroupFamily: given.text('Family'),
          Description: given.text('Description'),
          ...tagsOf(request),
        });
        await api.call(location, 'rds', 'ModifyDBClusterParameterGroup', {
          DBClusterParameterGroupName: name,
          Parameters: Object.entries(given.textMap('Parameters')).map(([parameter, value]) => ({
            ParameterName: parameter,
            ParameterValue: value,
            ApplyMethod: 'pending-reboot',
          })),
        });
        return { ref: name };
      },
    },
    'AWS::RDS::DBParameterGroup': {
      properties: properties('DBParameterGroupName Description Family Tags'),
      async create(request) {
        const { properties: given, location } = request;
        const name = nameOf(request, 'DBParameterGroupName', 255);
        await api.call(location, 'rds', 'CreateDBParameterGroup', {
          DBParameterGroupName: name,
          DBParameterGroupFamily: given.text('Family'),
          Description: given.text('Description'),
          ...tagsOf(request),
        });
        return { ref: name };
      },
    },
  };
}

function serverProviders(api: ApiPort): Providers {
  return {
    'AWS::RDS::DBCluster': {
      properties: clusterProperties,
      async create(request) {
        const { location } = request;
        const identifier = nameOf(request, 'DBClusterIdentifier', 63);
        await api.call<CreateDBClusterResult>(location, 'rds', 'CreateDBCluster', {
          ...clusterInput(request.properties),
          DBClusterIdentifier: identifier,
          ...tagsOf(request),
        });
        const made = await stabilized(api, request.logicalId, underWay, () =>
          clusterAt(api, location, identifier),
        );
        return {
          ref: identifier,
          arn: made.DBClusterArn ?? '',
          attributes: {
            DBClusterArn: made.DBClusterArn ?? '',
            DBClusterResourceId: made.DbClusterResourceId ?? '',
            'Endpoint.Address': made.Endpoint ?? '',
            'Endpoint.Port': String(made.Port ?? ''),
            'ReadEndpoint.Address': made.ReaderEndpoint ?? '',
            'MasterUserSecret.SecretArn': made.MasterUserSecret?.SecretArn ?? '',
          },
        };
      },
    },
    'AWS::RDS::DBInstance': {
      properties: instanceProperties,
      async create(request) {
        const { location } = request;
        const identifier = nameOf(request, 'DBInstanceIdentifier', 63);
        await api.call<CreateDBInstanceResult>(location, 'rds', 'CreateDBInstance', {
          ...instanceInput(request.properties),
          DBInstanceIdentifier: identifier,
          ...tagsOf(request),
        });
        const made = await stabilized(api, request.logicalId, underWay, () =>
          instanceAt(api, location, identifier),
        );
        return {
          ref: identifier,
          arn: made.DBInstanceArn ?? '',
          attributes: {
            DBInstanceArn: made.DBInstanceArn ?? '',
            DbiResourceId: made.DbiResourceId ?? '',
            'Endpoint.Address': made.Endpoint?.Address ?? '',
            'Endpoint.Port': String(made.Endpoint?.Port ?? ''),
          },
        };
      },
    },
  };
}

/** RDS keeps names in lower case, and `Ref` gives them so. */
function nameOf(
  { properties: given, name }: CreateRequest,
  property: string,
  most: number,
): string {
  return (given.optionalText(property) ?? name(most)).toLowerCase();
}

/** What is on its way to being available; any other status is a failure of the deployment. */
const underWay = /^(creating|modifying|backing-up|configuring-|rebooting|upgrading)/;

async function clusterAt(api: ApiPort, location: Location, identifier: string) {
  const { DBClusters: found } = await api.call<DBClusterMessage>(
    location,
    'rds',
    'DescribeDBClusters',
    { DBClusterIdentifier: identifier },
  );
  const shape = found?.[0] ?? {};
  return { status: shape.Status, shape };
}

async function instanceAt(api: ApiPort, location: Location, identifier: string) {
  const { DBInstances: found } = await api.call<DBInstanceMessage>(
    location,
    'rds',
    'DescribeDBInstances',
    { DBInstanceIdentifier: identifier },
  );
  const shape = found?.[0] ?? {};
  return { status: shape.DBInstanceStatus, shape };
}
