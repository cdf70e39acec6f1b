import type { VirtualClock } from '../../clock.ts';
import { AwsError } from '../../contracts.ts';
import type { Location } from '../../contracts.ts';

/** How many calls go through at once, and how many more each second. */
export interface BucketSize {
  readonly tokens: number;
  readonly perSecond: number;
}

/**
 * Reads: the user guide, "Request throttling for the Elastic Load Balancing API". For writes the
 * simulator takes half of it: the guide gives less, and the figures weren't found.
 */
export const defaultBuckets = {
  read: { tokens: 40, perSecond: 10 },
  write: { tokens: 20, perSecond: 5 },
} as const satisfies Record<string, BucketSize>;

/** Token buckets, two for each account and Region. */
export class TokenBuckets {
  readonly #clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly #sizes: Readonly<Record<'read' | 'write', BucketSize>>;
  readonly #levels = new Map<string, { tokens: number; at: number }>();

  constructor(
    clock: Pick<VirtualClock, 'now' | 'at'>,
    sizes: Readonly<Record<'read' | 'write', BucketSize>> = defaultBuckets,
  ) {
    this.#clock = clock;
    this.#sizes = sizes;
  }

  /** @throws AwsError `ThrottlingException` */
  take({ accountId, region }: Location, kind: 'read' | 'write'): void {
    const key = `${accountId}/${region}/${kind}`;
    const { tokens, perSecond } = this.#sizes[kind];
    const now = this.#clock.now();
    const before = this.#levels.get(key) ?? { tokens, at: now };
    const level = Math.min(tokens, before.tokens + ((now - before.at) / 1000) * perSecond);
    this.#levels.set(key, { tokens: level < 1 ? level : level - 1, at: now });
    if (level >= 1) return;
    // Whoever was refused waits for the next token: in a simulator that stays, time would stand
    // still.
    this.#clock.at(now + 1000 / perSecond, () => undefined);
    throw new AwsError('ThrottlingException', 'Rate exceeded', 400);
  }
}
