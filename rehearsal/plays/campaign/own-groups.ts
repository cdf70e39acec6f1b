import { parameterFamily } from '../../aws/services/rds/engines.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { target } from '../scene/locations.ts';
import type { Scenario } from './scenario.ts';

/** The live database's own groups, and its members', where a scenario gives it some. */
export const ownGroup = 'orders-tuned';

/** Makes them, for the live database's version. */
export function makeOwnGroups(
  { engine, live }: Scenario,
  version: string,
  { rds }: Simulator,
): void {
  if (live?.ownGroups !== true) return;
  const group = { name: ownGroup, family: parameterFamily(engine, version) };
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
