import { arnIn, parseArn } from '../../authorization/arn.ts';
import { AwsError, type Location } from '../../contracts.ts';
import type { Key } from './key.ts';

/** An alias, which belongs to one account and Region. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly location: Location;
  readonly keyArn: string;
  readonly created: Date;
}

/** All keys and aliases, found by any of their names. */
export class KeyRing {
  readonly #keys = new Map<string, Key>();
  readonly #aliases = new Map<string, Alias>();
  readonly #now: () => number;

  /** @param now virtual milliseconds: keys that were to be deleted by then are gone */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(key: Key): void {
    this.#keys.set(key.arn, key);
  }

  /** Points an alias (`alias/…`) to a key of the same account and Region. */
  addAlias(location: Location, name: string, keyArn: string): void {
    const arn = arnIn(location, 'kms', name);
    this.#aliases.set(arn, { name, arn, location, keyArn, created: new Date(this.#now()) });
  }

  keys({ accountId, region }: Location): Key[] {
    return [...this.#keys.values()].filter(
      ({ arn, location }) =>
        location.accountId === accountId &&
        location.region === region &&
        this.#get(arn) !== undefined,
    );
  }

  aliases(location: Location): Alias[] {
    return [...this.#aliases.values()].filter(
      (alias) =>
        alias.location.accountId === location.accountId &&
        alias.location.region === location.region,
    );
  }

  /**
   * Finds a key as a caller in `location` names it: by id, ARN, alias or alias ARN. Only an ARN
   * reaches into another account, and nothing reaches into another Region.
   * @throws AwsError `NotFoundException`, worded as KMS words it
   */
  find(location: Location, name: string): Key {
    const arn = parseArn(name);
    if (arn !== undefined && arn.region !== location.region) {
      throw new AwsError('NotFoundException', `Invalid arn ${arn.region}`);
    }
    if ((arn?.resource ?? name).startsWith('alias/')) {
      const aliasArn = arn === undefined ? arnIn(location, 'kms', name) : name;
      const key = this.#get(this.#aliases.get(aliasArn)?.keyArn);
      if (key === undefined) {
        throw new AwsError('NotFoundException', `Alias ${aliasArn} is not found.`);
      }
      return key;
    }
    return this.get(arn === undefined ? arnIn(location, 'kms', `key/${name}`) : name);
  }

  /** @throws AwsError `NotFoundException` */
  get(keyArn: string): Key {
    const key = this.#get(keyArn);
    if (key === undefined) {
      throw new AwsError('NotFoundException', `Key '${keyArn}' does not exist`);
    }
    return key;
  }

  #get(keyArn: string | undefined): Key | undefined {
    const key = this.#keys.get(keyArn ?? '');
    return key?.deletion !== undefined && key.deletion <= this.#now() ? undefined : key;
  }
}
