import { createHash } from 'node:crypto';
import { AwsError, type Location } from '../contracts.ts';
import { addressAfter, isInRange, overlap, readRange } from './ranges.ts';

/** A subnet: a part of a VPC in one Availability Zone. */
export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  /** In CIDR notation. */
  readonly range: string;
}

/** A VPC. No two overlap here, so that an address alone says where it is. */
export interface Vpc {
  readonly id: string;
  readonly location: Location;
  /** In CIDR notation. */
  readonly range: string;
  readonly subnets: readonly Subnet[];
  /** The security group of whoever names none. */
  readonly securityGroupId: string;
  /** Whether a call has made it, and nobody gave it: what it leads to is known. */
  readonly isMade: boolean;
  /** Whether it has a resolver, and gives its names out: private names of endpoints need both. */
  dns: { readonly support: boolean; readonly hostnames: boolean };
}

/** A subnet as whoever uses it knows it. */
export interface SubnetName {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
}

/** AWS keeps the first four addresses of a subnet, and the last. Source: VPC guide, "Subnet CIDR". */
const firstFree = 4;
const subnetSize = 4096;

/**
 * The VPCs of all places. Some are given: a place has a default one, and another is there once
 * somebody names it. Others are made, each with a range of its own.
 */
export class Vpcs {
  readonly #onVpc: (vpc: Vpc) => void;
  readonly #vpcs = new Map<string, { vpc: Vpc; subnets: Subnet[] }>();
  readonly #taken = new Map<string, number>();

  /** @param onVpc called for each VPC that is there from now on */
  constructor(onVpc: (vpc: Vpc) => void = () => undefined) {
    this.#onVpc = onVpc;
  }

  /** The VPC of whoever names none: three subnets, in three zones. */
  default(location: Location): Vpc {
    const id = `vpc-${hash(location, 'vpc')}`;
    const vpc = this.#vpcOf(location, id);
    if (vpc.subnets.length === 0) {
      for (const letter of ['a', 'b', 'c']) {
        const subnet = `subnet-${hash(location, `subnet ${letter}`)}`;
        this.subnet(location, { id: subnet, vpcId: id, zone: `${location.region}${letter}` });
      }
    }
    return vpc;
  }

  find(vpcId: string): Vpc | undefined {
    return this.#vpcs.get(vpcId)?.vpc;
  }

  findSubnet(subnetId: string): Subnet | undefined {
    return this.#all().find(({ id }) => id === subnetId);
  }

  /** Makes a VPC of a range that no other one has a part of. */
  add(location: Location, id: string, range: string): Vpc {
    return this.#add(location, id, range, true);
  }

  /** Makes a subnet of a VPC that was made. */
  addSubnet(subnet: Subnet): void {
    this.#vpcs.get(subnet.vpcId)?.subnets.push(subnet);
  }

  /** A VPC that has a part of a range. */
  overlapping(range: string): Vpc | undefined {
    return [...this.#vpcs.values()].find(({ vpc }) => overlap(vpc.range, range))?.vpc;
  }

  /** All of a place. */
  in({ accountId, region }: Location): readonly Vpc[] {
    return [...this.#vpcs.values()]
      .map(({ vpc }) => vpc)
      .filter(({ location }) => location.accountId === accountId && location.region === region);
  }

  /** The subnet of that id, which from now on there is. */
  subnet(location: Location, name: SubnetName): Subnet {
    const known = this.findSubnet(name.id);
    if (known) return known;
    const { range } = this.#vpcOf(location, name.vpcId);
    const held = this.#vpcs.get(name.vpcId)?.subnets ?? [];
    const base = addressAfter(range.split('/')[0] ?? '', held.length * subnetSize);
    const subnet = { ...name, range: `${base}/20` };
    held.push(subnet);
    return subnet;
  }

  /**
   * Takes the next free address of a subnet; none is given out twice.
   * @throws AwsError `InsufficientFreeAddressesInSubnet`
   */
  takeAddress(subnet: Subnet): string {
    const offset = this.#taken.get(subnet.id) ?? firstFree;
    if (offset >= 2 ** (32 - (readRange(subnet.range)?.length ?? 0)) - 1) {
      throw new AwsError(
        'InsufficientFreeAddressesInSubnet',
        `The specified subnet ${subnet.id} does not have enough free addresses to satisfy the request.`,
      );
    }
    this.#taken.set(subnet.id, offset + 1);
    return addressAfter(subnet.range.split('/')[0] ?? '', offset);
  }

  /** The VPC in whose range an address is. */
  vpcAt(address: string): Vpc | undefined {
    return [...this.#vpcs.values()].find(({ vpc }) => isInRange(address, vpc.range))?.vpc;
  }

  /** The subnet in whose range an address is. */
  subnetAt(address: string): Subnet | undefined {
    return this.#all().find(({ range }) => isInRange(address, range));
  }

  #vpcOf(location: Location, id: string): Vpc {
    const known = this.#vpcs.get(id);
    if (known) return known.vpc;
    return this.#add(location, id, this.#freeRange(), false);
  }

  #add(location: Location, id: string, range: string, isMade: boolean): Vpc {
    const subnets: Subnet[] = [];
    const securityGroupId = `sg-${hash(location, `group ${id}`)}`;
    // A default VPC gives names out, and one that is made doesn't. Source: VPC guide, "DNS attributes".
    const dns = { support: true, hostnames: !isMade };
    const vpc = { id, location, range, subnets, securityGroupId, isMade, dns };
    this.#vpcs.set(id, { vpc, subnets });
    this.#onVpc(vpc);
    return vpc;
  }

  #freeRange(): string {
    for (let second = this.#vpcs.size; ; second++) {
      const range = `10.${second % 256}.0.0/16`;
      if (this.overlapping(range) === undefined) return range;
    }
  }

  #all(): Subnet[] {
    return [...this.#vpcs.values()].flatMap(({ subnets }) => subnets);
  }
}

function hash({ accountId, region }: Location, what: string): string {
  return createHash('sha256').update(`${accountId}/${region}/${what}`).digest('hex').slice(0, 17);
}
