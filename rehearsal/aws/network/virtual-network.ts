import type { Caller, NetworkInterface, Reached, ServerAddress } from '../contracts.ts';
import { everythingOut, SecurityGroups } from './security-groups.ts';
import { Vpcs } from './vpcs.ts';

/**
 * Who is at which private address, and on which loopback port of this machine the server behind it
 * really listens. Only 127.0.0.1 is used, which is all that macOS has.
 */
export class VirtualNetwork {
  readonly securityGroups = new SecurityGroups();
  readonly vpcs = new Vpcs(({ id: vpcId, location, securityGroupId: id }) => {
    const { accountId } = location;
    // Its members let each other in. Source: VPC guide, "Default security groups".
    const ingress = [{ protocol: '-1', fromPort: -1, toPort: -1, peer: id }];
    const egress = [everythingOut];
    const description = 'default VPC security group';
    this.securityGroups.add({
      id,
      name: 'default',
      description,
      vpcId,
      accountId,
      ingress,
      egress,
    });
  });
  readonly #interfaces = new Map<string, NetworkInterface>();

  attach(address: string, networkInterface: NetworkInterface): void {
    if (this.#interfaces.has(address)) throw new Error(`${address} is attached already`);
    this.#interfaces.set(address, networkInterface);
  }

  detach(address: string): void {
    this.#interfaces.delete(address);
  }

  /**
   * What becomes of a connection to an address and port.
   * @param from who connects; whoever stands outside every VPC is let in everywhere
   */
  reach(address: string, port: number, from?: Caller): Reached {
    const there = this.#interfaces.get(address);
    if (there === undefined) {
      return { kind: this.vpcs.vpcAt(address) ? 'silent' : 'unreachable' };
    }
    // VPCs aren't connected to each other here: no peering, no transit gateway.
    if (from && this.vpcs.vpcAt(from.address) !== this.vpcs.vpcAt(address)) {
      return { kind: 'silent' };
    }
    const to = { address, securityGroupIds: there.securityGroupIds?.() ?? [] };
    if (from && !this.securityGroups.letOut(from.securityGroupIds, port, to)) {
      return { kind: 'silent' };
    }
    if (from && there.admits?.(port, from) === false) return { kind: 'silent' };
    const at = there.listenerAt(port, from);
    return at === undefined ? { kind: 'refused' } : { kind: 'open', at };
  }

  /** Where the first of several addresses that somebody listens at really is. */
  find(addresses: readonly string[], port: number, from?: Caller): ServerAddress | undefined {
    for (const address of addresses) {
      const reached = this.reach(address, port, from);
      if (reached.kind === 'open') return reached.at;
    }
    return undefined;
  }
}
