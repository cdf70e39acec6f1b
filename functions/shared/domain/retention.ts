import { marks } from './ownership.ts';
import type { Part, Tags } from './ownership.ts';
import { paces } from './pace.ts';

interface Candidate {
  readonly identifier: string;
  readonly arn: string;
  readonly status: string;
  readonly createdAt?: string | undefined;
  /** Of a copy: the ARN of what it is copied from. */
  readonly copiedFrom?: string | undefined;
  readonly tags: Tags;
}

/** Which snapshots are counted together; all others are neither counted nor given. */
export interface Counted {
  readonly stack: string;
  readonly parts: readonly Part[];
  /** The live name that they are kept for, where they say one. */
  readonly live?: string | undefined;
}

/** What is kept: the newest captures, and whatever is young. */
export interface Keeping {
  readonly captures: number;
  readonly days: number;
}

const { CreateSnapshot, CopySnapshot, FindSharedSnapshot, SecureSnapshot, RestoreCluster } = paces;

/**
 * From the beginning of a capture until the target has restored it, by the steps' deadlines: a run
 * that needs a snapshot older than this has failed. Milliseconds.
 */
const longestNeed =
  1000 *
  [CreateSnapshot, CopySnapshot, FindSharedSnapshot, SecureSnapshot, RestoreCluster].reduce(
    (sum, { deadline }) => sum + deadline,
    0,
  );

const day = 24 * 3_600_000;

/**
 * The snapshots to delete: ours by their marks, available, and not to be kept. What isn't ours, or another
 * stack's, is neither counted nor deleted. A capture counts once, though both its snapshot and its copy
 * may lie in one Region. Kept are
 *
 * - the newest captures, and as many of the newest that are proven;
 * - what is newer than the last proven one: a run that failed goes on from there;
 * - what is younger than the days to keep, or than the longest run, which may still need it;
 * - the capture of the current run;
 * - what is being copied within this Region.
 * @param request.current the capture of this run
 * @param request.now milliseconds since the epoch
 */
export function prunable<Snapshot extends Candidate>(
  snapshots: readonly Snapshot[],
  request: {
    readonly of: Counted;
    readonly keep: Keeping;
    readonly current: string;
    readonly now: number;
  },
): readonly Snapshot[] {
  const { of, keep, current, now } = request;
  const ours = snapshots
    .filter(({ tags, status }) => status === 'available' && isCounted(tags, of))
    .toSorted((one, other) => timeOf(other) - timeOf(one));
  const proven = ours.filter(({ tags }) => isProven(tags));
  const kept = new Set([...newest(ours, keep.captures), ...newest(proven, keep.captures), current]);
  const lastProven = proven[0] ? timeOf(proven[0]) : Number.NEGATIVE_INFINITY;
  const youngest = now - Math.max(longestNeed, keep.days * day);
  const sources = new Set(
    snapshots.filter(({ status }) => status === 'copying').map(({ copiedFrom }) => copiedFrom),
  );
  return ours.filter(
    (snapshot) =>
      !kept.has(captureOf(snapshot)) &&
      timeOf(snapshot) <= lastProven &&
      timeOf(snapshot) < youngest &&
      !sources.has(snapshot.arn),
  );
}

/**
 * A secured copy is proven by a run that restored and verified it. The source can't know that of its
 * captures, which another account restores: there, as of final snapshots, each that is available counts.
 */
function isProven(tags: Tags): boolean {
  return tags[marks.part] !== 'secured' || tags[marks.verified] !== undefined;
}

function isCounted(tags: Tags, { stack, parts, live }: Counted): boolean {
  return (
    tags[marks.stack] === stack &&
    parts.some((part) => tags[marks.part] === part) &&
    (live === undefined || tags[marks.live] === live)
  );
}

function newest(sorted: readonly Candidate[], captures: number): readonly string[] {
  return [...new Set(sorted.map(captureOf))].slice(0, Math.max(1, captures));
}

function captureOf(snapshot: Candidate): string {
  return snapshot.tags[marks.snapshot] ?? snapshot.identifier;
}

/** One of which AWS doesn't say when it was made counts as the newest. */
function timeOf({ createdAt }: Candidate): number {
  return createdAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(createdAt);
}
