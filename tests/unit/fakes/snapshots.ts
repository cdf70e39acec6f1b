import { AlreadyExists } from '../../../functions/shared/ports/aws-errors.ts';
import type { Snapshot, Snapshots } from '../../../functions/shared/ports/snapshots.ts';
import { aSnapshot } from '../factories/snapshots.ts';
import { Faults } from './faults.ts';
import { turn } from './turn.ts';

type Acting = 'create' | 'copy' | 'share' | 'tag' | 'untag' | 'delete';

/** Snapshots of one Region as AWS keeps them: in the making until `settle`. */
export class FakeSnapshots implements Snapshots {
  readonly accepted: string[] = [];
  readonly copies: Parameters<Snapshots['copy']>[0][] = [];
  readonly faults = new Faults<Acting>();
  readonly shares = new Map<string, readonly string[]>();
  /** The quota of manual snapshots; undefined where AWS names none. */
  maximum: number | undefined = 100;
  /** Lists everything, whatever was asked for by resource id. */
  ignoresResource = false;
  #snapshots: Snapshot[];

  constructor(...snapshots: readonly Snapshot[]) {
    this.#snapshots = [...snapshots];
  }

  get names(): string[] {
    return this.#snapshots.map(({ identifier }) => identifier);
  }

  change(identifier: string, changes: Partial<Snapshot>): void {
    this.#snapshots = this.#snapshots.map((snapshot) =>
      snapshot.identifier === identifier ? { ...snapshot, ...changes } : snapshot,
    );
  }

  tagsOf(identifier: string): Snapshot['tags'] | undefined {
    return this.#snapshots.find((snapshot) => snapshot.identifier === identifier)?.tags;
  }

  settle(): void {
    for (const { identifier } of this.#snapshots) this.change(identifier, { status: 'available' });
  }

  async find(name: string): Promise<Snapshot | undefined> {
    await turn();
    return this.#snapshots.find(({ identifier, arn }) => identifier === name || arn === name);
  }

  create(request: Parameters<Snapshots['create']>[0]): Promise<Snapshot> {
    return this.#act('create', request.identifier, () => this.#make(request, 'creating'));
  }

  copy(request: Parameters<Snapshots['copy']>[0]): Promise<Snapshot> {
    return this.#act('copy', `${request.sourceArn} ${request.identifier}`, () => {
      const copy = this.#make(request, 'copying');
      this.copies.push(request);
      return copy;
    });
  }

  async ofDatabase(databaseIdentifier: string): Promise<readonly Snapshot[]> {
    await turn();
    return this.#snapshots.filter((snapshot) => snapshot.databaseIdentifier === databaseIdentifier);
  }

  async ofResource(resourceId: string): Promise<readonly Snapshot[]> {
    await turn();
    return this.#snapshots.filter(
      (snapshot) => this.ignoresResource || snapshot.databaseResourceId === resourceId,
    );
  }

  async all(): Promise<readonly Snapshot[]> {
    await turn();
    return this.#snapshots;
  }

  async quota(): Promise<{ used: number; maximum: number } | undefined> {
    await turn();
    const { maximum } = this;
    return maximum === undefined ? undefined : { used: this.#snapshots.length, maximum };
  }

  tag(arn: string, tags: Snapshot['tags']): Promise<void> {
    return this.#act('tag', arn, () => {
      this.#snapshots = this.#snapshots.map((snapshot) =>
        snapshot.arn === arn ? { ...snapshot, tags: { ...snapshot.tags, ...tags } } : snapshot,
      );
    });
  }

  untag(arn: string, keys: readonly string[]): Promise<void> {
    return this.#act('untag', `${arn} ${keys.join(' ')}`, () => {
      this.#snapshots = this.#snapshots.map((snapshot) =>
        snapshot.arn === arn
          ? {
              ...snapshot,
              tags: Object.fromEntries(
                Object.entries(snapshot.tags).filter(([key]) => !keys.includes(key)),
              ),
            }
          : snapshot,
      );
    });
  }

  async sharedWith(identifier: string): Promise<readonly string[]> {
    await turn();
    return this.shares.get(identifier) ?? [];
  }

  share(
    identifier: string,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<void> {
    return this.#act('share', identifier, () => {
      const before = this.shares.get(identifier) ?? [];
      const staying = before.filter((account) => !change.remove.includes(account));
      this.shares.set(identifier, [...staying, ...change.add]);
    });
  }

  delete(identifier: string): Promise<void> {
    return this.#act('delete', identifier, () => {
      this.#snapshots = this.#snapshots.filter((snapshot) => snapshot.identifier !== identifier);
    });
  }

  #make(
    request: { readonly identifier: string; readonly tags: Snapshot['tags'] },
    status: string,
  ): Snapshot {
    if (this.names.includes(request.identifier)) {
      throw new AlreadyExists(`Cannot create the snapshot: ${request.identifier} already exists`);
    }
    const snapshot = aSnapshot({ identifier: request.identifier, tags: request.tags, status });
    this.#snapshots.push(snapshot);
    return snapshot;
  }

  async #act<Answer>(method: Acting, what: string, effect: () => Answer): Promise<Answer> {
    await turn();
    this.faults.raise(method, 'before');
    const answer = effect();
    this.accepted.push(`${method} ${what}`);
    await turn();
    this.faults.raise(method, 'after');
    return answer;
  }
}
