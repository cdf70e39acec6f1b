import { isLater } from '../ports/later.ts';
import type { Snapshot, Snapshots } from '../ports/snapshots.ts';

/** A run deletes no more than this: a backlog shrinks over several runs, within the time limit. */
export const deletionsPerRun = 10;

/**
 * Deletes snapshots that retention gives up, and leaves those that somebody else is given: whoever
 * shares one by hand has a use for it. What AWS doesn't let go in its present state waits for the next
 * run.
 * @param request.ownShares the accounts that ours are shared with anyway
 * @returns the names of those that were deleted
 */
export async function deleteSnapshots(
  request: {
    readonly snapshots: readonly Snapshot[];
    readonly ownShares: readonly string[];
    readonly atMost: number;
  },
  ports: { readonly snapshots: Snapshots },
): Promise<string[]> {
  const deleted: string[] = [];
  for (const { identifier } of request.snapshots.slice(0, request.atMost)) {
    const accounts = await ports.snapshots.sharedWith(identifier);
    const isShared = accounts.some((account) => !request.ownShares.includes(account));
    if (!isShared && (await deleteUnlessBusy(identifier, ports.snapshots))) {
      deleted.push(identifier);
    }
  }
  return deleted;
}

async function deleteUnlessBusy(identifier: string, snapshots: Snapshots): Promise<boolean> {
  try {
    await snapshots.delete(identifier);
    return true;
  } catch (error) {
    if (isLater(error)) return false;
    throw error;
  }
}
