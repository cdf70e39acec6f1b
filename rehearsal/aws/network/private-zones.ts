import type { Names } from '../contracts.ts';

/** What a name of a private hosted zone leads to: addresses, or whatever another name leads to. */
export type PrivateRecord =
  { readonly addresses: readonly string[] } | { readonly aliasOf: string };

interface Zone {
  readonly name: string;
  readonly vpcIds: readonly string[];
  readonly records: Map<string, PrivateRecord>;
}

/**
 * Route 53's private hosted zones: within their VPCs they answer for their whole domain, and nobody
 * else does.
 */
export class PrivateZones {
  readonly #names: Pick<Names, 'resolve'>;
  readonly #zones = new Map<string, Zone>();

  constructor(names: Pick<Names, 'resolve'>) {
    this.#names = names;
  }

  add(id: string, zone: { readonly name: string; readonly vpcIds: readonly string[] }): void {
    this.#zones.set(id, { ...zone, name: plain(zone.name), records: new Map() });
  }

  /** @throws Error for a name outside the zone, and for a zone of nobody */
  setRecord(zoneId: string, name: string, record: PrivateRecord): void {
    const zone = this.#zones.get(zoneId);
    if (zone === undefined) throw new Error(`No hosted zone found with ID: ${zoneId}`);
    if (!covers(zone, plain(name))) {
      throw new Error(`RRSet with DNS name ${name}. is not permitted in zone ${zone.name}.`);
    }
    zone.records.set(plain(name), record);
  }

  /** What a name resolves to for whoever is in a VPC; none is NXDOMAIN. */
  resolve(vpcId: string, host: string): readonly string[] {
    const name = plain(host);
    const [zone] = [...this.#zones.values()]
      .filter((one) => one.vpcIds.includes(vpcId) && covers(one, name))
      .toSorted((one, other) => other.name.length - one.name.length);
    if (zone === undefined) return this.#names.resolve(name);
    const record = zone.records.get(name);
    if (record === undefined) return [];
    return 'addresses' in record ? record.addresses : this.#names.resolve(record.aliasOf);
  }
}

function covers({ name }: Zone, host: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
