import { liveName } from '../../../plays/scene/fixtures.ts';
import { databaseCalled, isInTarget, ownerId, volumeOf } from '../../../plays/campaign/facts.ts';
import { lostWrites } from '../../../plays/campaign/invariants/acknowledged-writes.ts';
import type {
  AcknowledgedWrite,
  TracedCall,
  TracedExecution,
  Trace,
} from '../../../plays/campaign/trace.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';

/** What a script left, for a test to look at. */
export class Outcome {
  readonly trace: Trace;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  /** How an execution ended: `SUCCEEDED`, or the name of its error. */
  ending(name: string): string {
    const { status, error } = this.execution(name);
    return status === 'SUCCEEDED' ? status : (error ?? status);
  }

  execution(name: string): TracedExecution {
    const found = this.trace.executions.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no execution is called ${name}`);
    return found;
  }

  /** The database that a name leads to in the target; undefined where nobody bears it. */
  database(identifier = liveName): InventoryItem | undefined {
    return databaseCalled(this.trace, identifier);
  }

  /** The execution that made what is live. */
  get liveBy(): string | undefined {
    return this.database()?.tags['understudy:run'];
  }

  /** Whether the database that bears the live name answers to it. */
  get liveAnswers(): boolean {
    const live = this.database();
    return live !== undefined && this.trace.answers.at(-1)?.volume === volumeOf(live);
  }

  /** The longest time in which nobody answered to the live name, in seconds; Infinity: still. */
  get longestSilence(): number {
    const { answers } = this.trace;
    const silences = answers.flatMap(({ time, volume }, index) =>
      volume === undefined ? [((answers[index + 1]?.time ?? Infinity) - time) / 1000] : [],
    );
    return Math.max(0, ...silences);
  }

  /** Acknowledged writes that nobody finds again, by the volume that took them. */
  get lost(): Readonly<Record<string, number>> {
    return countByVolume(lostWrites(this.trace));
  }

  /** Acknowledged writes to the database that is live that it doesn't hold. */
  get missingFromLive(): number {
    const live = this.database();
    const volume = live && volumeOf(live);
    const held = this.trace.contents.find((one) => one.volume === volume)?.found ?? [];
    const there = new Set(held.map(({ place, at }) => `${place} ${at}`));
    return this.trace.writes.filter(
      (one) => one.volume === volume && !there.has(`${one.entry.place} ${one.entry.at}`),
    ).length;
  }

  /** Writes that a database took under the live name. */
  writesTo({ resourceId }: Pick<InventoryItem, 'resourceId'>): number {
    const volume = volumeOf({ resourceId });
    return this.trace.writes.filter((write) => write.volume === volume).length;
  }

  /** Calls of an execution that changed a database, a member or a snapshot, or deleted it. */
  changesBy(name: string): readonly TracedCall[] {
    return this.trace.calls.filter(
      ({ execution, effect, subject, operation }) =>
        execution === name && effect && subject !== undefined && /^(Delete|Modify)/.test(operation),
    );
  }

  /** What an execution deleted that another one made, or nobody. */
  foreignDeletionsBy(name: string): readonly string[] {
    return this.changesBy(name)
      .filter(({ operation }) => operation.startsWith('Delete'))
      .filter(({ subject }) => subject && this.#makerOf(subject) !== name)
      .map(({ subject }) => `${subject?.identifier}, made by ${subject && this.#makerOf(subject)}`);
  }

  /** Available snapshots in the target of a database. */
  snapshotsOf(resourceId: string): readonly InventoryItem[] {
    return this.trace.after.filter(
      (item) =>
        item.kind === 'snapshot' &&
        isInTarget(item) &&
        item.resourceId === resourceId &&
        item.status === 'available',
    );
  }

  /** The names of the secured copies that are there. */
  get secured(): readonly string[] {
    return this.trace.after
      .filter(({ tags }) => tags['understudy:part'] === 'secured')
      .map(({ identifier }) => identifier);
  }

  #makerOf(item: InventoryItem): string | undefined {
    const database = this.trace.calls
      .flatMap(({ subject }) => subject ?? [])
      .find((one) => one.resourceId === ownerId(item));
    return item.tags['understudy:run'] ?? database?.tags['understudy:run'];
  }
}

function countByVolume(writes: readonly AcknowledgedWrite[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { volume } of writes) counts[volume] = (counts[volume] ?? 0) + 1;
  return counts;
}
