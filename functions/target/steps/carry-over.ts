import type { DatabaseSettings } from '../../shared/rules/database-settings.ts';
import type { Notice } from '../../shared/contract/notice.ts';
import type { Database, Member } from '../../shared/rules/database.ts';
import { describeNotCarried } from '../../shared/rules/not-carried.ts';
import { chooseRoles } from '../rules/roles.ts';
import {
  chooseSettings,
  describeDifferences,
  withDomain,
  withMonitoring,
} from '../rules/settings.ts';
import type { RecoverySettings } from './settings.ts';

/**
 * What the restored database will have of the live one's and the source's settings, and a sentence for
 * all that it won't have.
 * @param seen.live the database that gives way, or what gave way to it; undefined on a first run
 */
export function carryOver(
  settings: RecoverySettings,
  seen: {
    readonly live: Database | undefined;
    readonly members: readonly Member[];
    readonly notice: Notice;
  },
): { readonly settings: DatabaseSettings; readonly differences: readonly string[] } {
  const { kind, engine, parameters, monitoringRole, targetKeyArn } = settings;
  const { live, members, notice } = seen;
  const source = notice.manifest.settings;
  const { roles: allowed = [], ...others } = parameters;
  const { roles, missing } = chooseRoles({
    kind,
    engine,
    allowed,
    live: live?.settings.roles ?? [],
    source: source.roles ?? [],
  });
  const { roles: _roles, ...own } = chooseSettings({
    live: live?.settings,
    parameters: others,
    source,
  });
  const chosen = withDomain(
    withMonitoring({ ...own, ...(roles.length > 0 && { roles }) }, monitoringRole),
    settings.domainRole,
  );
  const key = live?.encryption.keyArn;
  const { roles: _, ...lost } = live?.settings ?? {};
  return {
    settings: chosen,
    differences: [
      ...describeDifferences(chosen, { kind, whose: 'live', settings: lost }),
      ...missing,
      ...describeDifferences(chosen, { kind, whose: 'source', settings: source }),
      ...(key === undefined || key === targetKeyArn
        ? []
        : [`KmsKeyId is ${targetKeyArn}; in the live database it is ${key}`]),
      ...(live ? describeNotCarried(live, members) : (notice.manifest.notCarried ?? [])),
    ],
  };
}
