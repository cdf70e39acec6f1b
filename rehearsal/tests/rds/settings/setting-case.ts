import type { Location } from '../../../aws/contracts.ts';
import type { SettingRequest } from '../../../aws/services/rds/settings/setting.ts';
import type { Simulator } from '../simulator.ts';
import { sourceLocation } from '../simulator.ts';

/** How a setting is said, shown and refused. */
export interface SettingCase {
  /** In a request to create; a restore says those of these members that it takes. */
  readonly said: object;
  /** In a request to modify; `said` by default. */
  readonly modified?: object;
  /** What Describe then shows, and what it shows where nothing is said. */
  readonly shown: object;
  readonly unsaid: object;
  /** What a restore shows that doesn't say it, of a snapshot of a database with it; `unsaid` by default. */
  readonly restored?: object;
  /** What AWS doesn't take, by fault; for one request only where it is named. */
  readonly refused: readonly (readonly [fault: string, input: object, request?: SettingRequest])[];
  /** What PendingModifiedValues, or else Describe, shows of it until the maintenance window. */
  readonly waits?: object;
  /** The status while it is modified; none where that takes no time. */
  readonly status?: string;
  /** Members without which the others can't be said. */
  readonly besides?: object;
  /** Another engine than PostgreSQL. */
  readonly engine?: string;
}

/** Of what Describe shows, the members that are expected; what it leaves unsaid is undefined. */
export function likewise(found: object | undefined, expected: object): object {
  const shown = (found ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(expected).map((member) => [member, shown[member]]));
}

/** The members of `input` that are among `members`. */
export function among(input: object, members: readonly string[] | undefined): object {
  return Object.fromEntries(Object.entries(input).filter(([name]) => members?.includes(name)));
}

/** Requests with at least one member. */
export function requestsOf(setting: {
  readonly [Request in SettingRequest]?: readonly string[];
}): SettingRequest[] {
  return (['create', 'restore', 'modify'] as const).filter(
    (request) => setting[request] !== undefined,
  );
}

/** The members that a request takes in a table, and that no case says. */
export function unsaidMembers(
  table: Readonly<Record<string, { readonly [Request in SettingRequest]?: readonly string[] }>>,
  cases: Readonly<Record<string, readonly SettingCase[]>>,
  request: SettingRequest,
): string[] {
  const all = Object.values(cases).flat();
  const said = all.flatMap((one) =>
    Object.keys({
      ...one.said,
      ...one.besides,
      ...(request === 'modify' ? one.modified : {}),
    }),
  );
  const refused = all.flatMap((one) => one.refused.flatMap(([, input]) => Object.keys(input)));
  return Object.values(table)
    .flatMap((setting) => setting[request] ?? [])
    .filter((member) => !said.includes(member) && !refused.includes(member));
}

/** Groups that cases name, in a place. */
export function makeGroups(simulator: Simulator, place: Location = sourceLocation): void {
  const { rds } = simulator;
  const zones = ['a', 'b', 'c'].map((letter) => `${place.region}${letter}`);
  const subnets = zones.map((zone, index) => ({ id: `subnet-${index}`, zone }));
  rds.createSubnetGroup(place, {
    name: 'dual',
    vpcId: 'vpc-1',
    subnets,
    networkTypes: ['IPV4', 'DUAL'],
  });
  for (const family of ['aurora-postgresql18', 'postgres17']) {
    rds.createClusterParameterGroup(place, { name: `cluster-${family}`, family });
  }
  for (const family of ['aurora-postgresql18', 'postgres18', 'postgres17']) {
    rds.createParameterGroup(place, { name: `tuned-${family}`, family });
  }
  rds.createOptionGroup(place, { name: 'options', engine: 'postgres', majorVersion: '18' });
  rds.createOptionGroup(place, { name: 'old', engine: 'postgres', majorVersion: '17' });
}

export const role = 'arn:aws:iam::111111111111:role/monitoring';
export const insightsKey = 'arn:aws:kms:eu-west-1:111111111111:key/insights';
