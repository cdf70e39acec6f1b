import type { InstanceSettings } from '../settings/database-settings.ts';
import { firstSaid, type SettingRequest, type SettingsTable } from '../settings/setting.ts';
import { AwsError } from '../../../contracts.ts';
import type { InstanceKind } from './kind.ts';
import { ownSettings } from './own-settings.ts';
import { standAloneSettings } from './stand-alone-settings.ts';

/** Every setting of an instance, in the order in which requests are read. */
export const instanceSettings: SettingsTable<InstanceSettings, InstanceKind> = {
  ...standAloneSettings,
  ...ownSettings,
};

/**
 * Refuses what a cluster decides for its members.
 *
 * @param others members of the request that are no settings of the table
 * @throws AwsError `InvalidParameterCombination` naming the first
 */
export function refuseDecidedByCluster<Input extends object>(
  request: SettingRequest,
  given: Input & InstanceKind['given'],
  others: readonly (keyof Input & string)[],
): void {
  const wrong =
    firstSaid(standAloneSettings, request, given) ??
    others.find((member) => given[member] !== undefined);
  if (wrong === undefined) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `${wrong} can't be set for an instance of a DB cluster: the cluster decides it`,
  );
}
