import { marks } from './ownership.ts';
import type { Tags } from './ownership.ts';

interface Candidate {
  readonly identifier: string;
  readonly status: string;
  readonly createdAt?: string | undefined;
  readonly tags: Tags;
}

/**
 * The snapshots to delete: ours by tag, available, of captures older than the newest `keep`. What
 * isn't ours is neither counted nor deleted, and the capture of the current run always stays. A
 * capture counts once, though both its snapshot and its copy may lie in one Region.
 * @param current the capture of this run
 */
export function prunable<Snapshot extends Candidate>(
  snapshots: readonly Snapshot[],
  keep: number,
  current: string,
): readonly Snapshot[] {
  const ours = snapshots
    .filter((snapshot) => isCapture(snapshot.tags) && snapshot.status === 'available')
    .toSorted((one, other) => (other.createdAt ?? '').localeCompare(one.createdAt ?? ''));
  const newest = [...new Set(ours.map(captureOf))].slice(0, Math.max(1, keep));
  const kept = new Set([...newest, current]);
  return ours.filter((snapshot) => !kept.has(captureOf(snapshot)));
}

function captureOf(snapshot: Candidate): string {
  return snapshot.tags[marks.snapshot] ?? snapshot.identifier;
}

function isCapture(tags: Tags): boolean {
  return tags[marks.part] === 'snapshot' || tags[marks.part] === 'copy';
}
