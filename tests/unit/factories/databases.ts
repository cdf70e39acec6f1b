import type { DatabaseSettings } from '../../../functions/shared/rules/database-settings.ts';
import type { Database, MasterSecret, Member } from '../../../functions/shared/rules/database.ts';
import { targetKeyArn, targetLocation } from './locations.ts';

export function aDatabase(overrides: Partial<Database> = {}): Database {
  const identifier = overrides.identifier ?? 'orders';
  return {
    kind: 'cluster',
    identifier,
    resourceId: `cluster-${identifier.toUpperCase()}`,
    arn: `arn:aws:rds:${targetLocation.region}:${targetLocation.accountId}:cluster:${identifier}`,
    status: 'available',
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    endpoint: `${identifier}.cluster-abc.${targetLocation.region}.rds.amazonaws.com`,
    port: 5432,
    encryption: { encrypted: true, keyArn: targetKeyArn },
    deletionProtection: false,
    pendingChanges: false,
    toRestart: [],
    settings: {},
    notCarried: [],
    tags: {},
    ...overrides,
  };
}

/** The secret of a managed master password. */
export function aMasterSecret(overrides: Partial<MasterSecret> = {}): MasterSecret {
  return { arn: 'old-secret', user: 'keeper', status: 'active', ...overrides };
}

export function aMember(overrides: Partial<Member> = {}): Member {
  const identifier = overrides.identifier ?? 'orders-1';
  return {
    identifier,
    databaseIdentifier: 'orders',
    resourceId: `db-${identifier.toUpperCase()}`,
    status: 'available',
    isWriter: false,
    instanceClass: 'db.r6g.large',
    promotionTier: 1,
    pendingChanges: false,
    isToRestart: false,
    settings: {},
    notCarried: [],
    tags: {},
    ...overrides,
  };
}

/** Every setting, each with a value that shows where it came from. */
export function allSettings(from: string): Required<DatabaseSettings> {
  return {
    subnetGroup: `${from}-subnets`,
    securityGroups: [`sg-${from}`],
    parameterGroup: `${from}-parameters`,
    optionGroup: `${from}-options`,
    port: from.length + 5000,
    logExports: [`${from}-log`],
    iamAuthentication: from !== 'source',
    copyTagsToSnapshots: from !== 'source',
    deletionProtection: from !== 'source',
    backupRetentionDays: from.length,
    storageType: `${from}-storage`,
    serverlessCapacity: { minimum: 0.5, maximum: from.length },
    instanceClass: `db.${from}.large`,
    multiAz: from !== 'source',
    roles: [{ arn: `arn:aws:iam::222222222222:role/${from}` }],
    backupWindow: `${from}-backups`,
    maintenanceWindow: `${from}-maintenance`,
    allocatedStorage: { live: 300, parameters: 400 }[from] ?? 200,
    iops: from.length + 3000,
    storageThroughput: from.length + 100,
    maximumStorage: from.length + 1000,
    dedicatedLogVolume: from !== 'source',
    processorFeatures: { coreCount: from },
    availabilityZone: `${from}-a`,
    networkType: `${from}-network`,
    publiclyAccessible: from !== 'source',
    customerOwnedIp: from !== 'source',
    vpcNetworking: from !== 'source',
    internetAccessGateway: from !== 'source',
    domain: { id: `d-${from}` },
    licenseModel: `${from}-license`,
    backtrackSeconds: from.length + 3600,
    lifecycleSupport: `${from}-support`,
    dataApi: from !== 'source',
    localWriteForwarding: from !== 'source',
    minorVersionUpgrades: from !== 'source',
    monitoringSeconds: from.length,
    monitoringRole: `arn:aws:iam::222222222222:role/${from}-monitoring`,
    insightsMode: `${from}-insights`,
    performanceInsights: from !== 'source',
    performanceInsightsKey: `${from}-key`,
    performanceInsightsDays: from.length,
    caCertificate: `${from}-ca`,
    backupTarget: `${from}-backups`,
  };
}
