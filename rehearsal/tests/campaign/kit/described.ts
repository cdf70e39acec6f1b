import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Trace } from '../../../plays/campaign/trace.ts';
import { liveName } from '../../../plays/scene/fixtures.ts';
import { target } from '../../../plays/scene/locations.ts';
import type { Director } from './director.ts';
import type { Outcome } from './outcome.ts';
import { playScript } from './play-script.ts';
import type { Setting } from './play-script.ts';

/** What tests look at of a cluster or a DB instance. */
type Live = Pick<DBCluster & DBInstance, 'EngineVersion'> &
  Pick<DBCluster, 'DBClusterParameterGroup'> &
  Pick<DBInstance, 'DBParameterGroups' | 'OptionGroupMemberships'>;

/** What is live at the end, and what the run has said of it. */
export interface Played {
  readonly outcome: Outcome;
  readonly live: Live;
  readonly members: readonly DBInstance[];
  readonly differences: readonly string[];
}

/** Captures and recovers; `prepare` acts before the capture, `between` after it. */
export async function playAndDescribe(
  setting: Setting,
  acts: {
    readonly prepare?: (director: Director) => void;
    readonly between?: (director: Director) => void;
  } = {},
): Promise<Played> {
  let described: Omit<Played, 'outcome' | 'differences'> | undefined;
  const outcome = await playScript(setting, async (director) => {
    acts.prepare?.(director);
    const notice = await director.capture('capture');
    acts.between?.(director);
    await director.recover('recovery', { notice });
    described = await director.act(() => describeLive(director));
  });
  if (described === undefined) throw new Error('the script ended early');
  return { outcome, ...described, differences: differencesIn(outcome.trace) };
}

/** What the report of the recovery says of differences. */
export function differencesIn({ reports }: Trace): readonly string[] {
  const report = reports.find((text) => text.includes('differences')) ?? '{}';
  return (JSON.parse(report) as { differences?: string[] }).differences ?? [];
}

async function describeLive(director: Director): Promise<Omit<Played, 'outcome' | 'differences'>> {
  const { operator } = director.scene;
  const ask = (operation: string, input: object): Promise<unknown> =>
    operator.rds(target, operation, { ...input });
  if (director.scenario.engine === 'postgres') {
    const found = await ask('DescribeDBInstances', { DBInstanceIdentifier: liveName });
    return { live: (found as { DBInstances: [DBInstance] }).DBInstances[0], members: [] };
  }
  const found = await ask('DescribeDBClusters', { DBClusterIdentifier: liveName });
  const filter = { Filters: [{ Name: 'db-cluster-id', Values: [liveName] }] };
  const members = await ask('DescribeDBInstances', filter);
  return {
    live: (found as { DBClusters: [DBCluster] }).DBClusters[0],
    members: (members as { DBInstances: DBInstance[] }).DBInstances,
  };
}

/** What an execution made or changed. */
export function madeBy({ trace }: Outcome, execution: string): readonly string[] {
  return trace.calls
    .filter((call) => call.execution === execution && call.effect)
    .map(({ operation }) => operation)
    .filter((operation) => /^(Add|Copy|Create|Delete|Modify|Restore|Reboot)/.test(operation));
}
