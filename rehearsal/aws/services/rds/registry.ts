import type { Location } from '../../contracts.ts';

/** Anything that has a name in an account and Region. */
export interface Named {
  readonly location: Location;
  identifier: string;
}

/**
 * The resources of one kind, by location and name. A name is *held* by the resource that answers
 * to it, by one that is about to take it, and for a moment by one that has just left it: no other
 * can take it meanwhile.
 */
export class Registry<T extends Named> {
  readonly #holders = new Map<string, T>();

  add(resource: T): void {
    this.hold(resource, resource.identifier);
  }

  /** Keeps a further name for the resource, as a rename under way does. */
  hold(resource: T, identifier: string): void {
    this.#holders.set(key(resource.location, identifier), resource);
  }

  /** Frees a name of the resource. */
  release(resource: T, identifier: string): void {
    const held = key(resource.location, identifier);
    if (this.#holders.get(held) === resource) this.#holders.delete(held);
  }

  /** Takes the resource and every name that it holds out. */
  remove(resource: T): void {
    for (const [held, holder] of this.#holders) {
      if (holder === resource) this.#holders.delete(held);
    }
  }

  /** Who holds a name, for whatever reason. */
  holder(location: Location, identifier: string): T | undefined {
    return this.#holders.get(key(location, identifier));
  }

  /** Who answers to a name now. */
  find(location: Location, identifier: string): T | undefined {
    const holder = this.holder(location, identifier);
    return holder?.identifier === identifier ? holder : undefined;
  }

  /** All resources of a location, by name. */
  in(location: Location): T[] {
    return this.all()
      .filter(
        (resource) =>
          resource.location.accountId === location.accountId &&
          resource.location.region === location.region,
      )
      .toSorted((one, other) => (one.identifier < other.identifier ? -1 : 1));
  }

  /** All resources everywhere. */
  all(): T[] {
    return [...new Set(this.#holders.values())];
  }
}

function key(location: Location, identifier: string): string {
  return `${location.accountId}/${location.region}/${identifier}`;
}
