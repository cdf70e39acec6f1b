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
  /** On a restored database: when it was about to be given the live name, ISO 8601. */
  wentLive: 'understudy:went-live',
  /** On the live database: why no run may replace it. */
  hold: 'understudy:hold',
} as const;

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

/** Tags that may be handed on: AWS keeps `aws:` for itself, and our marks are made anew. */
export function portableTags(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => !/^(aws|understudy):/i.test(key)),
  );
}
