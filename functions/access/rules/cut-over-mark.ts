import type { Lead, Side } from './lead.ts';

/** The tag of a listener whose clients are being moved: reconciliations read it before they act. */
export const cutOverKey = 'understudy:cut-over';

/** Who is to take the clients over. */
export interface CutOverMark {
  /** The restored database's, until it has the live name. */
  readonly host: string;
  /** Whose targets take over. */
  readonly side: Side;
  /** ISO 8601. */
  readonly since: string;
  /** When no new connection was let in any more, ISO 8601. */
  readonly closedAt?: string | undefined;
}

/** Longer than the renames and a RollBack may take together. Seconds. */
export const heldFor = 3 * 3600;
/**
 * Nobody is let in meanwhile, which takes seconds: whoever was to open it has stopped, and clients go where
 * the live name leads. Longer than the retries of the state that asks. Seconds.
 */
export const closedFor = 900;

/** As a tag's value takes it: letters, digits, blanks and `_.:/=+-@`. Source: the ELBv2 API reference, Tag. */
export function markText({ host, side, since, closedAt }: CutOverMark): string {
  return [host, side, since, ...(closedAt === undefined ? [] : [closedAt])].join(' ');
}

const written =
  /^([A-Za-z0-9.-]+) (main|spare) (\d{4}-\d\d-\d\dT[\d:.]+Z)(?: (\d{4}-\d\d-\d\dT[\d:.]+Z))?$/;

/** @returns undefined for what isn't one of ours: it is no reason to keep clients anywhere */
export function readMark(text: string | undefined): CutOverMark | undefined {
  const [, host, side, since, closedAt] = written.exec(text ?? '') ?? [];
  if (host === undefined || since === undefined) return undefined;
  return { host, side: side as Side, since, ...(closedAt !== undefined && { closedAt }) };
}

/**
 * How far a cut-over is:
 * - `none`: none is under way, or it is past its time: the live name counts
 * - `warming`: its targets are being registered, and get no connection yet
 * - `closed`: nobody is let in, and the old targets' connections end
 * - `open`: clients are led to the restored database, whoever has the live name
 */
export type Stage = 'none' | 'warming' | 'closed' | 'open';

/** @param now in milliseconds */
export function stageOf(mark: CutOverMark | undefined, lead: Lead, now: number): Stage {
  if (mark === undefined) return 'none';
  const from = Date.parse(mark.closedAt ?? mark.since);
  const stage = lead === 'closed' ? 'closed' : lead === mark.side ? 'open' : 'warming';
  const lasts = stage === 'closed' ? closedFor : heldFor;
  return now - from < lasts * 1000 ? stage : 'none';
}
