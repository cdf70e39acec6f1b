import type { Path } from './path.ts';

/** A session as the database lists it. */
export interface Session {
  readonly id: number;
  readonly user: string;
  /** PostgreSQL's `application_name`; undefined where the engine has nothing like it. */
  readonly label: string | undefined;
}

/** How a path's own connections are known among a database's sessions. */
export interface Known {
  readonly path: Path;
  /** As whom it signs in. */
  readonly user: string;
  /** The ids, at the database, of the connections that its clients hold. */
  readonly ids: ReadonlySet<number>;
}

/** What a probe's connections call themselves; the one that counts them is of no path. */
export function labelOf(path: Path | 'observer'): string {
  return `understudy-lab-${path}`;
}

const ownLabels: ReadonlySet<string> = new Set(
  (['direct', 'nlb', 'observer'] as const).map(labelOf),
);

/**
 * The connections of a path as the database sees them. A proxy holds its own, and what clients call
 * themselves needn't get through it: its are all of its user that no other path's clients hold.
 */
export function countConnections(sessions: readonly Session[], known: Known): number {
  return sessions.filter((session) => isOf(session, known)).length;
}

function isOf({ id, user, label }: Session, known: Known): boolean {
  if (known.path === 'proxy') {
    return user === known.user && (label === undefined || !ownLabels.has(label));
  }
  return label === undefined ? known.ids.has(id) : label === labelOf(known.path);
}

/** The least and the most that were counted. */
export interface Counted {
  readonly minimum: number;
  readonly maximum: number;
  /** Milliseconds since the probe began, and how many there were. */
  readonly samples: readonly (readonly [at: number, connections: number])[];
}

/** @returns null where nobody could ever count them */
export function counted(samples: Counted['samples']): Counted | null {
  if (samples.length === 0) return null;
  const values = samples.map(([, connections]) => connections);
  return { minimum: Math.min(...values), maximum: Math.max(...values), samples };
}
