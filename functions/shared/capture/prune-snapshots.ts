import type { CapturePlan } from '../domain/capture-plan.ts';
import { prunable } from '../domain/retention.ts';
import type { Snapshots } from '../ports/snapshots.ts';

/** A run deletes no more than this: a backlog shrinks over several runs, within the time limit. */
const deletionsPerRun = 10;

/** Deletes the captures beyond those to keep, in each Region that holds some. */
export async function pruneSnapshots(
  plan: CapturePlan,
  ports: { readonly regions: readonly Snapshots[] },
): Promise<{ deleted: string[] }> {
  const deleted: string[] = [];
  for (const snapshots of ports.regions) {
    const all = await snapshots.ofDatabase(plan.source.identifier);
    for (const { identifier } of prunable(all, plan.keepSnapshots, plan.snapshot)) {
      if (deleted.length >= deletionsPerRun) return { deleted };
      await snapshots.delete(identifier);
      deleted.push(identifier);
    }
  }
  return { deleted };
}
