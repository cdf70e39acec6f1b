import { clusterFates } from '../../functions/shared/adapters/carried/cluster.ts';
import type { Fate } from '../../functions/shared/adapters/carried/fate.ts';
import { instanceFates } from '../../functions/shared/adapters/carried/instance.ts';
import { memberFates } from '../../functions/shared/adapters/carried/member.ts';
import {
  clusterSnapshotFates,
  instanceSnapshotFates,
} from '../../functions/shared/adapters/carried/snapshots.ts';

/** A table as its rows, whatever it describes. */
export type FateRows = Readonly<Record<string, Fate<never>>>;

/** Every table, by what AWS calls the description. */
export const fateTables: readonly {
  readonly shape: string;
  readonly title: string;
  readonly rows: FateRows;
}[] = [
  { shape: 'DBCluster', title: 'DBCluster: a cluster', rows: clusterFates },
  { shape: 'DBInstance', title: 'DBInstance: a member of a cluster', rows: memberFates },
  { shape: 'DBInstance', title: 'DBInstance: an instance that stands alone', rows: instanceFates },
  { shape: 'DBClusterSnapshot', title: 'DBClusterSnapshot', rows: clusterSnapshotFates },
  { shape: 'DBSnapshot', title: 'DBSnapshot', rows: instanceSnapshotFates },
];

const introduction = `# What a swap carries over

Every member that AWS shows of a database or a snapshot, and what becomes of it when a restored database takes the live name. This page is made from the tables in \`functions/shared/adapters/carried/\`, which the adapters follow: \`npm run draw\` makes it anew. A test compares the tables with the models of the SDK, so a member that AWS adds has a line here before it can be overlooked.

- **carried**: the live database has the same afterwards, by the calls named. A stack's parameter comes before what the old database has. What AWS refuses is left out, and the report says so: no setting keeps anybody from the data.
- **refused**: no run begins. Preflight names the member, before anything is made.
- **reported**: \`differences\` in the report has a line on it where it isn't as AWS makes it.
- **no matter**: nobody misses it, and why.

A member that this version doesn't know is reported with its value. Settings that name something in an account (groups, roles, keys, zones, domains), or open a database to it, are carried from the live database or from a parameter, never from the source.
`;

/** docs/carried.md. */
export function carriedPage(): string {
  return [introduction, ...fateTables.map(({ title, rows }) => section(title, rows))].join('\n');
}

function section(title: string, rows: FateRows): string {
  const lines = Object.entries(rows).map(([member, row]) => `| \`${member}\` | ${words(row)} |`);
  return [`## ${title}`, '', '| Member | What becomes of it |', '|---|---|', ...lines, ''].join(
    '\n',
  );
}

function words(row: Fate<never>): string {
  switch (row.fate) {
    case 'carried':
      return `**carried** by ${row.by.join(', ')}${row.with === undefined ? '' : `: ${row.with}`}`;
    case 'refused':
      return `**refused**: ${row.why}`;
    case 'reported':
      return `**reported**: ${row.advice}`;
    case 'none':
      return `no matter: ${row.why}`;
  }
}
