import type { Caller } from '../contracts.ts';
import { isInRange } from './ranges.ts';

/** What a security group lets in or out. */
export interface GroupRule {
  /** `tcp`, or `-1` for everything. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** Who is at the other end: in CIDR notation, or the id of a security group. */
  readonly peer: string;
  readonly description?: string;
}

/** What a group lets out until somebody says otherwise. Source: VPC guide, "Security group rules". */
export const everythingOut: GroupRule = {
  protocol: '-1',
  fromPort: -1,
  toPort: -1,
  peer: '0.0.0.0/0',
};

/** A security group: whoever has it lets in and out what its rules say, and nothing else. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly accountId: string;
  readonly ingress: GroupRule[];
  readonly egress: GroupRule[];
}

/** The security groups of all places. An answer is let through wherever its question was. */
export class SecurityGroups {
  readonly #groups = new Map<string, SecurityGroup>();

  add(group: SecurityGroup): void {
    this.#groups.set(group.id, group);
  }

  find(id: string): SecurityGroup | undefined {
    return this.#groups.get(id);
  }

  all(): readonly SecurityGroup[] {
    return [...this.#groups.values()];
  }

  remove(id: string): void {
    this.#groups.delete(id);
  }

  /**
   * Whether any of the groups lets a caller in. A group that nobody made in the simulator was given
   * together with whoever has it, and lets everybody in.
   */
  admit(ids: readonly string[], port: number, from: Caller): boolean {
    return ids.some((id) => {
      const group = this.#groups.get(id);
      return group === undefined || group.ingress.some((rule) => lets(rule, port, from));
    });
  }

  /** Whether any of the groups lets its holder out to somebody; whoever has none goes everywhere. */
  letOut(ids: readonly string[], port: number, to: Caller): boolean {
    if (ids.length === 0) return true;
    return ids.some((id) => {
      const group = this.#groups.get(id);
      return group === undefined || group.egress.some((rule) => lets(rule, port, to));
    });
  }
}

function lets(rule: GroupRule, port: number, peer: Caller): boolean {
  const isPort = rule.protocol === '-1' || (rule.fromPort <= port && port <= rule.toPort);
  const isPeer = rule.peer.startsWith('sg-')
    ? peer.securityGroupIds.includes(rule.peer)
    : isInRange(peer.address, rule.peer);
  return isPort && isPeer;
}
