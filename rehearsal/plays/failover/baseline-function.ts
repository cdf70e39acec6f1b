import type { VirtualClock } from '../../aws/clock.ts';
import type { EventEnvelope } from '../../aws/services/eventbridge/event-bridge.ts';
import type { Random } from '../../aws/random.ts';

/** A target as DescribeTargetHealth lists it. */
export interface ListedTarget {
  readonly address: string;
  readonly port: number;
  readonly zone: string | undefined;
}

/** The target group, as the function reaches it. */
export interface LookUpGroup {
  targets(): Promise<readonly ListedTarget[]>;
  register(address: string): Promise<void>;
  deregister(target: ListedTarget): Promise<void>;
}

/** What the function works with. */
export interface BaselineFunctionParts {
  readonly clock: Pick<VirtualClock, 'sleep' | 'hold'>;
  readonly random: Random;
  /** The cluster endpoint's addresses at this moment. */
  readonly resolve: () => readonly string[];
  readonly group: LookUpGroup;
}

/**
 * Milliseconds from an event to the function's first line: as EventBridge and Lambda take. The
 * original subscribes by SNS, for which RDS says up to five minutes.
 */
const delivery = [500, 2100] as const;

/**
 * What stands beside this design: a function that resolves the endpoint once at each event of a
 * failover, compares it with the listed targets, registers and deregisters what differs, and ends.
 * It doesn't tell draining from registered, doesn't wait for healthy, and nothing calls it between
 * events. So does the sample that AWS's blog on private access to RDS comes with
 * (aws-samples/amazon-rds-crossaccount-access, CrossAccountRDSAccess.yml).
 */
export class BaselineFunction {
  readonly #parts: BaselineFunctionParts;

  constructor(parts: BaselineFunctionParts) {
    this.#parts = parts;
  }

  /** Whether the sample's subscription, to a cluster's failovers and failures, would have it. */
  static hears({ detail }: EventEnvelope): boolean {
    const categories = detail['EventCategories'];
    return (
      detail['SourceType'] === 'CLUSTER' &&
      Array.isArray(categories) &&
      (categories.includes('failover') || categories.includes('failure'))
    );
  }

  /** One run, which an event starts. */
  async run(): Promise<void> {
    const { clock, random } = this.#parts;
    await clock.sleep(Math.round(random.between(...delivery)));
    await clock.hold(() => this.lookUp());
  }

  /** The look-up itself; by hand once, to fill the group at first. */
  async lookUp(): Promise<void> {
    const { resolve, group } = this.#parts;
    const found = resolve();
    // The name doesn't resolve: the sample's function fails.
    if (found.length === 0) return;
    const listed = await group.targets();
    for (const address of found) {
      if (!listed.some((target) => target.address === address)) await group.register(address);
    }
    for (const target of listed) {
      if (!found.includes(target.address)) await group.deregister(target);
    }
  }
}
