import type { CreateDBInstanceMessage, CreateDBInstanceResult } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { newEncryption, readMaster } from '../clusters/create.ts';
import { clusterNotFound } from '../clusters/find.ts';
import { requireMemberKey } from '../encryption.ts';
import { defaultPort, instanceEngine } from '../engines.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { authorizeManagedSecret, manageSecret } from '../master-secret.ts';
import { simulated } from '../operation.ts';
import { readPort } from '../settings/port.ts';
import { newSettings, takenMembers } from '../settings/setting.ts';
import { readTags } from '../tags.ts';
import { describeInstance } from './describe.ts';
import { addInstance, authorizeNewInstance, readClass } from './new-instance.ts';
import { readParameterGroup } from './own-settings.ts';
import { instanceSettings, refuseDecidedByCluster } from './settings.ts';
import { clusterTakes } from '../statuses/takes.ts';
import { settleInstance } from './settle.ts';
import { readOptionGroup } from './stand-alone-settings.ts';

const operation = 'CreateDBInstance';

/** What else a member has from its cluster, and a request for one must not say. */
const decidedByCluster = [
  'KmsKeyId',
  'ManageMasterUserPassword',
  'MasterUserPassword',
  'MasterUsername',
  'MasterUserSecretKmsKeyId',
  'Port',
  'StorageEncrypted',
] as const satisfies readonly (keyof CreateDBInstanceMessage)[];

/** CreateDBInstance: a member of a cluster, or an instance with storage of its own. */
export const createInstance = simulated<CreateDBInstanceMessage, CreateDBInstanceResult>(
  operation,
  {
    ...takenMembers(instanceSettings, 'create'),
    DBInstanceIdentifier: true,
    DBInstanceClass: true,
    Engine: true,
    EngineVersion: true,
    DBClusterIdentifier: true,
    DBSubnetGroupName: true,
    Tags: true,
    KmsKeyId: true,
    ManageMasterUserPassword: true,
    MasterUserPassword: true,
    MasterUsername: true,
    MasterUserSecretKmsKeyId: true,
    Port: true,
    StorageEncrypted: true,
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
  const { engine, engineVersion, subnetGroup } = cluster;
  const about = { context, call, engine, engineVersion, instanceClass, subnetGroup, cluster };
  const tags = readTags(input.Tags);
  authorizeNewInstance(call, operation, {
    identifier,
    engine,
    engineVersion,
    instanceClass,
    parameterGroup: readParameterGroup(input.DBParameterGroupName, about),
    optionGroup: readOptionGroup(undefined, about),
    subnetGroup: subnetGroup.identifier,
    cluster,
    tags,
  });
  refuseDecidedByCluster('create', input, decidedByCluster);
  requireSame('Engine', required(input.Engine, 'Engine'), cluster.engine);
  requireSame('EngineVersion', input.EngineVersion, cluster.engineVersion);
  requireSame('DBSubnetGroupName', input.DBSubnetGroupName, cluster.subnetGroup.identifier);
  context.offers.requireOption(
    call.location,
    { engine: cluster.engine, version: cluster.engineVersion },
    { instanceClass, storageType: cluster.storageType },
  );
  if (instanceClass === 'db.serverless' && cluster.serverless === undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `Cluster ${clusterName} needs a ServerlessV2ScalingConfiguration before it takes a db.serverless instance`,
    );
  }
  if (!clusterTakes(cluster.status, 'CreateDBInstance')) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `Cluster ${clusterName} takes no instance while it is ${cluster.status}: wait until it is available`,
    );
  }
  requireMemberKey(context.keys, call, cluster.encryption);
  const instance = addInstance(context, call, {
    ...newSettings(instanceSettings, 'create', input, about),
    ...inherited(cluster),
    identifier,
    cluster,
    instanceClass,
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
  };
}

function createStandAlone(context: Context, input: CreateDBInstanceMessage, call: Call): Instance {
  const { location } = call;
  const identifier = newIdentifier(input.DBInstanceIdentifier, 'DBInstanceIdentifier', 'database');
  const engine = instanceEngine(required(input.Engine, 'Engine'), operation);
  const engineVersion = context.offers.newVersion(location, engine, input.EngineVersion);
  const instanceClass = readClass(input.DBInstanceClass);
  const tags = readTags(input.Tags);
  const cluster = undefined;
  const subnetGroup = context.groups.subnetGroup(location, input.DBSubnetGroupName);
  const about = { context, call, engine, engineVersion, instanceClass, subnetGroup, cluster };
  authorizeNewInstance(call, operation, {
    identifier,
    engine,
    engineVersion,
    instanceClass,
    parameterGroup: readParameterGroup(input.DBParameterGroupName, about),
    optionGroup: readOptionGroup(input.OptionGroupName, about),
    subnetGroup: subnetGroup.identifier,
    cluster,
    tags,
  });
  required(input.AllocatedStorage, 'AllocatedStorage');
  const settings = newSettings(instanceSettings, 'create', input, about);
  context.offers.requireOption(
    location,
    { engine, version: engineVersion },
    { instanceClass, storageType: settings.storage.type },
  );
  const managed = input.ManageMasterUserPassword ?? false;
  const wish = managed
    ? authorizeManagedSecret(context, call, 'db', input.MasterUserSecretKmsKeyId)
    : undefined;
  const instance = addInstance(context, call, {
    ...settings,
    identifier,
    cluster,
    engine,
    engineVersion,
    instanceClass,
    master: readMaster(context, input, `${location.accountId}/${location.region}/${identifier}`),
    databaseName: undefined,
    port: readPort(input.Port ?? defaultPort(engine)),
    encryption: newEncryption(context, input, call, { type: 'none' }),
    subnetGroup,
    tags,
  });
  if (wish) manageSecret(context, instance, 'db', wish);
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

function requireSame(member: string, given: string | undefined, expected: string): void {
  if (given === undefined || given === expected) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `The ${member} of an instance must be its cluster's, ${expected}. Found: ${given}`,
  );
}
