import type { Database } from '../../shared/rules/database.ts';

/** What else in AWS a database may be tied to, other than by its settings. */
export type TieKind =
  | 'custom-endpoint'
  | 'proxy'
  | 'integration'
  | 'blue-green-deployment'
  | 'global-cluster'
  | 'read-replica';

export interface Tie {
  readonly kind: TieKind;
  /** What the resource is called in AWS. */
  readonly name: string;
  /** By which AWS takes it apart from others, where the name alone doesn't. */
  readonly id?: string | undefined;
  /** AWS's member that names it, where a kind has several. */
  readonly member?: string | undefined;
  /** The rest of the command that makes it anew. */
  readonly options?: string | undefined;
}

/** What was found, and of which kinds AWS didn't let anything be seen. */
export interface TiesSeen {
  readonly found: readonly Tie[];
  readonly unseen: readonly { readonly kind: TieKind; readonly why: string }[];
}

/** The names that a sentence about a tie speaks of. */
export interface TiedNames {
  readonly kind: Database['kind'];
  readonly region: string;
  readonly live: string;
  /** The database that gives way, as it is now. */
  readonly old: Pick<Database, 'identifier' | 'arn'>;
}

interface TieRule {
  /** AWS's name of the member or the resource. */
  readonly heading: string;
  /** Whether the old database is kept for it: AWS refuses its end, or somebody else would lose by it. */
  readonly keeps: boolean;
  /** What a swap means to it, and what to do. */
  readonly inSwap: (tie: Tie, names: TiedNames) => string;
  /** The command that unties it. */
  readonly untie: (tie: Tie, names: TiedNames) => string;
}

/**
 * Sources: Aurora User Guide, "Considerations for custom endpoints" (a snapshot holds none), "Aurora
 * zero-ETL integrations", general limitations (a source is neither renamed nor deleted), "Deleting an
 * Amazon Aurora global database", "Deleting a blue/green deployment"; RDS User Guide, "Renaming a DB
 * instance" (replicas stay with what is renamed). Whom a proxy follows when names change, and that AWS
 * keeps a database with a blue/green deployment, no page says.
 */
const rules: Readonly<Record<TieKind, TieRule>> = {
  'custom-endpoint': {
    heading: 'CustomEndpoints',
    keeps: false,
    inSwap: (tie, names) =>
      `${tie.name} stays with the old database in a swap, and leads its clients there until that is ` +
      `deleted. Delete it, then make it anew: ${aws(names, untieOf(tie, names))}; ` +
      aws(
        names,
        `create-db-cluster-endpoint --db-cluster-identifier ${names.live} ` +
          `--db-cluster-endpoint-identifier ${tie.name} ${tie.options ?? '--endpoint-type any'}`,
      ),
    untie: ({ name }) => `delete-db-cluster-endpoint --db-cluster-endpoint-identifier ${name}`,
  },
  proxy: {
    heading: 'DBProxy',
    keeps: false,
    inSwap: (tie, names) =>
      `${tie.name} has the old database as its target, and AWS doesn't say whom it follows when names ` +
      `change. Look after a swap, and register "${names.live}" where it is another: ` +
      `${aws(names, `describe-db-proxy-targets --db-proxy-name ${tie.name}`)}; ` +
      aws(
        names,
        `register-db-proxy-targets --db-proxy-name ${tie.name} ` +
          `--db-${names.kind}-identifiers ${names.live}`,
      ),
    untie: ({ name }, { kind, old }) =>
      `deregister-db-proxy-targets --db-proxy-name ${name} --db-${kind}-identifiers ${old.identifier}`,
  },
  integration: {
    heading: 'Integration',
    keeps: true,
    inSwap: (tie, names) =>
      `${tie.name} has it as its source, and AWS renames no database that has an integration. Delete ` +
      `it before a swap, and make it anew for "${names.live}" afterwards: ` +
      aws(names, untieOf(tie, names)),
    untie: ({ id, name }) => `delete-integration --integration-identifier ${id ?? name}`,
  },
  'blue-green-deployment': {
    heading: 'BlueGreenDeployment',
    keeps: true,
    inSwap: (tie, names) =>
      `${tie.name} stays with the old database in a swap, which is kept for it. Delete it: ` +
      aws(names, untieOf(tie, names)),
    untie: ({ id, name }) =>
      `delete-blue-green-deployment --blue-green-deployment-identifier ${id ?? name}`,
  },
  'global-cluster': {
    heading: 'GlobalClusterIdentifier',
    keeps: true,
    inSwap: (tie, names) =>
      `the old database stays a member of ${tie.name} in a swap, its secondaries don't follow ` +
      `"${names.live}", and it is kept for it. Remove it from there, and make a global cluster of ` +
      `"${names.live}": ${aws(names, untieOf(tie, names))}`,
    untie: ({ name }, { old }) =>
      `remove-from-global-cluster --global-cluster-identifier ${name} ` +
      `--db-cluster-identifier ${old.arn}`,
  },
  'read-replica': {
    heading: 'ReadReplicaIdentifiers',
    keeps: true,
    inSwap: (tie, names) =>
      `${tie.name} goes on replicating the old database in a swap, which is kept for it. Make a ` +
      `replica of "${names.live}", then promote or delete this one`,
    untie: ({ name }, { kind }) =>
      `promote-read-replica${kind === 'cluster' ? '-db-cluster' : ''} --db-${kind}-identifier ${name}`,
  },
};

const kindsOfTies = Object.keys(rules) as TieKind[];

/** What Preflight looks for. */
export const everyTie: readonly TieKind[] = kindsOfTies;

/** What is looked for again before the old database is deleted. */
export const holdingTies: readonly TieKind[] = kindsOfTies.filter((kind) => rules[kind].keeps);

/** The ties that a database's own description tells of. */
export function describedTies({ nature }: Pick<Database, 'nature'>): readonly Tie[] {
  const { globalCluster, replicas = [] } = nature ?? {};
  return [
    ...(globalCluster === undefined
      ? []
      : [{ kind: 'global-cluster' as const, name: globalCluster }]),
    ...replicas.map(({ member, database }) => ({
      kind: 'read-replica' as const,
      name: database,
      member,
    })),
  ];
}

/** What is tied to the database that gives way, and what becomes of it in a swap, a sentence each. */
export function describeTies(seen: TiesSeen, names: TiedNames): readonly string[] {
  return [
    ...seen.found.map((tie) => `${headingOf(tie)}: ${rules[tie.kind].inSwap(tie, names)}`),
    ...seen.unseen.map(
      ({ kind, why }) =>
        `${rules[kind].heading}: nobody could look whether the live database is tied to one (${why})` +
        (rules[kind].keeps ? ': after a swap the old database is kept' : ''),
    ),
  ];
}

/** The tie for which AWS won't rename the live database; undefined where none stands against a swap. */
export function refusalOfRename(seen: TiesSeen, names: TiedNames): string | undefined {
  const tie = seen.found.find(({ kind }) => kind === 'integration');
  return (
    tie &&
    `expected nothing that keeps AWS from renaming "${names.old.identifier}", found ` +
      `${headingOf(tie)} ${tie.name}: AWS renames no database that has an integration. Nothing was ` +
      `made; delete it, then start the run again: ${aws(names, untieOf(tie, names))}`
  );
}

/**
 * Why the old database is kept, all of it, and how to delete it by hand; undefined where nothing that
 * is tied to it stands against its end. What nobody could look at stands against it too.
 */
export function keptFor(seen: TiesSeen, names: TiedNames): string | undefined {
  const holding = seen.found.filter(({ kind }) => rules[kind].keeps);
  const unseen = seen.unseen.filter(({ kind }) => rules[kind].keeps);
  if (holding.length === 0 && unseen.length === 0) return undefined;
  const { identifier } = names.old;
  const reasons = [
    ...holding.map((tie) => `${headingOf(tie)} ${tie.name}`),
    ...unseen.map(({ kind, why }) => `nobody could look at ${rules[kind].heading} (${why})`),
  ];
  const byHand = [
    ...holding.map((tie) => aws(names, untieOf(tie, names))),
    ...(names.kind === 'cluster' ? ["delete the cluster's instances"] : []),
    aws(
      names,
      `delete-db-${names.kind} --db-${names.kind}-identifier ${identifier} ` +
        `--final-db-snapshot-identifier ${identifier}-final`,
    ),
  ];
  return (
    `"${identifier}" is tied to something else, and no more of it was deleted: ` +
    `${reasons.join('; ')}. To delete it by hand: ${byHand.join('; ')}`
  );
}

function headingOf({ kind, member }: Tie): string {
  return member ?? rules[kind].heading;
}

function untieOf(tie: Tie, names: TiedNames): string {
  return rules[tie.kind].untie(tie, names);
}

function aws({ region }: TiedNames, command: string): string {
  const [operation, ...options] = command.split(' ');
  return ['aws rds', operation, '--region', region, ...options].join(' ');
}
