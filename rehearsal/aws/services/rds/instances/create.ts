import type { CreateDBInstanceMessage, CreateDBInstanceResult } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { newEncryption, readMaster } from '../clusters/create.ts';
import { clusterNotFound } from '../clusters/find.ts';
import { requireMemberKey } from '../encryption.ts';
import { chooseVersion, defaultPort, instanceEngine, parameterFamily } from '../engines.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { changedLogExports } from '../log-exports.ts';
import { defaultBackupWindow, defaultMaintenanceWindow } from '../maintenance.ts';
import { authorizeManagedSecret, manageSecret } from '../master-secret.ts';
import { simulated } from '../operation.ts';
import { readTags } from '../tags.ts';
import { describeInstance } from './describe.ts';
import {
  addInstance,
  authorizeNewInstance,
  readClass,
  readMonitoring,
  readTier,
} from './new-instance.ts';
import { settleInstance } from './settle.ts';

const operation = 'CreateDBInstance';

/** What a member takes from its cluster, and a request for one must not say. */
const standAloneOnly = [
  'AllocatedStorage',
  'BackupRetentionPeriod',
  'DeletionProtection',
  'EnableCloudwatchLogsExports',
  'EnableIAMDatabaseAuthentication',
  'KmsKeyId',
  'ManageMasterUserPassword',
  'MasterUserPassword',
  'MasterUsername',
  'MultiAZ',
  'Port',
  'PreferredBackupWindow',
  'StorageEncrypted',
  'StorageType',
  'VpcSecurityGroupIds',
] as const satisfies readonly (keyof CreateDBInstanceMessage)[];

/** CreateDBInstance: a member of a cluster, or an instance with storage of its own. */
export const createInstance = simulated<CreateDBInstanceMessage, CreateDBInstanceResult>(
  operation,
  {
    DBInstanceIdentifier: true,
    DBInstanceClass: true,
    Engine: true,
    EngineVersion: true,
    DBClusterIdentifier: true,
    DBSubnetGroupName: true,
    DBParameterGroupName: true,
    AvailabilityZone: true,
    PreferredMaintenanceWindow: true,
    AutoMinorVersionUpgrade: true,
    PubliclyAccessible: true,
    CopyTagsToSnapshot: true,
    MonitoringInterval: true,
    MonitoringRoleArn: true,
    EnablePerformanceInsights: true,
    PromotionTier: true,
    Tags: true,
    AllocatedStorage: true,
    BackupRetentionPeriod: true,
    DeletionProtection: true,
    EnableCloudwatchLogsExports: true,
    EnableIAMDatabaseAuthentication: true,
    KmsKeyId: true,
    ManageMasterUserPassword: true,
    MasterUserPassword: true,
    MasterUsername: true,
    MultiAZ: true,
    Port: true,
    PreferredBackupWindow: true,
    StorageEncrypted: true,
    StorageType: true,
    VpcSecurityGroupIds: true,
  },
  (context, input, call) => {
    const instance =
      input.DBClusterIdentifier === undefined
        ? createStandAlone(context, input, call)
        : createMember(context, input, call);
    return { DBInstance: describeInstance(context, instance) };
  },
);

function createMember(context: Context, input: CreateDBInstanceMessage, call: Call): Instance {
  const identifier = newIdentifier(input.DBInstanceIdentifier, 'DBInstanceIdentifier', 'database');
  const clusterName = required(input.DBClusterIdentifier, 'DBClusterIdentifier').toLowerCase();
  const instanceClass = readClass(input.DBInstanceClass);
  const cluster = context.clusters.find(call.location, clusterName);
  if (cluster === undefined) {
    call.authorize(`rds:${operation}`, rdsArn(call.location, 'db', identifier));
    call.authorize(`rds:${operation}`, rdsArn(call.location, 'cluster', clusterName));
    throw clusterNotFound(clusterName);
  }
  const family = parameterFamily(cluster.engine, cluster.engineVersion);
  const group = input.DBParameterGroupName;
  const parameterGroup = context.groups.parameterGroup(call.location, group, family);
  const tags = readTags(input.Tags);
  authorizeNewInstance(call, operation, {
    identifier,
    engine: cluster.engine,
    engineVersion: cluster.engineVersion,
    instanceClass,
    parameterGroup,
    subnetGroup: cluster.subnetGroup.identifier,
    cluster,
    tags,
  });
  const wrong = standAloneOnly.find((member) => input[member] !== undefined);
  if (wrong !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      `${wrong} can't be set for an instance of a DB cluster: the cluster decides it`,
    );
  }
  requireSame('Engine', required(input.Engine, 'Engine'), cluster.engine);
  requireSame('EngineVersion', input.EngineVersion, cluster.engineVersion);
  requireSame('DBSubnetGroupName', input.DBSubnetGroupName, cluster.subnetGroup.identifier);
  if (instanceClass === 'db.serverless' && cluster.serverless === undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `Cluster ${clusterName} needs a ServerlessV2ScalingConfiguration before it takes a db.serverless instance`,
    );
  }
  if (!['available', 'backing-up', 'modifying'].includes(cluster.status)) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `Cluster ${clusterName} takes no instance while it is ${cluster.status}: wait until it is available`,
    );
  }
  requireMemberKey(context.keys, call, cluster.encryption);
  const zones = cluster.subnetGroup.subnets.map(({ zone }) => zone);
  const instance = addInstance(context, call, {
    ...inherited(cluster),
    identifier,
    cluster,
    instanceClass,
    allocatedStorage: 1,
    parameterGroup,
    zone: input.AvailabilityZone ?? zones[cluster.members.length % zones.length] ?? 'unknown',
    multiZone: false,
    publiclyAccessible: input.PubliclyAccessible ?? false,
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    promotionTier: readTier(input.PromotionTier),
    monitoring: readMonitoring(call, input),
    performanceInsights: input.EnablePerformanceInsights ?? false,
    maintenanceWindow: input.PreferredMaintenanceWindow ?? cluster.maintenanceWindow,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    deletionProtection: false,
    tags,
  });
  // The first instance is the writer.
  cluster.writer ??= instance;
  cluster.members.push(instance);
  const duration = cluster.writer === instance ? 'createWriter' : 'createReader';
  beginCreation(context, instance, duration);
  return instance;
}

/** What a member shows of its cluster. */
function inherited(cluster: Cluster) {
  return {
    engine: cluster.engine,
    engineVersion: cluster.engineVersion,
    master: cluster.master,
    databaseName: cluster.databaseName,
    port: cluster.port,
    encryption: cluster.encryption,
    subnetGroup: cluster.subnetGroup,
    securityGroupIds: cluster.securityGroupIds,
    storageType: cluster.storageType,
    backupRetentionPeriod: cluster.backupRetentionPeriod,
    backupWindow: cluster.backupWindow,
    iamAuthentication: cluster.iamAuthentication,
    logExports: cluster.logExports,
    lifecycleSupport: cluster.lifecycleSupport,
  };
}

function createStandAlone(context: Context, input: CreateDBInstanceMessage, call: Call): Instance {
  const { location } = call;
  const identifier = newIdentifier(input.DBInstanceIdentifier, 'DBInstanceIdentifier', 'database');
  const engine = instanceEngine(required(input.Engine, 'Engine'), operation);
  const engineVersion = chooseVersion(engine, context.storage.engine(engine), input.EngineVersion);
  const instanceClass = readClass(input.DBInstanceClass);
  const tags = readTags(input.Tags);
  const { groups } = context;
  const family = parameterFamily(engine, engineVersion);
  const parameterGroup = groups.parameterGroup(location, input.DBParameterGroupName, family);
  const subnetGroup = groups.subnetGroup(location, input.DBSubnetGroupName);
  authorizeNewInstance(call, operation, {
    identifier,
    engine,
    engineVersion,
    instanceClass,
    parameterGroup,
    subnetGroup: subnetGroup.identifier,
    cluster: undefined,
    tags,
  });
  const managed = input.ManageMasterUserPassword ?? false;
  if (managed) authorizeManagedSecret(context, call, undefined);
  const instance = addInstance(context, call, {
    identifier,
    cluster: undefined,
    engine,
    engineVersion,
    master: readMaster(context, input, `${location.accountId}/${location.region}/${identifier}`),
    databaseName: undefined,
    port: input.Port ?? defaultPort(engine),
    encryption: newEncryption(context, input, call, { type: 'none' }),
    subnetGroup,
    securityGroupIds: input.VpcSecurityGroupIds ?? groups.defaults(location).securityGroupIds,
    storageType: input.StorageType ?? 'gp3',
    backupRetentionPeriod: readInstanceRetention(input.BackupRetentionPeriod ?? 1),
    backupWindow: input.PreferredBackupWindow ?? defaultBackupWindow,
    maintenanceWindow: input.PreferredMaintenanceWindow ?? defaultMaintenanceWindow,
    deletionProtection: input.DeletionProtection ?? false,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    logExports: changedLogExports(engine, [], {
      EnableLogTypes: input.EnableCloudwatchLogsExports,
    }),
    lifecycleSupport: 'open-source-rds-extended-support',
    instanceClass,
    allocatedStorage: required(input.AllocatedStorage, 'AllocatedStorage'),
    parameterGroup,
    zone: input.AvailabilityZone ?? subnetGroup.subnets[0]?.zone ?? 'unknown',
    multiZone: input.MultiAZ ?? false,
    publiclyAccessible: input.PubliclyAccessible ?? false,
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    promotionTier: readTier(input.PromotionTier),
    monitoring: readMonitoring(call, input),
    performanceInsights: input.EnablePerformanceInsights ?? false,
    tags,
  });
  if (managed) manageSecret(context, instance, 'db', undefined);
  beginCreation(context, instance, 'createInstance');
  return instance;
}

function beginCreation(
  context: Context,
  instance: Instance,
  duration: 'createWriter' | 'createReader' | 'createInstance',
): void {
  context.transitions.begin(
    {
      operation: 'create-instance',
      owner: instance,
      identifier: instance.identifier,
      location: instance.location,
      fail: (status) => (instance.status = status),
    },
    async (transition) => {
      await transition.wait(transition.draw(duration));
      await settleInstance(context, instance, transition);
    },
  );
}

/** A stand-alone instance keeps backups for 0 (none) to 35 days. */
export function readInstanceRetention(days: number): number {
  if (Number.isInteger(days) && days >= 0 && days <= 35) return days;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid backup retention period: ${days}. Must be between 0 and 35 days`,
  );
}

function requireSame(member: string, given: string | undefined, expected: string): void {
  if (given === undefined || given === expected) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `The ${member} of an instance must be its cluster's, ${expected}. Found: ${given}`,
  );
}
