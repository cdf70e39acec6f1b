import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import type { RDSClient } from '@aws-sdk/client-rds';
import { kindOf } from '../scene/setting.ts';
import type { Setting } from '../scene/setting.ts';

/** What AWS shows of a database and of its members, as it shows it. */
export interface Shown {
  readonly database: Description;
  readonly members: readonly Description[];
}

type Description = Readonly<Record<string, unknown>>;

/** What became of everything in which the old live database differed from AWS's defaults. */
export interface SettingsAccount {
  /** Members that differed, those of the cluster's instances among them. */
  readonly differing: number;
  /** Those that the live database has afterwards just so. */
  readonly carried: number;
  /** Those that it hasn't, and that the run's report tells of. */
  readonly reported: number;
  /** Those that nobody misses, as docs/carried.md says of each. */
  readonly ofNoMatter: number;
  /** The others, which were lost in silence. */
  readonly unaccounted: readonly string[];
}

/** Looks at a database as its owner does. @returns undefined where nobody has the name */
export async function lookAt(
  setting: Setting,
  identifier: string,
  client: RDSClient,
): Promise<Shown | undefined> {
  if (kindOf(setting) === 'instance') {
    const { DBInstances: found = [] } = await client.send(new DescribeDBInstancesCommand({}));
    const database = found.find(({ DBInstanceIdentifier: name }) => name === identifier);
    return database && { database: described(database), members: [] };
  }
  const { DBClusters: clusters = [] } = await client.send(new DescribeDBClustersCommand({}));
  const cluster = clusters.find(({ DBClusterIdentifier: name }) => name === identifier);
  const { DBInstances: instances = [] } = await client.send(
    new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [identifier] }] }),
  );
  return cluster && { database: described(cluster), members: instances.map(described) };
}

/**
 * @param usual the database with AWS's defaults
 * @param before the same with settings of its own
 * @param after what has its name in the end
 * @param differences what the run's report tells, a sentence each
 */
export function accountFor(
  setting: Setting,
  {
    usual,
    before,
    after,
    differences,
    page,
  }: {
    readonly usual: Shown;
    readonly before: Shown;
    readonly after: Shown;
    readonly differences: readonly string[];
    /** docs/carried.md, which says of each member whether it is of any matter. */
    readonly page: string;
  },
): SettingsAccount {
  const ofDatabase = ofNoMatterIn(
    page,
    kindOf(setting) === 'cluster' ? 'DBCluster: a cluster' : 'DBInstance: an instance',
  );
  const ofMembers = ofNoMatterIn(page, 'DBInstance: a member');
  const verdicts = [
    ...verdictsOn(ofDatabase, {
      usual: usual.database,
      before: before.database,
      after: after.database,
    }),
    ...before.members.flatMap((member, index) => {
      const name = member['DBInstanceIdentifier'];
      return verdictsOn(ofMembers, {
        usual: successorOf(name, index, usual, before),
        before: member,
        after: successorOf(name, index, after, before),
      }).map((verdict) => ({ ...verdict, whose: ` of ${String(name)}` }));
    }),
  ].map(({ member, verdict, whose }) => ({
    name: `${member}${whose}`,
    verdict: verdict === 'lost' && isTold(member, whose, differences) ? 'reported' : verdict,
  }));
  const count = (verdict: string): number =>
    verdicts.filter((one) => one.verdict === verdict).length;
  return {
    differing: verdicts.length,
    carried: count('carried'),
    reported: count('reported'),
    ofNoMatter: count('of no matter'),
    unaccounted: verdicts.flatMap(({ name, verdict }) => (verdict === 'lost' ? [name] : [])),
  };
}

/**
 * The instance that has the name of one that was there before. Where all keep the names that they were
 * made with, it is the one in its place.
 */
function successorOf(
  name: unknown,
  index: number,
  { members }: Shown,
  { members: before }: Shown,
): Description {
  const named = (one: Description, other: unknown): boolean =>
    one['DBInstanceIdentifier'] === other;
  const tookNames = members.some((one) =>
    before.some((other) => named(one, other['DBInstanceIdentifier'])),
  );
  const found = tookNames ? members.find((one) => named(one, name)) : members[index];
  return found ?? {};
}

/** @throws Error where the page has no such section: then the account would say nothing */
function ofNoMatterIn(page: string, title: string): ReadonlySet<string> {
  const section = page.split('\n## ').find((one) => one.startsWith(title));
  if (section === undefined) throw new Error(`docs/carried.md has no section "${title}"`);
  return new Set(
    [...section.matchAll(/^\| `(\w+)` \| no matter: /gm)].map(([, member = '']) => member),
  );
}

function verdictsOn(
  ofNoMatter: ReadonlySet<string>,
  shown: Readonly<Record<'usual' | 'before' | 'after', Description>>,
): { member: string; verdict: 'carried' | 'lost' | 'of no matter'; whose: string }[] {
  const { usual, before, after } = shown;
  const members = new Set([...Object.keys(usual), ...Object.keys(before)]);
  return [...members]
    .filter((member) => !isSame(member, usual, before))
    .map((member) => ({
      member,
      whose: '',
      verdict: isSame(member, before, after)
        ? 'carried'
        : ofNoMatter.has(member)
          ? 'of no matter'
          : 'lost',
    }));
}

function isTold(member: string, whose: string, differences: readonly string[]): boolean {
  return differences.some(
    (sentence) =>
      sentence.startsWith(`${member}:`) ||
      (sentence.startsWith(`${member} `) && sentence.includes(whose)) ||
      sentence.startsWith(`${member}${whose} `),
  );
}

function described(shape: object): Description {
  return JSON.parse(JSON.stringify(shape)) as Description;
}

function isSame(member: string, one: Description, other: Description): boolean {
  return JSON.stringify(lasting(member, one)) === JSON.stringify(lasting(member, other));
}

/**
 * Without what is of the moment: who writes now, how long a certificate is good for. What instances are
 * called is up to InstanceNames.
 */
function lasting(member: string, description: Description): unknown {
  const value = description[member];
  if (member === 'CertificateDetails') {
    return (value as { readonly CAIdentifier?: string } | undefined)?.CAIdentifier;
  }
  if (member !== 'DBClusterMembers') return value ?? null;
  return (value as readonly Description[])
    .map(({ PromotionTier: tier }) => String(tier))
    .toSorted();
}
