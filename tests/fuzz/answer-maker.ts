import type { Random } from '../../rehearsal/aws/random.ts';
import type { Member, Shape, Structure } from '../../rehearsal/aws/wire/shape.ts';
import { hostileValues, regions } from './hostile-values.ts';

/** A secret that the simulator keeps: nothing that a function says may hold it. */
export const plantedSecret = 'planted-secret-of-a-database';

/**
 * Makes answers of a model's shapes. What a function looks at is drawn from what the case itself
 * speaks of, so that an answer is often about the very database that was asked for, and now and then
 * quite beside the point.
 */
export class AnswerMaker {
  readonly #random: Random;
  readonly #hints: Readonly<Record<string, readonly unknown[]>>;
  /** How much is missing: some answers are complete, and lead far. */
  readonly #gaps: number;
  readonly #part: string;
  /** Listings go round in circles. */
  readonly #isEndless: boolean;

  /** @param spoken every text of the event and the environment */
  constructor(random: Random, spoken: readonly string[]) {
    this.#random = random;
    this.#hints = hintsFrom(spoken);
    this.#isEndless = this.#chance(0.02);
    this.#gaps = this.#pick([0, 0, 0.03, 0.2]);
    this.#part = this.#pick(['snapshot', 'copy', 'secured', 'restored']);
  }

  structure(shape: Structure, depth = 0): Record<string, unknown> {
    const members = [...shape.members.values()].filter((member) =>
      this.#isChosen(shape, member, depth),
    );
    const chosen = members.length > 0 ? members : [...shape.members.values()].slice(0, 1);
    return Object.fromEntries(
      chosen.map((member) => [member.name, this.#member(member, depth + 1)]),
    );
  }

  #isChosen({ required }: Structure, { name, shape }: Member, depth: number): boolean {
    if (/^(marker|nexttoken)$/i.test(name)) return this.#isEndless || this.#chance(0.1);
    if (name in usual) return this.#chance(0.1);
    if (required.includes(name) || name in this.#hints || depth < 2) {
      return !this.#chance(this.#gaps);
    }
    if (shape.kind === 'structure' || shape.kind === 'list') return depth < 5 && this.#chance(0.3);
    return this.#chance(0.2);
  }

  #member({ name, shape, binding }: Member, depth: number): unknown {
    if (binding.in === 'status') return 200;
    const hints = this.#hints[name];
    const fits = hints?.filter((hint) => kindOf(hint) === shape.kind) ?? [];
    if (fits.length > 0 && !this.#chance(this.#gaps / 2)) return this.#pick(fits);
    if (name === 'TagList' && this.#chance(0.8)) return this.#marks();
    return this.#value(shape, depth);
  }

  #value(shape: Shape, depth: number): unknown {
    switch (shape.kind) {
      case 'structure':
        return this.structure(shape, depth);
      case 'list':
        return Array.from({ length: this.#length(depth) }, () =>
          this.#member(shape.item, depth + 1),
        );
      case 'map':
        return { key: this.#value(shape.value.shape, depth + 1) };
      case 'timestamp':
        return new Date(this.#pick([Date.UTC(2026, 10, 2, 3), 0, 253_402_300_799_000, -1]));
      case 'blob':
        return new TextEncoder().encode(
          this.#pick(['', '{}', 'null', '{"errorType":"E"}', '{"a":']),
        );
      case 'number':
        return this.#pick([0, 1, 42, 99, 100, 101, -1, 5432, 2 ** 31 - 1]);
      case 'boolean':
        return this.#chance(0.5);
      case 'string':
        return this.#text();
    }
  }

  #text(): string {
    return this.#pick([...texts, ...regions]);
  }

  /** Our marks, or what resembles them. */
  #marks(): object[] {
    const tags = [
      { Key: 'understudy:snapshot', Value: this.#pick(this.#hints['capture'] ?? []) },
      { Key: 'understudy:part', Value: this.#part },
      { Key: 'understudy:stack', Value: this.#pick(this.#hints['stack'] ?? []) },
      { Key: 'understudy:replaces', Value: this.#pick(this.#hints['DbiResourceId'] ?? ['x']) },
      { Key: '__proto__', Value: 'polluted' },
      {},
    ];
    return tags.filter((_tag, index) => this.#chance(index < 3 ? 0.9 : 0.3));
  }

  #length(depth: number): number {
    if (depth < 2 && this.#chance(0.01)) return 300;
    return this.#pick([0, 1, 1, 1, 2, 2, 3]);
  }

  #chance(share: number): boolean {
    return this.#random.next() < share;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random.next() * items.length)] as Item;
  }
}

/** Texts that XML can carry. */
const texts = hostileValues
  .filter((value) => typeof value === 'string')
  .filter((text) => text.length < 300 && !/\p{Cc}|\p{Cs}/u.test(text));

/** Members that say something went wrong. */
const usual: Readonly<Record<string, true>> = { FunctionError: true };

function kindOf(value: unknown): string {
  return value instanceof Uint8Array ? 'blob' : typeof value;
}

const statuses =
  'available available available available creating copying renaming deleting failed stopped ' +
  'backing-up incompatible-restore unheard-of';

/** What the members that functions read hold, by name. */
function hintsFrom(spoken: readonly string[]): Readonly<Record<string, readonly unknown[]>> {
  const all = [...new Set(spoken)];
  const ids = all.filter((text) => /^(cluster|db)-[A-Z0-9]+$/.test(text));
  const names = all.filter((text) => /^[a-z][a-z0-9-]{3,62}$/.test(text));
  const arns = all.filter((text) => text.startsWith('arn:'));
  const keys = arns.filter((arn) => arn.includes(':kms:'));
  const snapshots = [
    'arn:aws:rds:eu-central-1:222222222222:cluster-snapshot:secured',
    ...arns.filter((arn) =>
      /^arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:(cluster-)?snapshot:[a-z]/.test(arn),
    ),
  ];
  const captures = names.filter((name) => /-\d{8}t\d{4}-[0-9a-f]{8}$/.test(name));
  const stacks = all.filter((text) => /^understudy-(source|target)-[A-Z]/.test(text));
  const identifiers = names.length > 0 ? names : ['orders'];
  return {
    DBClusterIdentifier: identifiers,
    DBInstanceIdentifier: identifiers,
    DBSnapshotIdentifier: identifiers,
    DBClusterSnapshotIdentifier: identifiers,
    stack: stacks.length > 0 ? stacks : ['understudy'],
    capture: captures.length > 0 ? captures : identifiers,
    DbClusterResourceId: ids,
    DbiResourceId: ids,
    DBClusterArn: arns,
    DBInstanceArn: arns,
    DBSnapshotArn: snapshots,
    DBClusterSnapshotArn: snapshots,
    KmsKeyId: keys,
    Arn: keys,
    Status: statuses.split(' '),
    DBInstanceStatus: statuses.split(' '),
    Engine: ['aurora-postgresql', 'aurora-mysql', 'postgres', 'unheard-of'],
    EngineVersion: ['16.6', '8.0.mysql_aurora.3.08.2', 'x'],
    Endpoint: ['orders.example.internal', 'orders.example.internal', 'a..b'],
    Address: ['orders.example.internal', 'orders.example.internal', 'a..b'],
    Port: [5432, 3306, 0, -1, 70_000],
    KeyManager: ['AWS', 'CUSTOMER', 'PARTNER'],
    KeyState: ['Enabled', 'Enabled', 'Disabled', 'Unheard'],
    AttributeName: ['restore', 'restore', 'other'],
    Id: ['10.0.1.5', '10.0.1.6', '1.2.3.4', 'i-0a1b2c3d'],
    State: ['healthy', 'initial', 'draining', 'unhealthy', 'unhealthy.draining', 'unheard-of'],
    type: ['TaskStateEntered', 'ChoiceStateEntered', 'ExecutionStarted', 'Unheard'],
    Marker: ['again'],
    nextToken: ['again'],
    FunctionError: ['Unhandled', ''],
    SecretString: [
      JSON.stringify({ username: 'u', password: plantedSecret }),
      JSON.stringify({ username: 'u', password: plantedSecret, dbname: 'orders' }),
      JSON.stringify({ username: plantedSecret }),
      JSON.stringify({ password: [plantedSecret], [plantedSecret]: 1 }),
      JSON.stringify(plantedSecret),
      `${plantedSecret}{`,
      '',
    ],
  };
}
