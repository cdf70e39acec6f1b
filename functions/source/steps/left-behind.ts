import type { CapturePlan } from '../rules/capture-plan.ts';
import { handoverOf } from '../rules/handover.ts';
import { snapshotReadiness } from '../../shared/rules/status.ts';
import type { Snapshot, Snapshots } from '../../shared/ports/snapshots.ts';
import { copyName } from './copy-snapshot.ts';

/** The snapshots that a failed capture leaves, and what becomes of each, a sentence each. */
export async function leftByCapture(
  plan: CapturePlan,
  ports: {
    readonly regions: readonly { readonly region: string; readonly snapshots: Snapshots }[];
  },
): Promise<string[]> {
  const left: { readonly where: string; readonly snapshot: Snapshot }[] = [];
  for (const { region, snapshots } of ports.regions) {
    for (const name of new Set([plan.snapshot, copyName(plan)])) {
      const snapshot = await snapshots.find(name);
      if (snapshot) left.push({ snapshot, where: region });
    }
  }
  const broken = left.some(({ snapshot }) => isFailed(snapshot));
  const goesOn = !broken && left.some(({ snapshot: { tags } }) => handoverOf(tags) === 'awaited');
  return left.map(({ where, snapshot }) => {
    const { identifier, status } = snapshot;
    return `snapshot "${identifier}" (${status}) in ${where}: ${next(isFailed(snapshot), goesOn)}`;
  });
}

function isFailed({ status }: Snapshot): boolean {
  return snapshotReadiness(status) === 'failed';
}

function next(failed: boolean, goesOn: boolean): string {
  if (failed) return 'delete it by hand; the next start makes another capture';
  return goesOn ? 'the next start goes on with it' : 'retention removes it';
}
