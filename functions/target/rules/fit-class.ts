import { similarClasses } from '../../shared/rules/offered-class.ts';
import type { OfferedClass } from '../../shared/rules/offered-class.ts';
import type { Fit, Place } from './fit.ts';

/** The instances that are to be made, and the storage under them. */
export interface WantedClasses {
  /** Each instance by the name that it will have live. */
  readonly instances: readonly { readonly name: string; readonly instanceClass: string }[];
  /** Whether a Serverless v2 capacity is known for the cluster. */
  readonly hasCapacity: boolean;
  readonly storageType: string | undefined;
  /** Whose storage type it is. */
  readonly storageFrom: 'parameter' | 'live' | 'source';
}

/** The storage type; undefined for AWS's default. */
export interface FittedClasses extends Fit {
  readonly storageType: string | undefined;
}

const owners = { live: 'in the live database', source: 'at the source' } as const;

/**
 * Every instance's class has to be offered, for AWS has no default that would do; a storage type that
 * isn't gives way to AWS's default, unless the stack names it.
 * @param offered undefined where it couldn't be looked up
 */
export function fitClasses(
  wanted: WantedClasses,
  offered: readonly OfferedClass[] | undefined,
  place: Place,
): FittedClasses {
  const { storageType, storageFrom } = wanted;
  const classes = [...new Set(wanted.instances.map(({ instanceClass }) => instanceClass))];
  const misfits = classes.flatMap((instanceClass) =>
    misfitOf(instanceClass, wanted, offered, place),
  );
  if (offered === undefined || storageType === undefined || misfits.length > 0) {
    return { storageType, differences: [], misfits };
  }
  const lacking = classes.filter((one) => !isOffered(one, storageType, offered));
  if (lacking.length === 0) return { storageType, differences: [], misfits };
  const why =
    `which ${place.region} doesn't offer for ${place.engine} ${place.version} with the class ` +
    lacking.join(', ');
  if (storageFrom === 'parameter') {
    const others = storageTypes(lacking, offered).join(', ');
    const misfit =
      `StorageType is ${storageType} by the parameter StorageType, ${why}: set StorageType to one of ` +
      `${others}, or leave it empty`;
    return { storageType, differences: [], misfits: [misfit] };
  }
  const difference = `StorageType is AWS's default; ${owners[storageFrom]} it is ${storageType}, ${why}`;
  return { storageType: undefined, differences: [difference], misfits: [] };
}

function misfitOf(
  instanceClass: string,
  { instances, hasCapacity }: WantedClasses,
  offered: readonly OfferedClass[] | undefined,
  { region, engine, version }: Place,
): readonly string[] {
  const names = instances.filter((one) => one.instanceClass === instanceClass);
  const found = `DBInstanceClass is ${instanceClass} for ${names.map(({ name }) => `"${name}"`).join(', ')}`;
  // Source: Aurora User Guide, "Requirements and limitations for Aurora Serverless v2".
  if (instanceClass === 'db.serverless' && !hasCapacity) {
    return [
      `${found}, and no ServerlessV2ScalingConfiguration is known, which such an instance needs: give ` +
        'one to the live cluster, or to the source where there is none, or set DBInstanceClass to ' +
        'another class',
    ];
  }
  if (offered === undefined || offered.some((one) => one.instanceClass === instanceClass))
    return [];
  const similar = similarClasses(instanceClass, offered).join(', ');
  return [
    `${found}, and ${region} doesn't offer it for ${engine} ${version}: set DBInstanceClass to a class ` +
      `that it offers, such as ${similar || 'none'}`,
  ];
}

/** Every Aurora cluster takes `aurora`, whatever is listed. Source: CreateDBCluster, `StorageType`. */
function isOffered(
  instanceClass: string,
  storageType: string,
  offered: readonly OfferedClass[],
): boolean {
  return (
    storageType === 'aurora' ||
    offered.some(
      (one) =>
        one.instanceClass === instanceClass && (one.storageType ?? storageType) === storageType,
    )
  );
}

/** Those that every one of the classes is offered with. */
function storageTypes(
  classes: readonly string[],
  offered: readonly OfferedClass[],
): readonly string[] {
  const all = [...new Set(offered.flatMap(({ storageType }) => storageType ?? []))];
  return all.filter((storageType) => classes.every((one) => isOffered(one, storageType, offered)));
}
