import { marks } from './ownership.ts';
import type { Tags } from './ownership.ts';

interface Candidate {
  readonly identifier: string;
  readonly status: string;
  readonly createdAt?: string | undefined;
  readonly tags: Tags;
}

/**
 * The captures to delete: ours by tag, available, older than the newest `keep` of them. What isn't
 * ours is neither counted nor deleted, and the capture of the current run always stays.
 * @param current the capture of this run
 */
export function prunable<Snapshot extends Candidate>(
  snapshots: readonly Snapshot[],
  keep: number,
  current: string,
): readonly Snapshot[] {
  return snapshots
    .filter((snapshot) => isCapture(snapshot.tags) && snapshot.status === 'available')
    .toSorted((one, other) => (other.createdAt ?? '').localeCompare(one.createdAt ?? ''))
    .slice(Math.max(1, keep))
    .filter((snapshot) => snapshot.tags[marks.snapshot] !== current);
}

function isCapture(tags: Tags): boolean {
  return tags[marks.part] === 'snapshot' || tags[marks.part] === 'copy';
}
