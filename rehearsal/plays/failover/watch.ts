import type { VirtualClock } from '../../aws/clock.ts';
import type { TargetSpan } from './report.ts';

/** The state of a DB instance in a target group; undefined where it isn't and isn't reached. */
export type GroupState = (address: string) => string | undefined;

/** What is looked at. */
export interface WatchParts {
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  /** The writer, as DescribeDBClusters has it. */
  readonly describedWriter: () => string | undefined;
  /** What the cluster endpoint resolves to. */
  readonly resolved: () => readonly string[];
  /** The DB instances by their addresses. */
  readonly servers: ReadonlyMap<string, string>;
  readonly groups: Readonly<Record<string, GroupState>>;
}

/** Virtual milliseconds between two looks: to a tenth of a second. */
const every = 100;

/** Looks every tenth of a virtual second at all that a failover moves, and keeps what changed when. */
export class Watch {
  readonly #parts: WatchParts;
  readonly #writers: Change[] = [];
  readonly #addresses: Change[] = [];
  readonly #states = new Map<string, Change[]>();
  #cancel: (() => void) | undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#look();
  }

  stop(): void {
    this.#cancel?.();
  }

  /** When the API first called an instance the writer; virtual milliseconds. */
  describedSince(server: string): number | undefined {
    return this.#writers.find(({ value }) => value === server)?.at;
  }

  /** When the cluster endpoint first led to an instance. */
  resolvedSince(server: string): number | undefined {
    return this.#addresses.find(({ value }) => value === server)?.at;
  }

  /** When an instance first was in a state in a group, or in any. */
  inGroupSince(group: string, server: string, state?: string): number | undefined {
    return this.#changes(group, server).find(
      ({ value }) => value !== undefined && (state === undefined || value === state),
    )?.at;
  }

  /** Since when an instance is in no list and gets no connection; undefined while it does. */
  goneSince(group: string, server: string): number | undefined {
    const last = this.#changes(group, server).at(-1);
    return last?.value === undefined ? last?.at : undefined;
  }

  /** Whether nothing of a group has changed since a moment, and nothing is about to by itself. */
  isQuiet(group: string, since: number): boolean {
    return [...this.#parts.servers.values()].every((server) => {
      const last = this.#changes(group, server).at(-1);
      return (
        last === undefined ||
        (last.at < since && [undefined, 'healthy', 'unhealthy'].includes(last.value))
      );
    });
  }

  /** All that a group held, as spans in seconds since t0, up to `end`. */
  spans(group: string, t0: number, end: number): readonly TargetSpan[] {
    return [...this.#parts.servers.values()].flatMap((server) => {
      const changes = this.#changes(group, server);
      return changes.flatMap(({ at, value }, index) =>
        value === undefined
          ? []
          : [
              {
                server,
                state: value,
                from: (at - t0) / 1000,
                to: Math.min(end, ((changes[index + 1]?.at ?? Infinity) - t0) / 1000),
              },
            ],
      );
    });
  }

  #look(): void {
    const { clock, describedWriter, resolved, servers, groups } = this.#parts;
    const now = clock.now();
    note(this.#writers, now, describedWriter());
    const [address] = resolved();
    note(this.#addresses, now, address === undefined ? undefined : servers.get(address));
    for (const [group, stateOf] of Object.entries(groups)) {
      for (const [at, server] of servers) note(this.#changes(group, server), now, stateOf(at));
    }
    this.#cancel = clock.at(now + every, () => this.#look());
  }

  #changes(group: string, server: string): Change[] {
    const key = `${group} ${server}`;
    const known = this.#states.get(key) ?? [];
    this.#states.set(key, known);
    return known;
  }
}

interface Change {
  readonly at: number;
  readonly value: string | undefined;
}

function note(changes: Change[], at: number, value: string | undefined): void {
  if (changes.length === 0 || changes.at(-1)?.value !== value) changes.push({ at, value });
}
