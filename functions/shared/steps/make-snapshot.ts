import { NameTaken, SnapshotFailed } from '../rules/errors.ts';
import { isPart, tagKeys } from '../rules/tags.ts';
import type { Part } from '../rules/tags.ts';
import { pending } from '../rules/polling-schedule.ts';
import type { Limit, PacedStep } from '../rules/polling-schedule.ts';
import type { Pending, Progress } from '../rules/progress.ts';
import { snapshotReadiness } from '../rules/status.ts';
import { secondsSince } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { AlreadyExists } from '../ports/aws-errors.ts';
import { isLater } from '../ports/later.ts';
import type { Snapshot, Snapshots } from '../ports/snapshots.ts';

/** A step whose outcome is one available snapshot of ours. */
export interface SnapshotStep {
  readonly step: PacedStep;
  readonly identifier: string;
  /** The stack and the capture that it must belong to, and as what. */
  readonly stack: string;
  readonly snapshot: string;
  readonly part: Part;
  /** When the step began, ISO 8601. */
  readonly since: string;
  /** How long to wait for it, by a parameter. */
  readonly limit: Limit;
  /** Asks AWS to make it. */
  readonly make: () => Promise<Snapshot>;
}

/**
 * Observes, then acts: makes the snapshot where there is none, takes one of ours for done or on its
 * way, refuses one that isn't ours.
 * @throws NameTaken, SnapshotFailed, StepOverdue, and what `make` throws beyond "later"
 */
export async function makeSnapshot(
  request: SnapshotStep,
  ports: { readonly snapshots: Snapshots; readonly clock: Clock },
): Promise<Progress<{ snapshot: Snapshot }>> {
  const waitOn = (waitingFor: string, percentProgress?: number): Pending =>
    pending(request.step, {
      elapsedSeconds: secondsSince(ports.clock, request.since),
      percentProgress,
      waitingFor,
      limit: request.limit,
    });
  const found = await ports.snapshots.find(request.identifier);
  const snapshot = found ?? (await makeUnlessBusy(request));
  if (snapshot === undefined) return waitOn('a free slot');
  if (found) requireOurs(found, request);
  switch (snapshotReadiness(snapshot.status)) {
    case 'available':
      return { state: 'ready', snapshot };
    case 'failed':
      throw new SnapshotFailed(
        `expected snapshot "${snapshot.identifier}" to become available, found it ` +
          `${snapshot.status}: delete it and start the run again`,
      );
    case 'pending':
      return waitOn(
        `snapshot "${snapshot.identifier}" (${snapshot.status}, ${snapshot.percentProgress ?? 0} %)`,
        snapshot.percentProgress,
      );
  }
}

/** AWS asks to come again later, or somebody was quicker: the next look tells. */
async function makeUnlessBusy(request: SnapshotStep): Promise<Snapshot | undefined> {
  try {
    return await request.make();
  } catch (error) {
    if (isLater(error) || error instanceof AlreadyExists) return undefined;
    throw error;
  }
}

function requireOurs({ identifier, tags }: Snapshot, request: SnapshotStep): void {
  if (isPart(tags, request)) return;
  const owner = tags[tagKeys.stack];
  if (owner !== undefined && owner !== request.stack) {
    throw new NameTaken(
      `expected no snapshot "${identifier}", or one of the stack ${request.stack}; found one that the ` +
        `stack ${owner} made: choose another prefix for one of the two, and leave the snapshot alone`,
    );
  }
  throw new NameTaken(
    `expected no snapshot "${identifier}", or one of this capture; found one with ` +
      `${tagKeys.snapshot}=${tags[tagKeys.snapshot] ?? 'no such tag'}: rename or delete it`,
  );
}
