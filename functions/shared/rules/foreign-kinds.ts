import type { Database } from './database.ts';
import { DatabaseUnsupported } from './errors.ts';

/**
 * What a database is to a run.
 * - `source`: it is captured
 * - `replaced`: a swap takes its name
 * - `model`: what is restored takes its settings, and leaves it as it is
 */
export type DatabaseRole = 'source' | 'replaced' | 'model';

type Subject = Pick<Database, 'kind' | 'identifier' | 'engine' | 'engineVersion' | 'nature'>;

/** A kind of database that answers to the same API, and isn't recovered here. */
interface ForeignKind {
  /** AWS's name of the member that tells. */
  readonly member: string;
  /** What the member says; undefined of a database of another kind. */
  readonly found: (database: Subject) => string | undefined;
  /** What that means. */
  readonly means: string;
  readonly todo: string;
  /** To whom it matters; to every role where it is left out. */
  readonly roles?: readonly DatabaseRole[];
}

const ourEngines = ['aurora-postgresql', 'aurora-mysql', 'postgres', 'mysql', 'mariadb'];

const aurora = 'move the data to Aurora or to a DB instance, and name that';

/** What a Limitless Database's status says where there is none. Source: the SDK's model. */
const withoutLimitless = new Set(['not-in-use', 'disabled']);

/**
 * Sources: the SDK's model, DBCluster and DBInstance; RDS User Guide, "Sharing a DB cluster snapshot"
 * (snapshots of Multi-AZ DB clusters can't be shared) and "RDS Custom"; Aurora User Guide, "Aurora
 * Serverless v1" and "Limitless Database"; the API reference, RestoreDBClusterFromSnapshot (which
 * restores as `provisioned` where no `EngineMode` is given). The modes `global`, `parallelquery` and
 * `multimaster` are of Aurora MySQL 1, which AWS has withdrawn.
 */
const foreignKinds: readonly ForeignKind[] = [
  {
    member: 'DBClusterInstanceClass',
    found: ({ nature }) => nature?.clusterInstanceClass,
    means: "it is a Multi-AZ DB cluster, whose snapshots AWS doesn't let be shared",
    todo: aurora,
  },
  {
    member: 'Engine',
    found: ({ kind, engine }) =>
      kind === 'cluster' && isInstanceEngine(engine) ? engine : undefined,
    means: "it is a Multi-AZ DB cluster, whose snapshots AWS doesn't let be shared",
    todo: aurora,
  },
  {
    member: 'Engine',
    found: ({ engine }) => (engine === 'docdb' ? engine : undefined),
    means: 'it is Amazon DocumentDB, which speaks no SQL that could verify it',
    todo: 'protect it by AWS Backup',
  },
  {
    member: 'Engine',
    found: ({ engine }) => (engine === 'neptune' ? engine : undefined),
    means: 'it is Amazon Neptune, which speaks no SQL that could verify it',
    todo: 'protect it by AWS Backup',
  },
  {
    member: 'Engine',
    found: ({ engine }) => (engine.startsWith('custom-') ? engine : undefined),
    means: 'it is RDS Custom, which is restored with an instance profile and a host of its own',
    todo: 'protect it by the means of RDS Custom',
  },
  {
    member: 'ClusterScalabilityType',
    found: ({ nature }) => (nature?.scalability === 'limitless' ? 'limitless' : undefined),
    means: 'it is Aurora Limitless, whose shards are no instances that could be added',
    todo: aurora,
  },
  {
    member: 'LimitlessDatabase',
    found: ({ nature }) =>
      withoutLimitless.has(nature?.limitless ?? 'not-in-use') ? undefined : nature?.limitless,
    means: 'it is Aurora Limitless, whose shards are no instances that could be added',
    todo: aurora,
  },
  {
    member: 'EngineVersion',
    found: ({ engineVersion }) => (/-limitless\b/.test(engineVersion) ? engineVersion : undefined),
    means: 'it is Aurora Limitless, whose shards are no instances that could be added',
    todo: aurora,
  },
  {
    member: 'EngineMode',
    found: ({ nature }) => (nature?.engineMode === 'serverless' ? 'serverless' : undefined),
    means: 'it is Aurora Serverless v1, which has no instances and would come back provisioned',
    todo: 'convert it to Aurora Serverless v2',
  },
  ...['parallelquery', 'global', 'multimaster'].map((mode) => ({
    member: 'EngineMode',
    found: ({ nature }: Subject) => (nature?.engineMode === mode ? mode : undefined),
    means: 'a cluster of this mode would come back provisioned',
    todo: 'upgrade it to a version whose mode is provisioned',
  })),
  {
    member: 'DBClusterIdentifier',
    found: ({ kind, nature }) => (kind === 'instance' ? nature?.memberOf : undefined),
    means: 'it is a member of that DB cluster, and has no storage of its own',
    todo: 'set DatabaseKind to cluster, and give the name of the cluster',
  },
  {
    member: 'Engine',
    found: ({ engine }) => (ourEngines.includes(engine) ? undefined : engine),
    means: `it is none of ${ourEngines.join(', ')}`,
    todo: 'name a database of one of these engines, or protect this one by AWS Backup',
  },
];

/** Read replicas: whoever takes over from one, nobody would replicate to it any more. */
const replica = {
  source: 'capture what it replicates, or promote it first',
  replaced: 'promote it, or give the stack another live name',
} as const;

/**
 * @param role of the database in the run that asks
 * @throws DatabaseUnsupported saying what was found in which member, and what to do
 */
export function checkKind(database: Subject, role: DatabaseRole): void {
  const name = `"${database.identifier}"`;
  for (const { member, found, means, todo } of foreignKinds) {
    const value = found(database);
    if (value === undefined) continue;
    throw new DatabaseUnsupported(
      `expected ${name} to be of a kind that is recovered here, found ${member} ${value}: ${means}. ` +
        `Nothing was made; ${todo}`,
    );
  }
  const { replicaOf } = database.nature ?? {};
  if (replicaOf === undefined || role === 'model') return;
  throw new DatabaseUnsupported(
    `expected ${name} to be a database of its own, found ${replicaOf.member} ${replicaOf.database}: ` +
      `it is a read replica. Nothing was made; ${replica[role]}`,
  );
}

/** What AWS shows of a database's kind and this version doesn't know, a sentence each. */
export function describeUnknownKinds({ nature }: Pick<Database, 'nature'>): readonly string[] {
  const { engineMode, scalability } = nature ?? {};
  return [
    ...unknown('EngineMode', engineMode, ['provisioned']),
    ...unknown('ClusterScalabilityType', scalability, ['standard']),
  ];
}

function unknown(member: string, value: string | undefined, known: readonly string[]): string[] {
  if (value === undefined || known.includes(value)) return [];
  return [`${member}: ${value} isn't known to this version: it is not carried`];
}

function isInstanceEngine(engine: string): boolean {
  return ourEngines.includes(engine) && !engine.startsWith('aurora-');
}
