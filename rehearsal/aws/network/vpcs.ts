import { createHash } from 'node:crypto';
import type { Location } from '../contracts.ts';
import { addressAfter, isInRange } from './ranges.ts';

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
 * The VPCs of all places. They are given, not made by any call: a place has a default one, and
 * another is there once somebody names it.
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

  /** Takes the next free address of a subnet; none is given out twice. */
  takeAddress(subnet: Subnet): string {
    const offset = this.#taken.get(subnet.id) ?? firstFree;
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
    const subnets: Subnet[] = [];
    const range = `10.${this.#vpcs.size}.0.0/16`;
    const securityGroupId = `sg-${hash(location, `group ${id}`)}`;
    const vpc = { id, location, range, subnets, securityGroupId };
    this.#vpcs.set(id, { vpc, subnets });
    this.#onVpc(vpc);
    return vpc;
  }

  #all(): Subnet[] {
    return [...this.#vpcs.values()].flatMap(({ subnets }) => subnets);
  }
}

function hash({ accountId, region }: Location, what: string): string {
  return createHash('sha256').update(`${accountId}/${region}/${what}`).digest('hex').slice(0, 17);
}
