import type { Database } from '../../shared/rules/database.ts';
import type { GroupKind } from '../../shared/ports/offers.ts';
import { fitGroup } from '../rules/fit-group.ts';
import type { FittedGroup, WantedGroup } from '../rules/fit-group.ts';
import { together } from '../rules/fit.ts';
import type { Fit, Place } from '../rules/fit.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { RecoverySettings } from './settings.ts';
import type { SightOfOffers } from './sight-of-offers.ts';

/** The groups of the restored database; undefined for AWS's default. */
export interface FittedGroups extends Fit {
  readonly parameterGroup: string | undefined;
  readonly optionGroup: string | undefined;
  readonly members: RecoveryPlan['members'];
}

/**
 * The parameter groups of a cluster and of each of its members, or the parameter and option group of a
 * DB instance; and the one that it has until the swap.
 * @param family that of the version; undefined where it is unknown
 */
export async function fitGroups(
  {
    live,
    members,
  }: Pick<RecoveryPlan, 'members'> & {
    readonly live: Pick<Database, 'settings'> | undefined;
  },
  settings: RecoverySettings,
  family: string | undefined,
  place: Place,
  sight: SightOfOffers,
): Promise<FittedGroups> {
  const { kind, parameters, quiet, memberParameterGroup } = settings;
  const fit = async (of: GroupKind, wanted: WantedGroup): Promise<FittedGroup> =>
    fitGroup(wanted, family, await sight.family(of, wanted), place);
  const isCluster = kind === 'cluster';
  const ofDatabase = isCluster ? 'cluster-parameters' : 'parameters';
  const member = isCluster ? 'DBClusterParameterGroup' : 'DBParameterGroups';
  const own = await fit(ofDatabase, {
    member,
    parameter: 'DBParameterGroupName',
    explicit: parameters.parameterGroup,
    live: live?.settings.parameterGroup,
  });
  const quieting = await fit(ofDatabase, {
    member,
    parameter: 'QuietParameterGroupName',
    explicit: quiet?.parameterGroup,
    live: undefined,
  });
  const options = await fit('options', {
    member: 'OptionGroupMemberships',
    parameter: 'OptionGroupName',
    explicit: isCluster ? undefined : parameters.optionGroup,
    live: isCluster ? undefined : live?.settings.optionGroup,
  });
  const ofMembers = new Map<string | undefined, FittedGroup>();
  for (const name of new Set(members.map((one) => one.settings.parameterGroup))) {
    const wanted = {
      member: 'DBParameterGroups',
      parameter: 'MemberParameterGroupName',
      explicit: memberParameterGroup,
      live: name,
    };
    ofMembers.set(name, await fit('parameters', wanted));
  }
  const gaveWay = own.name === undefined && live?.settings.parameterGroup !== undefined;
  return {
    ...together(own, quieting, options, ...ofMembers.values()),
    // What is quiet until the swap gives way to something with a name.
    parameterGroup: gaveWay && quiet?.parameterGroup && family ? `default.${family}` : own.name,
    optionGroup: options.name,
    members: members.map((one) => {
      const { parameterGroup: _, ...others } = one.settings;
      const name = ofMembers.get(one.settings.parameterGroup)?.name;
      return {
        ...one,
        settings: { ...others, ...(name !== undefined && { parameterGroup: name }) },
      };
    }),
  };
}
