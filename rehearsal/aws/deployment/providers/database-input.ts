import { properties } from '../property-table.ts';
import type { PropertyTable } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { TemplateMap } from '../template-value.ts';

const texts = {
  cluster:
    'DBClusterParameterGroupName DBSubnetGroupName DatabaseName Engine EngineVersion KmsKeyId MasterUsername PreferredBackupWindow PreferredMaintenanceWindow VpcSecurityGroupIds',
  instance:
    'AvailabilityZone DBClusterIdentifier DBInstanceClass DBParameterGroupName DBSubnetGroupName Engine EngineVersion PreferredMaintenanceWindow',
};
const booleans = {
  cluster:
    'AutoMinorVersionUpgrade CopyTagsToSnapshot DeletionProtection EnableHttpEndpoint EnableIAMDatabaseAuthentication ManageMasterUserPassword StorageEncrypted',
  instance: 'AutoMinorVersionUpgrade CopyTagsToSnapshot PubliclyAccessible',
};
const numbers = { cluster: 'BackupRetentionPeriod Port', instance: 'PromotionTier' };

/** What the simulator knows of `AWS::RDS::DBCluster`. */
export const clusterProperties: PropertyTable = {
  ...properties(
    `DBClusterIdentifier Tags EnableCloudwatchLogsExports ${texts.cluster} ${booleans.cluster} ${numbers.cluster}`,
  ),
  ServerlessV2ScalingConfiguration: properties('MinCapacity MaxCapacity SecondsUntilAutoPause'),
};

/** What the simulator knows of `AWS::RDS::DBInstance`, a member of a cluster. */
export const instanceProperties: PropertyTable = properties(
  `DBInstanceIdentifier Tags ${texts.instance} ${booleans.instance} ${numbers.instance}`,
);

/** The members of CreateDBCluster, but names and tags. */
export function clusterInput(given: PropertyReader): TemplateMap {
  const scaling = given.reader('ServerlessV2ScalingConfiguration');
  return {
    ...typed(given, 'cluster'),
    ...given.pick(['EnableCloudwatchLogsExports']),
    ...(scaling === undefined
      ? {}
      : {
          ServerlessV2ScalingConfiguration: numbersOf(
            scaling,
            'MinCapacity MaxCapacity SecondsUntilAutoPause',
          ),
        }),
  };
}

/** The members of CreateDBInstance, but names and tags. */
export function instanceInput(given: PropertyReader): TemplateMap {
  return typed(given, 'instance');
}

/** Templates may give numbers and booleans as text. */
function typed(given: PropertyReader, kind: 'cluster' | 'instance'): TemplateMap {
  const flags = booleans[kind].split(' ').flatMap((name) => {
    const value = given.boolean(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...given.pick(texts[kind].split(' ')),
    ...Object.fromEntries(flags),
    ...numbersOf(given, numbers[kind]),
  };
}

function numbersOf(given: PropertyReader, names: string): TemplateMap {
  return Object.fromEntries(
    names.split(' ').flatMap((name) => {
      const value = given.number(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
