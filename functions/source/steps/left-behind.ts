import type { CapturePlan } from '../rules/capture-plan.ts';
import { snapshotReadiness } from '../../shared/rules/status.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';
import { copyName } from './copy-snapshot.ts';

/** The snapshots that a failed capture leaves, a sentence each. */
export async function leftByCapture(
  plan: CapturePlan,
  ports: {
    readonly regions: readonly { readonly region: string; readonly snapshots: Snapshots }[];
  },
): Promise<string[]> {
  const left: string[] = [];
  for (const { region, snapshots } of ports.regions) {
    for (const name of new Set([plan.snapshot, copyName(plan)])) {
      const snapshot = await snapshots.find(name);
      if (snapshot) {
        const failed = snapshotReadiness(snapshot.status) === 'failed';
        const next = failed ? 'delete it by hand' : 'retention removes it';
        left.push(`snapshot "${name}" (${snapshot.status}) in ${region}: ${next}`);
      }
    }
  }
  return left;
}
