import { parameterFamily } from '../../aws/services/rds/engines.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { target } from '../scene/locations.ts';
import type { Scenario } from './scenario.ts';

/** The live database's own groups, and its members', where a scenario gives it some. */
export const ownGroup = 'orders-tuned';

/** What a restored database has until the swap, where a scenario wants it quiet. */
export const quietGroup = 'orders-quiet';
const quietSecurityGroup = 'sg-0fedcba9876543210';

/** Makes them, for the live database's version. */
export function makeOwnGroups(
  { engine, live, quiet }: Scenario,
  version: string,
  { rds }: Simulator,
): void {
  const family = parameterFamily(engine, version);
  if (quiet === true) {
    rds.createParameterGroup(target, { name: quietGroup, family });
    rds.createClusterParameterGroup(target, { name: quietGroup, family });
  }
  if (live?.ownGroups !== true) return;
  const group = { name: ownGroup, family };
  rds.createParameterGroup(target, group);
  rds.createClusterParameterGroup(target, group);
  const majorVersion = group.family.slice(engine.length);
  rds.createOptionGroup(target, { name: ownGroup, engine, majorVersion });
}

/** The members of a request for the live database, or for one of its members, that name them. */
export function ownGroups(
  { live }: Scenario,
  of: 'cluster' | 'instance' | 'member',
): Readonly<Record<string, string>> {
  if (live?.ownGroups !== true) return {};
  if (of === 'cluster') return { DBClusterParameterGroupName: ownGroup };
  return {
    DBParameterGroupName: ownGroup,
    ...(of === 'instance' && { OptionGroupName: ownGroup }),
  };
}

/** The target stack's parameters for it. */
export function quietParameters({ quiet }: Scenario): Readonly<Record<string, string>> {
  if (quiet !== true) return {};
  return { QuietParameterGroupName: quietGroup, QuietSecurityGroupIds: quietSecurityGroup };
}
