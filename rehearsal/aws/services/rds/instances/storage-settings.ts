import { AwsError } from '../../../contracts.ts';
import type { InstanceStorage } from '../settings/database-settings.ts';
import { oneOf, requireTogether, within } from '../settings/valid-values.ts';

interface GivenStorage {
  readonly AllocatedStorage?: number | undefined;
  readonly StorageType?: string | undefined;
  readonly Iops?: number | undefined;
  readonly StorageThroughput?: number | undefined;
}

/** From this size on, RDS stripes gp3 over four volumes. For MariaDB, MySQL and PostgreSQL. */
const striped = 400;

const sizes: Readonly<Record<string, readonly [number, number]>> = {
  gp2: [20, 65_536],
  gp3: [20, 65_536],
  io1: [100, 65_536],
  io2: [100, 65_536],
  standard: [5, 3072],
};

/**
 * The storage of a new instance. Without a type it is io1 where Iops is given, else gp3; a restore has the
 * backup's size, and Iops where the type is the backup's. Source: the SDK's model, CreateDBInstance and
 * RestoreDBInstanceFromDBSnapshot, AllocatedStorage, StorageType and Iops.
 */
export function newStorage(
  given: GivenStorage,
  backup: InstanceStorage | undefined,
): InstanceStorage {
  const type = readType(given.StorageType ?? ((given.Iops ?? 0) > 0 ? 'io1' : 'gp3'));
  if (given.StorageType !== undefined)
    requireIops(type, given, given.AllocatedStorage ?? backup?.allocated);
  const allocated = given.AllocatedStorage ?? backup?.allocated ?? 0;
  const kept = backup?.type === type && backup.allocated === allocated ? backup : undefined;
  return checked(
    {
      allocated,
      type,
      iops: given.Iops ?? kept?.iops ?? baseline(type, allocated)?.iops,
      throughput:
        given.StorageThroughput ?? kept?.throughput ?? baseline(type, allocated)?.throughput,
    },
    given,
  );
}

/**
 * The storage after a modification. It grows by 10 % or more, or is rounded up to that; where Iops are
 * provisioned, both are said. Source: the SDK's model, ModifyDBInstance, AllocatedStorage, Iops, StorageType.
 */
export function changedStorage(given: GivenStorage, before: InstanceStorage): InstanceStorage {
  const type = readType(given.StorageType ?? before.type);
  const allocated = grown(given.AllocatedStorage ?? before.allocated, before.allocated);
  if (given.StorageType !== undefined) requireIops(type, given, allocated);
  if (allocated > before.allocated) requireIops(before.type, given, allocated);
  requireTogether(
    (given.Iops ?? 0) <= (before.iops ?? 0) || given.AllocatedStorage !== undefined,
    'AllocatedStorage is required when you increase Iops: give the current value to keep it',
  );
  const same = type === before.type && isStriped(allocated) === isStriped(before.allocated);
  const unsaid = same ? before : baseline(type, allocated);
  return checked(
    {
      allocated,
      type,
      iops: given.Iops ?? unsaid?.iops,
      throughput: given.StorageThroughput ?? unsaid?.throughput,
    },
    given,
  );
}

/** In the API's shape. */
export function showStorage({ allocated, type, iops, throughput }: InstanceStorage): {
  AllocatedStorage: number;
  StorageType: string;
  Iops?: number;
  StorageThroughput?: number;
} {
  return {
    AllocatedStorage: allocated,
    StorageType: type,
    ...(iops === undefined ? {} : { Iops: iops }),
    ...(throughput === undefined ? {} : { StorageThroughput: throughput }),
  };
}

function readType(type: string): string {
  return oneOf('StorageType', type, Object.keys(sizes), 'StorageTypeNotSupportedFault');
}

/**
 * "If you specify io1, io2, or gp3, you must also include a value for the Iops parameter" (the SDK's model);
 * but below 400 GiB gp3 has its baseline and takes none (AWS's message in cloudtools/troposphere#2153).
 */
function requireIops(type: string, given: GivenStorage, allocated = 0): void {
  const provisioned = type.startsWith('io') || (type === 'gp3' && isStriped(allocated));
  requireTogether(
    !provisioned || (given.Iops ?? 0) > 0,
    `A value for Iops is required with the storage type ${type}`,
  );
}

function grown(wanted: number, before: number): number {
  if (wanted === before) return before;
  if (wanted > before) return Math.max(wanted, Math.ceil(before * 1.1));
  throw new AwsError(
    'InvalidParameterCombination',
    `AllocatedStorage can't be reduced: it is ${before} GiB. Found: ${wanted}`,
  );
}

function isStriped(allocated: number): boolean {
  return allocated >= striped;
}

/** RDS User Guide, "Amazon RDS DB instance storage", gp3. */
function baseline(
  type: string,
  allocated: number,
): { readonly iops: number; readonly throughput: number } | undefined {
  if (type !== 'gp3') return undefined;
  return isStriped(allocated) ? { iops: 12_000, throughput: 500 } : { iops: 3000, throughput: 125 };
}

/** RDS User Guide, "Amazon RDS DB instance storage", for MariaDB, MySQL and PostgreSQL. */
function checked(storage: InstanceStorage, given: GivenStorage): InstanceStorage {
  const { allocated, type, iops, throughput } = storage;
  const [least, most] = sizes[type] ?? [0, 0];
  within('AllocatedStorage', allocated, least, most);
  const says = (given.Iops ?? 0) > 0 || given.StorageThroughput !== undefined;
  if (type === 'gp3') {
    requireTogether(
      !says || isStriped(allocated),
      `You can't specify IOPS or storage throughput for a storage size less than ${striped}.`,
    );
    if (isStriped(allocated)) {
      within('Iops', iops ?? 0, 12_000, 64_000);
      within('StorageThroughput', throughput ?? 0, 500, 4000);
    }
    return storage;
  }
  requireTogether(
    given.StorageThroughput === undefined,
    `StorageThroughput is for the storage type gp3, and not for ${type}`,
  );
  if (!type.startsWith('io')) {
    requireTogether(!says, `Iops can't be specified with the storage type ${type}`);
    return { ...storage, iops: undefined };
  }
  within('Iops', iops ?? 0, 1000, 256_000);
  const ratio = (iops ?? 0) / allocated;
  requireTogether(
    ratio >= 0.5 && ratio <= 50,
    `Invalid iops to storage (GB) ratio for storage type ${type}: ${ratio.toFixed(4)}`,
  );
  return storage;
}
