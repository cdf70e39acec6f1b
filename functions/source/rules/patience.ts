import { InvalidPlan } from '../../shared/rules/errors.ts';

/** How long a capture may take, by the stack's parameters. In hours. */
export interface Patience {
  readonly snapshotHours: number;
  readonly copyHours: number;
  /** Until this age of the snapshot a start takes up what an earlier one left. */
  readonly resumeHours: number;
}

/**
 * Refuses deadlines that contradict each other: where a capture is too old to be taken up before its
 * deadlines have passed, the start after a deadline makes a second full copy.
 * @throws InvalidPlan
 */
export function checkPatience({ snapshotHours, copyHours, resumeHours }: Patience): void {
  const longest = snapshotHours + copyHours;
  if (resumeHours > longest) return;
  throw new InvalidPlan(
    `expected ResumeHours over SnapshotHours and CopyHours together, which are ${longest}, found ` +
      `${resumeHours}: a capture whose deadline has passed would be too old to be taken up, and the next ` +
      'start would copy all of it again. Raise ResumeHours, or lower the others; nothing was made',
  );
}
