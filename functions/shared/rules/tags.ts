/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/**
 * What a resource is to a recovery. A resource is ours when it carries these marks, never because
 * of its name.
 */
export type Part = 'snapshot' | 'copy' | 'secured' | 'restored' | 'final';

/** The marks: which run of which stack made it, from which capture it stems, what it is. */
export const tagKeys = {
  run: 'understudy:run',
  /** The stack's name: two stacks may stand beside each other, and each touches only its own. */
  stack: 'understudy:stack',
  snapshot: 'understudy:snapshot',
  part: 'understudy:part',
  /** On a restored database: the resource id of the one that it replaces. */
  replaces: 'understudy:replaces',
  /** On a restored database: when its data was captured. */
  captured: 'understudy:captured',
  /** On a snapshot of the target's: the live name that it is kept for. */
  live: 'understudy:live',
  /** On a secured copy: when a run that restored and verified it came through, ISO 8601. */
  verified: 'understudy:verified',
  /** On a secured copy: when the run began that made it, ISO 8601, for AWS gives it its original's age. */
  made: 'understudy:made',
  /** On a secured copy, a restored database and a final snapshot: the mode of the run that made it. */
  mode: 'understudy:mode',
  /** On all but final snapshots: the resource id of the database that was captured, its lineage. */
  source: 'understudy:source',
  /** On a source snapshot: when the target was told of it, ISO 8601; `no` until then. */
  notified: 'understudy:notified',
  /** On a restored database: when it was about to be given the live name, ISO 8601. */
  wentLive: 'understudy:went-live',
  /** On the live database: why no run may replace it. */
  hold: 'understudy:hold',
  /** On an instance of a restored cluster: the name that it gets when it is live. */
  instance: 'understudy:instance',
} as const;

/** As many tags a resource may have. Source: RDS User Guide, "Quotas and constraints", Tags per resource. */
export const mostTags = 50;

/**
 * What a restored database comes to carry of ours: since it was made, since it went live, by an
 * operator's hold, and on the final snapshot that AWS copies its tags onto.
 */
const marksOfDatabases = [
  'run',
  'stack',
  'snapshot',
  'part',
  'mode',
  'source',
  'captured',
  'replaces',
  'wentLive',
  'hold',
  'live',
] as const satisfies readonly (keyof typeof tagKeys)[];

/** As many of its owner's tags a restored database may be given, so that ours have room for good. */
export const mostOwnTags = mostTags - marksOfDatabases.length;

/**
 * How many of a resource's tags count: AWS's own don't. Source: AWS Batch User Guide, "Tag restrictions",
 * which says it of `aws:` as other guides do; RDS's own doesn't say.
 */
export function countTags(tags: Tags): number {
  return Object.keys(tags).filter((key) => !/^aws:/i.test(key)).length;
}

/**
 * An owner's tags, as many as there is room for. Where there are more, the last ones by their keys, as
 * characters are numbered, go: whatever the order in which AWS tells them, each run drops the same.
 */
export function fitTags(
  tags: Tags,
  room: number,
): { readonly kept: Tags; readonly dropped: readonly string[] } {
  const keys = Object.keys(tags).toSorted((one, other) => (one < other ? -1 : 1));
  const dropped = keys.slice(Math.max(0, room));
  return {
    kept: Object.fromEntries(Object.entries(tags).filter(([key]) => !dropped.includes(key))),
    dropped,
  };
}

/** The tags that a resource gets when a run makes it. */
export function ownershipTags(of: {
  readonly stack: string;
  readonly run: string;
  readonly snapshot: string;
  readonly part: Part;
}): Tags {
  return {
    [tagKeys.stack]: of.stack,
    [tagKeys.run]: of.run,
    [tagKeys.snapshot]: of.snapshot,
    [tagKeys.part]: of.part,
  };
}

/**
 * Whether a resource is the given part of this stack's recovery of `snapshot`. The run isn't compared,
 * so that a second run of the same recovery takes over what the first one made.
 */
export function isPart(
  tags: Tags,
  of: { readonly stack: string; readonly snapshot: string; readonly part: Part },
): boolean {
  return (
    tags[tagKeys.stack] === of.stack &&
    tags[tagKeys.snapshot] === of.snapshot &&
    tags[tagKeys.part] === of.part
  );
}

/**
 * The owner's tags that have to leave a resource, in the order of `fitTags`, before it takes our marks;
 * none where there is room.
 */
export function tagsInTheWay(tags: Tags, marks: Tags): readonly string[] {
  const own = portableTags(tags);
  const others = countTags({ ...tags, ...marks }) - Object.keys(own).length;
  return fitTags(own, mostTags - others).dropped;
}

/**
 * Tags that may be handed on: AWS keeps `aws:` and `rds:` for itself (source: the SDK's model, Tag,
 * `Key`), and our marks are made anew.
 */
export function portableTags(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => !/^(aws|rds|understudy):/i.test(key)),
  );
}
