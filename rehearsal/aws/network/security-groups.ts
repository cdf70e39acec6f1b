import type { Caller } from '../contracts.ts';
import { isInRange } from './ranges.ts';

/** What a security group lets in. */
export interface IngressRule {
  /** `tcp`, or `-1` for everything. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** In CIDR notation, or the id of a security group. */
  readonly source: string;
  readonly description?: string;
}

/** A security group: whoever has it lets in what its rules say, and nothing else. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly accountId: string;
  readonly ingress: IngressRule[];
}

/** The security groups of all places. Everything is let out: rules of egress aren't looked at. */
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
}

function lets(rule: IngressRule, port: number, from: Caller): boolean {
  const isPort = rule.protocol === '-1' || (rule.fromPort <= port && port <= rule.toPort);
  const isSource = rule.source.startsWith('sg-')
    ? from.securityGroupIds.includes(rule.source)
    : isInRange(from.address, rule.source);
  return isPort && isSource;
}
