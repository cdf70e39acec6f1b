import type { OrderableDBInstanceOption } from '@aws-sdk/client-rds';
import type { EngineVersion } from './engine-versions.ts';

/** An instance class with a storage type, as it can be ordered for a version. */
export interface InstanceOption {
  readonly instanceClass: string;
  readonly storageType: string;
}

const sizes = ['large', 'xlarge', '2xlarge', '4xlarge'];
const burstable = ['db.t3.medium', 'db.t3.large', 'db.t4g.medium', 'db.t4g.large'];

const clusterClasses = [
  ...burstable,
  ...ofFamilies('r5', 'r6g', 'r6i', 'r7g', 'r8g'),
  'db.serverless',
];
const instanceClasses = [
  ...burstable,
  'db.t3.micro',
  'db.t4g.micro',
  ...ofFamilies('m5', 'm6g', 'm6i', 'm7g', 'm8g', 'r5', 'r6g', 'r7g', 'r8g'),
];

/** What a version's successors in major don't offer any more: classes and storage of an earlier age. */
const outgoing = { clusterClasses: ofFamilies('r4'), instanceClasses: ofFamilies('m4', 'r4') };

/** Bounds by storage type, in GiB and IOPS. Source: RDS User Guide, "Amazon RDS DB instance storage". */
const bounds: Readonly<Record<string, Partial<OrderableDBInstanceOption>>> = {
  standard: { MinStorageSize: 5, MaxStorageSize: 3072 },
  gp2: { MinStorageSize: 20, MaxStorageSize: 65_536 },
  gp3: {
    MinStorageSize: 20,
    MaxStorageSize: 65_536,
    MinIopsPerDbInstance: 3000,
    MaxIopsPerDbInstance: 64_000,
    MinIopsPerGib: 0.5,
    MaxIopsPerGib: 500,
    MinStorageThroughputPerDbInstance: 125,
    MaxStorageThroughputPerDbInstance: 4000,
  },
  io1: {
    MinStorageSize: 100,
    MaxStorageSize: 65_536,
    MinIopsPerDbInstance: 1000,
    MaxIopsPerDbInstance: 256_000,
    MinIopsPerGib: 0.5,
    MaxIopsPerGib: 50,
  },
  io2: {
    MinStorageSize: 100,
    MaxStorageSize: 65_536,
    MinIopsPerDbInstance: 1000,
    MaxIopsPerDbInstance: 256_000,
    MinIopsPerGib: 0.5,
    MaxIopsPerGib: 1000,
  },
};

/** What can be ordered for a version, where nothing is withdrawn. */
export function instanceOptions(of: EngineVersion, isFormer: boolean): readonly InstanceOption[] {
  const aurora = of.engine.startsWith('aurora');
  const classes = [
    ...(aurora ? clusterClasses : instanceClasses),
    ...(isFormer ? outgoing[aurora ? 'clusterClasses' : 'instanceClasses'] : []),
  ];
  const storage = aurora
    ? ['aurora', 'aurora-iopt1']
    : ['gp2', 'gp3', 'io1', 'io2', ...(isFormer ? ['standard'] : [])];
  return classes.flatMap((instanceClass) =>
    storage.map((storageType) => ({ instanceClass, storageType })),
  );
}

/** The licence that goes with an open-source engine. */
export function licenseModel(engine: string): string {
  return engine.includes('postgres') ? 'postgresql-license' : 'general-public-license';
}

/** In the API's shape, as DescribeOrderableDBInstanceOptions shows it. */
export function describeOption(
  { engine, version }: EngineVersion,
  { instanceClass, storageType }: InstanceOption,
  region: string,
): OrderableDBInstanceOption {
  const aurora = engine.startsWith('aurora');
  return {
    Engine: engine,
    EngineVersion: version,
    DBInstanceClass: instanceClass,
    LicenseModel: licenseModel(engine),
    AvailabilityZones: ['a', 'b', 'c'].map((zone) => ({ Name: `${region}${zone}` })),
    MultiAZCapable: !aurora,
    ReadReplicaCapable: !aurora,
    Vpc: true,
    SupportsStorageEncryption: true,
    StorageType: storageType,
    SupportsIops: bounds[storageType]?.MinIopsPerDbInstance !== undefined,
    SupportsIAMDatabaseAuthentication: true,
    SupportsStorageAutoscaling: !aurora,
    SupportedEngineModes: ['provisioned'],
    SupportsClusters: false,
    ...bounds[storageType],
  };
}

function ofFamilies(...families: readonly string[]): readonly string[] {
  return families.flatMap((family) => sizes.map((size) => `db.${family}.${size}`));
}
