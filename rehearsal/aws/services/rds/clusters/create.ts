import type { CreateDBClusterMessage, CreateDBClusterResult } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { keyForWriting, managedKey, type Encryption } from '../encryption.ts';
import { clusterEngine, defaultPort } from '../engines.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { authorizeManagedSecret, manageSecret, newPassword } from '../master-secret.ts';
import { simulated } from '../operation.ts';
import { readPort } from '../settings/port.ts';
import { newSettings, takenMembers } from '../settings/setting.ts';
import { readTags } from '../tags.ts';
import { describeCluster } from './describe.ts';
import { refuseMultiZoneOnly } from './multi-zone-only.ts';
import { addCluster, authorizeNewCluster, requireProvisioned } from './new-cluster.ts';
import { clusterSettings, readParameterGroup } from './settings.ts';

const operation = 'CreateDBCluster';

/** CreateDBCluster: storage and settings; instances come by CreateDBInstance. */
export const createCluster = simulated<CreateDBClusterMessage, CreateDBClusterResult>(
  operation,
  {
    ...takenMembers(clusterSettings, 'create'),
    CACertificateIdentifier: true,
    DatabaseName: true,
    DBSubnetGroupName: true,
    Port: true,
    EngineMode: true,
    DBClusterIdentifier: true,
    Engine: true,
    EngineVersion: true,
    MasterUsername: true,
    MasterUserPassword: true,
    ManageMasterUserPassword: true,
    MasterUserSecretKmsKeyId: true,
    StorageEncrypted: true,
    KmsKeyId: true,
    Tags: true,
  },
  (context, input, call) => {
    const { location } = call;
    const identifier = newIdentifier(input.DBClusterIdentifier, 'DBClusterIdentifier', 'database');
    const engine = clusterEngine(required(input.Engine, 'Engine'), operation);
    const engineVersion = context.offers.newVersion(location, engine, input.EngineVersion);
    const tags = readTags(input.Tags);
    requireProvisioned(input.EngineMode, operation);
    const subnetGroup = context.groups.subnetGroup(location, input.DBSubnetGroupName);
    const about = { context, call, engine, engineVersion, subnetGroup };
    const parameterGroup = readParameterGroup(input.DBClusterParameterGroupName, about);
    authorizeNewCluster(call, operation, {
      identifier,
      engine,
      engineVersion,
      parameterGroup,
      subnetGroup: subnetGroup.identifier,
      tags,
    });
    refuseMultiZoneOnly('create', input);
    const settings = newSettings(clusterSettings, 'create', input, about);
    const managed = input.ManageMasterUserPassword ?? false;
    const wish = managed
      ? authorizeManagedSecret(context, call, 'cluster', input.MasterUserSecretKmsKeyId)
      : undefined;
    const cluster = addCluster(context, call, {
      ...settings,
      subnetGroup,
      identifier,
      engine,
      engineVersion,
      master: readMaster(context, input, `${location.accountId}/${location.region}/${identifier}`),
      databaseName: readDatabaseName(input.DatabaseName, engine),
      port: readPort(input.Port ?? defaultPort(engine)),
      encryption: newEncryption(context, input, call, { type: 'sse-rds', location }),
      tags,
    });
    if (wish) manageSecret(context, cluster, 'cluster', wish);
    context.transitions.begin(
      {
        operation: 'create-cluster',
        owner: cluster,
        identifier,
        location,
        fail: (status) => {
          cluster.status = status;
          const arn = rdsArn(location, 'cluster', identifier);
          context.emit('RDS-EVENT-0354', { location, arn, identifier }, '');
        },
      },
      async (transition) => {
        await transition.wait(transition.draw('createCluster'));
        await transition.arrive();
        cluster.status = 'available';
        const arn = rdsArn(location, 'cluster', identifier);
        context.emit('RDS-EVENT-0170', { location, arn, identifier });
      },
    );
    return { DBCluster: describeCluster(context, cluster) };
  },
);

/**
 * The database that a cluster begins with; none is made where none is named.
 * Source: the SDK's model, CreateDBCluster, DatabaseName: up to 64 letters and digits. PostgreSQL's
 * names have 63 at most, and `postgres` is there already.
 * @throws AwsError `InvalidParameterValue`
 */
function readDatabaseName(name: string | undefined, engine: string): string | undefined {
  if (name === undefined) return undefined;
  const longest = engine === 'aurora-postgresql' ? 63 : 64;
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && name.length <= longest) {
    return name === 'postgres' ? undefined : name;
  }
  throw new AwsError('InvalidParameterValue', `Database name ${name} is not valid`);
}

/**
 * How new storage is encrypted: under the named key, under `aws/rds` where encryption is asked for
 * without a key, else by default.
 */
export function newEncryption(
  context: Context,
  input: {
    readonly StorageEncrypted?: boolean | undefined;
    readonly KmsKeyId?: string | undefined;
  },
  call: Call,
  byDefault: Encryption,
): Encryption {
  if (input.StorageEncrypted === false) {
    if (input.KmsKeyId === undefined) return { type: 'none' };
    throw new AwsError(
      'InvalidParameterCombination',
      'KmsKeyId must not be specified without StorageEncrypted',
    );
  }
  if (input.KmsKeyId !== undefined) {
    return keyForWriting(context.keys, call, input.KmsKeyId, 'specified');
  }
  return input.StorageEncrypted === true ? managedKey(context.keys, call.location) : byDefault;
}

/**
 * The master user that a request gives, or whose password RDS makes.
 *
 * @throws AwsError `InvalidParameterCombination` for both or none of a password and its management
 */
export function readMaster(
  context: Context,
  input: {
    readonly MasterUsername?: string | undefined;
    readonly MasterUserPassword?: string | undefined;
    readonly ManageMasterUserPassword?: boolean | undefined;
  },
  name: string,
): { user: string; password: string } {
  const user = required(input.MasterUsername, 'MasterUsername');
  const given = input.MasterUserPassword;
  const managed = input.ManageMasterUserPassword ?? false;
  if (managed && given === undefined) {
    return { user, password: newPassword(context, name) };
  }
  if (managed) {
    throw new AwsError(
      'InvalidParameterCombination',
      'You can’t specify MasterUserPassword when ManageMasterUserPassword is enabled',
    );
  }
  const password = required(given, 'MasterUserPassword');
  if (password.length >= 8) return { user, password };
  throw new AwsError(
    'InvalidParameterValue',
    'The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.',
  );
}
