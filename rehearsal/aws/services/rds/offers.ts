import { AwsError, type Location } from '../../contracts.ts';
import { compareVersions, engineVersions, type EngineVersion } from './engine-versions.ts';
import { instanceOptions, licenseModel, type InstanceOption } from './instance-options.ts';
import type { Storage } from './storage.ts';

/** What a Region offers no more; each member that is left out stands for all. */
export interface Withdrawal {
  readonly engine: string;
  readonly version?: string;
  readonly instanceClass?: string;
  readonly storageType?: string;
}

/** Versions, classes and storage types that each Region offers. */
export class Offers {
  readonly #storage: Pick<Storage, 'engine'>;
  readonly #withdrawn: { readonly region: string; readonly what: Withdrawal }[] = [];

  constructor(storage: Pick<Storage, 'engine'>) {
    this.#storage = storage;
  }

  /** Takes a version, a class or a storage type out of a Region, for every account. */
  withdraw({ region }: Pick<Location, 'region'>, what: Withdrawal): void {
    this.#withdrawn.push({ region, what });
  }

  /** Every version that RDS knows; one that the Region has withdrawn is `deprecated`. */
  versions({ region }: Pick<Location, 'region'>, engine: string): readonly EngineVersion[] {
    return engineVersions(engine, this.#storage.engine(engine)).map((one) =>
      this.#isWithdrawn(region, { engine, version: one.version })
        ? { ...one, status: 'deprecated' }
        : one,
    );
  }

  /** What can be ordered for a version. */
  options({ region }: Pick<Location, 'region'>, of: EngineVersion): readonly InstanceOption[] {
    const known = engineVersions(of.engine, this.#storage.engine(of.engine));
    const current = known.find(({ isDefault }) => isDefault);
    const isFormer = current !== undefined && of.family !== current.family;
    return instanceOptions(of, isFormer && compareVersions(of.version, current.version) < 0).filter(
      (option) => !this.#isWithdrawn(region, { ...of, ...option }),
    );
  }

  /** @throws AwsError `InvalidParameterCombination` for a version that the Region doesn't offer */
  requireVersion(location: Location, engine: string, version: string): EngineVersion {
    const found = this.versions(location, engine).find((one) => one.version === version);
    if (found?.status === 'available') return found;
    // Source: aws/aws-sdk-go#3786, langfuse/langfuse-terraform-aws#34.
    throw new AwsError(
      'InvalidParameterCombination',
      `Cannot find version ${version} for ${engine}`,
    );
  }

  /**
   * The version of a new database. A major version alone stands for the newest minor one that is offered.
   * Source: cfn-lint's list of engine versions, which AWS's own descriptions are in: 17, 8.0.
   * @throws AwsError as `requireVersion`
   */
  newVersion(location: Location, engine: string, requested: string | undefined): string {
    const wanted = requested ?? this.#default(location, engine);
    const ofMajor = this.versions(location, engine).findLast(
      ({ version, family, status }) =>
        status === 'available' && family === `${engine}${wanted}` && version !== wanted,
    );
    return ofMajor?.version ?? this.requireVersion(location, engine, wanted).version;
  }

  /**
   * The version of a cluster that is restored from a snapshot of version `from`.
   * @throws AwsError `InvalidParameterCombination` for a version that isn't offered, or is earlier
   *   than the snapshot's
   */
  restoredVersion(
    location: Location,
    engine: string,
    requested: string | undefined,
    from: string,
  ): string {
    const version = this.newVersion(location, engine, requested);
    if (compareVersions(version, from) < 0) {
      // Source: aws-samples/redcap-on-aws#99.
      throw new AwsError(
        'InvalidParameterCombination',
        `The engine version you requested for your restored DB cluster (${version}) is earlier than the engine version of the DB cluster snapshot (${from}).`,
      );
    }
    return version;
  }

  /**
   * The version of a DB instance that is restored from a snapshot of version `from`: no request names
   * one, and one that isn't offered any more is upgraded at once. Source: RDS FAQ, "Once a major or
   * minor database engine version is no longer supported".
   */
  upgradedVersion(location: Location, engine: string, from: string): string {
    const known = this.versions(location, engine);
    const of = known.find(({ version }) => version === from);
    if (of === undefined || of.status === 'available') return from;
    const newest = known.findLast(
      ({ family, status }) => family === of.family && status === 'available',
    );
    return newest?.version ?? this.#default(location, engine);
  }

  /** @throws AwsError for a class, or a storage type, that isn't offered for the version */
  requireOption(
    location: Location,
    { engine, version }: Pick<EngineVersion, 'engine' | 'version'>,
    {
      instanceClass,
      storageType,
    }: { readonly [Member in keyof InstanceOption]?: string | undefined },
  ): void {
    const of = this.versions(location, engine).find((one) => one.version === version);
    if (of === undefined) return;
    const offered = this.options(location, of).filter(
      (option) => instanceClass === undefined || option.instanceClass === instanceClass,
    );
    if (offered.length === 0) {
      // Source: aws-quickstart/quickstart-awx#47.
      throw new AwsError(
        'InvalidParameterCombination',
        `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${instanceClass}, Engine=${engine}, EngineVersion=${version}, LicenseModel=${licenseModel(engine)}. For supported combinations of instance class and database engine version, see the documentation.`,
      );
    }
    if (storageType === undefined || offered.some((option) => option.storageType === storageType)) {
      return;
    }
    // Source: terraform-aws-modules/terraform-aws-rds#53.
    throw new AwsError('StorageTypeNotSupportedFault', `Invalid storage type: ${storageType}`);
  }

  #default(location: Location, engine: string): string {
    return this.versions(location, engine).find(({ isDefault }) => isDefault)?.version ?? '';
  }

  #isWithdrawn(region: string, one: Withdrawal): boolean {
    return this.#withdrawn.some(
      ({ region: where, what }) =>
        where === region &&
        what.engine === one.engine &&
        matches(what.version, one.version) &&
        matches(what.instanceClass, one.instanceClass) &&
        matches(what.storageType, one.storageType),
    );
  }
}

/** What is withdrawn of a version is so of nothing wider: a class's withdrawal leaves the version. */
function matches(withdrawn: string | undefined, one: string | undefined): boolean {
  return withdrawn === undefined || withdrawn === one;
}
