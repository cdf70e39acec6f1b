import type { Caller, Reached } from '../contracts.ts';
import type { PrivateZones } from './private-zones.ts';
import type { VirtualNetwork } from './virtual-network.ts';

/** Somebody in a VPC: sees its names, and gets as far as security groups let them. */
export class Client {
  readonly caller: Caller;
  readonly #vpcId: string;
  readonly #network: VirtualNetwork;
  readonly #zones: PrivateZones;

  /** @param at a subnet to stand in, and the security groups to have */
  constructor(
    parts: { readonly network: VirtualNetwork; readonly zones: PrivateZones },
    at: { readonly subnetId: string; readonly securityGroupIds?: readonly string[] },
  ) {
    const { network, zones } = parts;
    const subnet = network.vpcs.findSubnet(at.subnetId);
    if (subnet === undefined) throw new Error(`there is no subnet ${at.subnetId}`);
    this.#vpcId = subnet.vpcId;
    this.#network = network;
    this.#zones = zones;
    this.caller = {
      address: network.vpcs.takeAddress(subnet),
      securityGroupIds: at.securityGroupIds ?? [],
    };
  }

  resolve(host: string): readonly string[] {
    return this.#zones.resolve(this.#vpcId, host);
  }

  /**
   * What becomes of a connection to a name and port: of the first of its addresses that is open,
   * else of the first. `open` says what to hand to `net.connect`.
   * @returns undefined where the name doesn't resolve
   */
  reach(host: string, port: number): Reached | undefined {
    const tried = this.resolve(host).map((address) =>
      this.#network.reach(address, port, this.caller),
    );
    return tried.find(({ kind }) => kind === 'open') ?? tried[0];
  }
}
