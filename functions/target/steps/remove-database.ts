import type { Database } from '../../shared/rules/database.ts';
import { pending } from '../../shared/rules/polling-schedule.ts';
import type { PacedStep } from '../../shared/rules/polling-schedule.ts';
import type { Pending, Progress } from '../../shared/rules/progress.ts';
import { nextRemovalStep } from '../rules/removal.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { attempt } from './attempt.ts';

/**
 * What became of a database that was to go.
 * - `deleted`: by this recovery
 * - `kept`: it is there still
 * - `gone`: somebody else deleted it, or what was kept of it
 */
export type Removal = {
  readonly outcome: 'deleted' | 'kept' | 'gone';
  readonly detail: string;
};

/**
 * Removes a database that the caller has proved it may remove, a step at a time.
 * @param request.database as it is now; undefined once it is gone
 * @throws StepOverdue
 */
export async function removeDatabase(
  request: {
    readonly step: PacedStep;
    readonly database: Database | undefined;
    readonly since: string;
    /** Gives a free name for the final snapshot; undefined for none. */
    readonly finalSnapshot: (() => Promise<string>) | undefined;
    /** Asked once more as long as something of it could answer: says what stands against it. */
    readonly objection?: () => Promise<Progress<Removal> | undefined>;
  },
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress<Removal>> {
  const { database, finalSnapshot } = request;
  const elapsedSeconds = secondsSince(ports.clock, request.since);
  const waitOn = (waitingFor: string): Pending =>
    pending(request.step, { elapsedSeconds, waitingFor });
  const settled = !database || database.status === 'deleting';
  const members = settled ? [] : await ports.databases.members(database);
  const withSnapshot = finalSnapshot !== undefined;
  const step = nextRemovalStep(database, members, { withSnapshot });
  const acts = step.type === 'delete-members' || step.type === 'delete-database';
  const isHeadless = members.length > 0 && members.every(({ status }) => status === 'deleting');
  if (acts && !isHeadless) {
    const objection = await request.objection?.();
    if (objection) return objection;
  }
  switch (step.type) {
    case 'done':
      return {
        state: 'ready',
        outcome: 'deleted',
        detail: 'no final snapshot',
      };
    case 'protected':
      return {
        state: 'ready',
        outcome: 'kept',
        detail:
          `deletion protection is on for "${database?.identifier}": nothing of it was deleted; ` +
          'delete it by hand, or turn the protection off before the next run',
      };
    case 'delete-members': {
      const patience = waitOn(`${step.identifiers.join(', ')} to go`);
      let accepted = false;
      for (const identifier of step.identifiers) {
        const outcome = await attempt(() => ports.databases.deleteMember(identifier));
        accepted ||= outcome === 'done';
      }
      // What doesn't go is asked about less and less often: each look is written to the
      // execution's history, and 25,000 events end it without a report.
      const patient = Math.max(accepted ? 3 : 10, Math.round(elapsedSeconds * 0.02));
      return { ...patience, waitSeconds: Math.min(patience.waitSeconds, patient) };
    }
    case 'delete-database': {
      const name = await finalSnapshot?.();
      await attempt(() => ports.databases.delete(database?.identifier ?? '', name));
      return waitOn(`"${database?.identifier}" to go`);
    }
    case 'wait':
      return waitOn(step.waitingFor);
  }
}
