import type { Random } from '../../aws/random.ts';
import { defaultProxyDurations, drawSeconds } from '../../aws/services/rds/durations.ts';
import type { Durations, ProxyDurations } from '../../aws/services/rds/durations.ts';

/**
 * What RDS takes in a campaign, in seconds: as a rule less than a step waits before its first look,
 * so that a run makes few calls, and each of them another.
 */
const ranges: Omit<Durations, keyof ProxyDurations> = {
  snapshot: [20, 110],
  copyQueue: [1, 10],
  copyAcrossRegions: [40, 165],
  copyInFull: [40, 165],
  copyInPlace: [20, 60],
  createCluster: [5, 20],
  restoreCluster: [10, 55],
  createWriter: [60, 200],
  createReader: [80, 220],
  createInstance: [60, 200],
  restoreInstance: [20, 40],
  configureInstance: [2, 10],
  firstBackup: [1, 8],
  describeLag: [1, 8],
  modify: [5, 20],
  renameCluster: [15, 50],
  renameInstance: [15, 50],
  formerName: [1, 5],
  renamedHost: [1, 6],
  noticeCrash: [1, 5],
  failover: [5, 40],
  failedOverWriter: [1, 10],
  demotedWriter: [1, 10],
  failedOverHost: [1, 10],
  reboot: [5, 20],
  deleteCluster: [60, 250],
  deleteInstance: [60, 200],
  deleteSnapshot: [2, 10],
};

/** The durations of one run: each drawn once, from the run's own numbers. A campaign has no proxies. */
export function drawDurations(random: Random): Durations {
  const drawn = Object.entries(ranges).map(([name, range]) => {
    const seconds = drawSeconds(random, range);
    return [name, [seconds, seconds]] as const;
  });
  const own = Object.fromEntries(drawn) as unknown as typeof ranges;
  return { ...defaultProxyDurations, ...own };
}
