import { arnIn } from '../../authorization/arn.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import type { VirtualClock } from '../../clock.ts';
import type {
  KeyFacts,
  Keys,
  Location,
  Operation,
  PolicyDocument,
  Principal,
  Service,
} from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { uuid } from '../identifiers.ts';
import { grantOperations } from './grant-operations.ts';
import type { Key } from './key.ts';
import { dataKeyOf, factsOf } from './key.ts';
import { KeyAccess } from './key-access.ts';
import { keyOperations } from './key-operations.ts';
import type { ManagingService } from './key-policies.ts';
import { defaultKeyPolicy, managedKeyPolicy } from './key-policies.ts';
import { KeyRing } from './key-ring.ts';
import { requireEnabled } from './key-state.ts';

/** What a template says of a key. */
export interface KeySettings {
  /** The key policy; KMS's default, which leaves all to the account, where it is left out. */
  readonly policy?: PolicyDocument;
  readonly description?: string;
  readonly enabled?: boolean;
  /** Names that begin with `alias/`. */
  readonly aliases?: readonly string[];
}

/** KMS: symmetric keys of one Region, key policies, grants. Nothing is encrypted by its API. */
export class Kms implements Service, Keys {
  readonly name = 'kms';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #authorizer: Pick<Authorizer, 'require' | 'checkResourcePolicy'>;
  readonly #clock: Pick<VirtualClock, 'now'>;
  readonly #random: Random;
  readonly #ring: KeyRing;
  readonly #access: KeyAccess;

  constructor(
    authorizer: Pick<Authorizer, 'require' | 'checkResourcePolicy'>,
    clock: Pick<VirtualClock, 'now'>,
    random: Random,
  ) {
    this.#authorizer = authorizer;
    this.#clock = clock;
    this.#random = random;
    this.#ring = new KeyRing(() => clock.now());
    this.#access = new KeyAccess(this.#ring, authorizer);
    this.operations = {
      ...keyOperations(this.#ring, this.#access, clock, (location, service) =>
        this.managedKey(location, service),
      ),
      ...grantOperations(this.#access, clock, random),
    };
  }

  /**
   * Makes a customer-managed key.
   * @returns its ARN
   * @throws UnknownPolicyConstruct or MalformedPolicy when nothing can be decided by its policy
   */
  createKey(location: Location, settings: KeySettings = {}): string {
    const key = this.#makeKey(location, 'CUSTOMER', settings.policy ?? defaultKeyPolicy(location), {
      description: settings.description ?? '',
      state: settings.enabled === false ? 'Disabled' : 'Enabled',
    });
    for (const alias of settings.aliases ?? []) this.createAlias(location, alias, key.arn);
    return key.arn;
  }

  /** Points an alias to a key of the same account and Region; an alias of that name is moved. */
  createAlias(location: Location, name: string, keyArn: string): void {
    if (!/^alias\/[A-Za-z0-9/_-]+$/.test(name) || name.startsWith('alias/aws/')) {
      throw new AwsError('InvalidAliasNameException', `Invalid alias name ${name}`);
    }
    this.#ring.addAlias(location, name, this.#ring.find(location, keyArn).arn);
  }

  /** Replaces a key's policy. */
  setKeyPolicy(keyArn: string, policy: PolicyDocument): void {
    this.#authorizer.checkResourcePolicy(policy, `the policy of ${keyArn}`);
    this.#ring.get(keyArn).policy = policy;
  }

  /** Disables or enables a key behind everybody's back, as its owner might. */
  setEnabled(keyArn: string, enabled: boolean): void {
    this.#ring.get(keyArn).state = enabled ? 'Enabled' : 'Disabled';
  }

  find(location: Location, keyId: string): KeyFacts | undefined {
    try {
      return factsOf(this.#ring.find(location, keyId));
    } catch (error) {
      if (error instanceof AwsError && error.name === 'NotFoundException') return undefined;
      throw error;
    }
  }

  /** A key that isn't enabled is `KMSInvalidStateException` here, disabled or to be deleted. */
  requireUse(
    principal: Principal,
    keyArn: string,
    actions: readonly string[],
    viaService: string,
  ): void {
    const key = this.#ring.get(keyArn);
    const region = viaService.split('.')[1] ?? '';
    if (key.location.region !== region) {
      throw new AwsError('NotFoundException', `Invalid arn ${key.location.region}`);
    }
    for (const action of actions) this.#access.requireVia(principal, key, action, viaService);
    try {
      requireEnabled(key);
    } catch (error) {
      throw new AwsError('KMSInvalidStateException', (error as Error).message);
    }
  }

  dataKey(keyArn: string): Buffer {
    return dataKeyOf(this.#ring.get(keyArn));
  }

  managedKey(location: Location, service: ManagingService): KeyFacts {
    const alias = `alias/aws/${service}`;
    const existing = this.find(location, alias);
    if (existing !== undefined) return existing;
    const key = this.#makeKey(location, 'AWS', managedKeyPolicy(location, service), {
      description: `Default key that protects my ${service.toUpperCase()} data when no other key is defined`,
      state: 'Enabled',
    });
    this.#ring.addAlias(location, alias, key.arn);
    return factsOf(key);
  }

  #makeKey(
    location: Location,
    manager: Key['manager'],
    policy: PolicyDocument,
    rest: Pick<Key, 'description' | 'state'>,
  ): Key {
    const id = uuid(this.#random);
    const arn = arnIn(location, 'kms', `key/${id}`);
    this.#authorizer.checkResourcePolicy(policy, `the policy of ${arn}`);
    const key: Key = {
      id,
      arn,
      location,
      manager,
      policy,
      ...rest,
      created: new Date(this.#clock.now()),
      material: this.#random.text(64),
      deletion: undefined,
      grants: [],
    };
    this.#ring.add(key);
    return key;
  }
}
