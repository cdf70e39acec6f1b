import { answered, failed } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { keySteps } from './keys.ts';
import { clusterSteps } from './clusters.ts';
import { retirementSteps } from './retirement.ts';
import { quotaSteps } from './quotas.ts';
import { clusterSnapshotSteps, instanceSnapshotSteps } from './snapshots.ts';
import { instanceSteps, instanceSwapSteps } from './instances.ts';
import { loadBalancingSteps } from './load-balancing.ts';
import { noticeSteps } from './notices.ts';
import { privateNetworkSteps } from './private-network.ts';
import { NothingKept } from './script.ts';
import type { Step } from './script.ts';
import { surroundingSteps } from './surroundings.ts';
import type { World } from './world.ts';
import { workflowSteps } from './workflows.ts';

/** All that is asked, in its order. */
export const script: readonly Step[] = [
  ...keySteps,
  ...clusterSteps,
  ...retirementSteps,
  ...clusterSnapshotSteps,
  ...instanceSteps,
  ...instanceSnapshotSteps,
  ...instanceSwapSteps,
  ...surroundingSteps,
  ...quotaSteps,
  ...noticeSteps,
  ...workflowSteps,
  ...loadBalancingSteps,
  ...privateNetworkSteps,
];

/** How a world answered a step. */
export interface Played {
  readonly call: string;
  readonly asked: string;
  readonly outcome: Outcome;
}

/**
 * Plays the script in a world.
 * @throws Error of a step that makes ready
 */
export async function play(world: World): Promise<readonly Played[]> {
  const made = new Map<string, string>();
  const played: Played[] = [];
  for (const step of script) {
    const { call, asked } = step;
    const outcome = await world.watch(async () => {
      try {
        return answered(await step.play(world, made), made);
      } catch (error) {
        if (!(error instanceof Error) || error instanceof NothingKept) throw error;
        if (call === undefined) throw new Error(`expected ${asked}`, { cause: error });
        return failed(error, world);
      }
    });
    if (call !== undefined) played.push({ call, asked, outcome });
    await world.settle();
  }
  return played;
}
