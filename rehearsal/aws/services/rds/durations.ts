import { Random } from '../../random.ts';

/** A range of virtual seconds, drawn from uniformly; with a median, each half of it by itself. */
export type Seconds =
  readonly [from: number, to: number] | readonly [from: number, median: number, to: number];

/** Draws virtual seconds. Takes one number of `random`, whatever the range. */
export function drawSeconds(random: Random, range: Seconds): number {
  const [from] = range;
  if (range.length === 2) return random.between(from, range[1]);
  const [, median, to] = range;
  const place = random.between(0, 2);
  return place < 1 ? from + place * (median - from) : median + (place - 1) * (to - median);
}

/** How long what RDS Proxy does takes. */
export interface ProxyDurations {
  /** From a server's being up, as a writer or a reader, to a proxy's sending requests to it. */
  readonly proxyNotices: Seconds;
  readonly createProxy: Seconds;
  readonly createProxyEndpoint: Seconds;
  readonly deleteProxy: Seconds;
  /** For how long a proxy's target is registered, and then waits for the proxy's capacity. */
  readonly registerProxyTarget: Seconds;
  readonly proxyCapacity: Seconds;
}

/** How long what RDS does takes. */
export interface Durations extends ProxyDurations {
  /** Cluster and instance snapshots of small databases. */
  readonly snapshot: Seconds;
  /** A copied snapshot's wait at 0 percent. */
  readonly copyQueue: Seconds;
  /** A copy to another Region. */
  readonly copyAcrossRegions: Seconds;
  /** A full copy within the Region: another key, or another account. */
  readonly copyInFull: Seconds;
  /** A copy that shares the source's storage. */
  readonly copyInPlace: Seconds;
  readonly createCluster: Seconds;
  readonly restoreCluster: Seconds;
  readonly createWriter: Seconds;
  readonly createReader: Seconds;
  readonly createInstance: Seconds;
  readonly restoreInstance: Seconds;
  /** The `configuring-…` part of an instance's creation. */
  readonly configureInstance: Seconds;
  /** The first backup after a cluster's first instance, or after a stand-alone instance. */
  readonly firstBackup: Seconds;
  /** For how long Describe still shows the state before a modification. */
  readonly describeLag: Seconds;
  readonly modify: Seconds;
  readonly renameCluster: Seconds;
  readonly renameInstance: Seconds;
  /** For how long the former name of a renamed resource is still described and held. */
  readonly formerName: Seconds;
  /** From the end of a rename to the new host name's resolving. */
  readonly renamedHost: Seconds;
  /** From a writer's crash to RDS's beginning a failover. */
  readonly noticeCrash: Seconds;
  /** From a failover's start to the new writer's taking writes. */
  readonly failover: Seconds;
  /** From then to DescribeDBClusters' calling it the writer. */
  readonly failedOverWriter: Seconds;
  /** From then, too, to the former writer's being back as a reader, where it has its own server. */
  readonly demotedWriter: Seconds;
  /** From then, too, to the cluster's host name pointing at the new writer. */
  readonly failedOverHost: Seconds;
  readonly reboot: Seconds;
  readonly deleteCluster: Seconds;
  readonly deleteInstance: Seconds;
  readonly deleteSnapshot: Seconds;
}

/**
 * Defaults in seconds, all of them unverified. AWS says of proxies that they watch databases by themselves and
 * don't wait for DNS (RDS User Guide, "RDS Proxy concepts", failover), and not how soon one notices, nor how
 * long all else takes.
 */
export const defaultProxyDurations: ProxyDurations = {
  proxyNotices: [0.2, 0.5, 2],
  createProxy: [120, 600],
  createProxyEndpoint: [60, 300],
  deleteProxy: [60, 300],
  registerProxyTarget: [5, 30],
  proxyCapacity: [30, 240],
};

/**
 * Defaults in seconds from field reports and documentation: snapshot 5–10 min, cross-Region copy
 * of a small snapshot 16–22 min, restore 0–5 min, writer 5–10, reader 10–15, rename 1–3, deletions
 * 5–10. A failover "typically" takes less than 60 s, "often less than 30" (Aurora's user guide, "High
 * availability for Amazon Aurora"), which holds here until Describe calls the new writer so; DNS is 15–20 s
 * behind, sometimes 40–60. AWS doesn't say when a crash is noticed, when Describe follows a failover, or
 * when the former writer is back: those three are guesses that let either of API and DNS be first.
 */
export const defaultDurations: Durations = {
  ...defaultProxyDurations,
  snapshot: [300, 600],
  copyQueue: [20, 120],
  copyAcrossRegions: [960, 1320],
  copyInFull: [420, 780],
  copyInPlace: [60, 180],
  createCluster: [30, 120],
  restoreCluster: [60, 300],
  createWriter: [300, 600],
  createReader: [600, 900],
  createInstance: [300, 600],
  restoreInstance: [400, 900],
  configureInstance: [20, 60],
  firstBackup: [30, 120],
  describeLag: [2, 12],
  modify: [15, 60],
  renameCluster: [60, 180],
  renameInstance: [60, 240],
  formerName: [1, 10],
  renamedHost: [5, 120],
  noticeCrash: [3, 15],
  failover: [8, 18, 35],
  failedOverWriter: [0, 5, 30],
  demotedWriter: [3, 30],
  failedOverHost: [15, 20, 60],
  reboot: [15, 60],
  deleteCluster: [300, 600],
  deleteInstance: [300, 600],
  deleteSnapshot: [10, 40],
};

/**
 * Numbers for each operation from its own stream, named by what is done to what: two calls of one
 * moment give the same run whichever arrives first.
 */
export class Draws {
  readonly #seed: number;
  readonly #uses = new Map<string, number>();

  constructor(random: Random) {
    this.#seed = Math.floor(random.next() * 4294967296);
  }

  stream(name: string): Random {
    const use = this.#uses.get(name) ?? 0;
    this.#uses.set(name, use + 1);
    return new Random(hash(`${this.#seed}/${name}/${use}`));
  }
}

/** 32-bit FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return value >>> 0;
}
