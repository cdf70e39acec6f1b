import { tagKeys } from './tags.ts';
import type { Part, Tags } from './tags.ts';
import { pollingSchedules } from './polling-schedule.ts';

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
  /** The lineage, where they say one: the resource id of the database that was captured. */
  readonly source?: string | undefined;
  /** What they were made for, where they say so: drills keep and give what drills made. */
  readonly use?: 'drill' | 'recovery' | undefined;
}

/** What is kept: the newest captures, whatever is young, and one of each day. */
export interface RetentionPolicy {
  readonly captures: number;
  readonly days: number;
  /** For how many days back the first of each is kept, and today's; 0 for none. */
  readonly dailyDays: number;
}

/**
 * What is known of a capture besides its own marks:
 * - `under way`: a run makes it, or a start may take it up
 * - `given up`: the target was never told of it, and won't be
 * - when the target was told of it, in milliseconds since the epoch
 */
export type CaptureFate = 'under way' | 'given up' | number;

const { FindSharedSnapshot, SecureSnapshot, RestoreCluster } = pollingSchedules;

/**
 * From the notice of a capture until the target has restored it, by the steps' deadlines as the templates
 * have them: a run that needs a snapshot for longer has failed, or its stack keeps more days. Milliseconds.
 */
const longestNeed =
  1000 *
  [FindSharedSnapshot, SecureSnapshot, RestoreCluster].reduce(
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
 * - the first of each of the last days that was proven then: however many come in a day, whoever makes
 *   them, those of the days before stay;
 * - what is newer than the last proven one: a run that failed continues from there;
 * - what is younger than the days to keep, or than the longest run, which may still need it;
 * - what is under way, which isn't counted either; what was given up isn't counted, and not kept for it;
 * - the capture of the current run;
 * - what is being copied within this Region.
 *
 * How old a snapshot is says AWS, and when it was proven says this account's own mark; a notice says
 * nothing here.
 * @param request.current the capture of this run
 * @param request.fates what is known of captures by their names
 * @param request.now milliseconds since the epoch
 */
export function prunable<Snapshot extends Candidate>(
  snapshots: readonly Snapshot[],
  request: {
    readonly of: Counted;
    readonly keep: RetentionPolicy;
    readonly current: string;
    readonly fates?: ReadonlyMap<string, CaptureFate>;
    readonly now: number;
  },
): readonly Snapshot[] {
  const { of, keep, current, now, fates = new Map<string, CaptureFate>() } = request;
  const fateOf = (snapshot: Snapshot): CaptureFate | undefined => fates.get(captureOf(snapshot));
  const ours = snapshots
    .filter(({ tags, status }) => status === 'available' && isCounted(tags, of))
    .filter((snapshot) => fateOf(snapshot) !== 'under way')
    .toSorted((one, other) => timeOf(other) - timeOf(one));
  const counted = ours.filter((snapshot) => fateOf(snapshot) !== 'given up');
  const proven = counted.filter(({ tags }) => isProven(tags));
  const kept = new Set([
    ...newest(counted, keep.captures),
    ...newest(proven, keep.captures),
    ...firstOfDays(proven, keep.dailyDays, now),
    current,
  ]);
  const lastProven = proven[0] ? timeOf(proven[0]) : Number.NEGATIVE_INFINITY;
  const youngest = now - Math.max(longestNeed, keep.days * day);
  const sources = new Set(
    snapshots.filter(({ status }) => status === 'copying').map(({ copiedFrom }) => copiedFrom),
  );
  return ours.filter(
    (snapshot) =>
      !kept.has(captureOf(snapshot)) &&
      timeOf(snapshot) <= lastProven &&
      Math.max(timeOf(snapshot), madeAt(snapshot), toldAt(fateOf(snapshot))) < youngest &&
      !sources.has(snapshot.arn),
  );
}

/** What a run of that mode counts: a drill leaves alone what a swap or a standby may be needed for. */
export function useOf(mode: 'swap' | 'standby' | 'drill'): NonNullable<Counted['use']> {
  return mode === 'drill' ? 'drill' : 'recovery';
}

/** What a snapshot says that it is for. One that says nothing is kept as a recovery's. */
export function useSaid(tags: Tags): NonNullable<Counted['use']> {
  return tags[tagKeys.mode] === 'drill' ? 'drill' : 'recovery';
}

/** A capture that took a day to be made is needed from then on. */
function toldAt(fate: CaptureFate | undefined): number {
  return typeof fate === 'number' ? fate : Number.NEGATIVE_INFINITY;
}

/**
 * A secured copy is proven by a run that restored and verified it. The source can't know that of its
 * captures, which another account restores: there, as of final snapshots, each that is available counts.
 */
function isProven(tags: Tags): boolean {
  return tags[tagKeys.part] !== 'secured' || tags[tagKeys.verified] !== undefined;
}

function isCounted(tags: Tags, { stack, parts, live, source, use }: Counted): boolean {
  return (
    tags[tagKeys.stack] === stack &&
    parts.some((part) => tags[tagKeys.part] === part) &&
    (live === undefined || tags[tagKeys.live] === live) &&
    (source === undefined || tags[tagKeys.source] === source) &&
    (use === undefined || useSaid(tags) === use)
  );
}

function newest(sorted: readonly Candidate[], captures: number): readonly string[] {
  return [...new Set(sorted.map(captureOf))].slice(0, Math.max(1, captures));
}

/** The captures that were the first to be proven on their UTC day, today and on that many days before. */
function firstOfDays(
  proven: readonly Candidate[],
  dailyDays: number,
  now: number,
): readonly string[] {
  if (dailyDays <= 0) return [];
  const today = Math.floor(now / day);
  const firsts = new Map<number, string>();
  for (const snapshot of proven.toSorted((one, other) => provenAt(one) - provenAt(other))) {
    const its = Math.floor(provenAt(snapshot) / day);
    if (its >= today - dailyDays && !firsts.has(its)) firsts.set(its, captureOf(snapshot));
  }
  return [...firsts.values()];
}

/**
 * When a copy was verified, as the run that did it marked it. A copy has its original's age, which whoever
 * made the original chose: a flood of old ones must not take the place of what was verified back then.
 */
function provenAt(snapshot: Candidate): number {
  const verified = Date.parse(snapshot.tags[tagKeys.verified] ?? '');
  return Number.isNaN(verified) ? timeOf(snapshot) : verified;
}

function captureOf(snapshot: Candidate): string {
  return snapshot.tags[tagKeys.snapshot] ?? snapshot.identifier;
}

/** One of which AWS doesn't say when it was made counts as the newest. */
function timeOf({ createdAt }: Candidate): number {
  return createdAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(createdAt);
}

/** When the run began that made a copy, for the copy's age is its original's. */
function madeAt({ tags }: Candidate): number {
  const made = Date.parse(tags[tagKeys.made] ?? '');
  return Number.isNaN(made) ? Number.NEGATIVE_INFINITY : made;
}
