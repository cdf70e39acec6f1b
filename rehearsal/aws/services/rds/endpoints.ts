import { createHash } from 'node:crypto';
import type { VirtualClock } from '../../clock.ts';
import type { Location, Names } from '../../contracts.ts';
import { partitionOf } from './arns.ts';

/**
 * Host names of clusters and instances. The suffix is one per account and Region: the same name in
 * the same location gives the same host name again.
 */
export class Endpoints {
  readonly #names: Names;
  readonly #clock: VirtualClock;
  readonly #announced = new Map<string, () => void>();

  constructor(names: Names, clock: VirtualClock) {
    this.#names = names;
    this.#clock = clock;
  }

  /** Points a host at addresses once `delay` virtual milliseconds have passed. */
  announce(host: string, addresses: readonly string[], delay = 0): void {
    this.#forget(host);
    if (delay <= 0) {
      this.#names.set(host, addresses);
      return;
    }
    const cancel = this.#clock.at(this.#clock.now() + delay, () => {
      this.#announced.delete(host);
      this.#names.set(host, addresses);
    });
    this.#announced.set(host, cancel);
  }

  /** Takes a host out at once, and what was announced for it. */
  withdraw(host: string): void {
    this.#forget(host);
    this.#names.remove(host);
  }

  #forget(host: string): void {
    this.#announced.get(host)?.();
    this.#announced.delete(host);
  }
}

/** `<id>.cluster-<suffix>.<region>.rds.amazonaws.com`: follows the writer. */
export function clusterHost(location: Location, identifier: string): string {
  return `${identifier}.cluster-${zone(location)}`;
}

/** `<id>.cluster-ro-<suffix>.…`: the readers, or the writer where there are none. */
export function readerHost(location: Location, identifier: string): string {
  return `${identifier}.cluster-ro-${zone(location)}`;
}

/** `<id>.cluster-custom-<suffix>.…`: the instances of a custom endpoint. */
export function customHost(location: Location, identifier: string): string {
  return `${identifier}.cluster-custom-${zone(location)}`;
}

/** `<id>.<suffix>.<region>.rds.amazonaws.com` */
export function instanceHost(location: Location, identifier: string): string {
  return `${identifier}.${zone(location)}`;
}

/** By account and Region: the same for every simulator. */
const zones = new Map<string, string>();

function zone(location: Location): string {
  const place = `${location.accountId}/${location.region}`;
  const known = zones.get(place) ?? newZone(location);
  zones.set(place, known);
  return known;
}

function newZone({ accountId, region }: Location): string {
  const digest = createHash('sha256').update(`${accountId}/${region}`).digest();
  const suffix = `c${BigInt(`0x${digest.toString('hex')}`)
    .toString(36)
    .slice(0, 11)}`;
  return `${suffix}.${region}.rds.${partitionOf(region).dnsSuffix}`;
}
