import type { Notice } from '../../shared/contract/notice.ts';
import { lastingMembers } from '../../shared/rules/autoscaling.ts';
import type { DatabaseSettings } from '../../shared/rules/database-settings.ts';
import type { Database, Member } from '../../shared/rules/database.ts';
import type { Offers } from '../../shared/ports/offers.ts';
import { describeClassOverride } from '../rules/class-override.ts';
import { fitClasses } from '../rules/fit-class.ts';
import type { WantedClasses } from '../rules/fit-class.ts';
import { fitIops } from '../rules/fit-iops.ts';
import { fitLogs } from '../rules/fit-logs.ts';
import { fitVersion } from '../rules/fit-version.ts';
import { asItIs, refuseMisfits, together, unsaid } from '../rules/fit.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { fitGroups } from './fit-groups.ts';
import type { RecoverySettings } from './settings.ts';
import { SightOfOffers } from './sight-of-offers.ts';

/** What is to be restored, before it is held against what AWS offers. */
export interface Wish {
  /** Only what is yet to be restored can be refused; what is live isn't held against anything. */
  readonly stage: 'to restore' | 'restored' | 'live';
  readonly notice: Notice;
  /** The database that gives way; undefined on a first run. */
  readonly live: Pick<Database, 'settings'> | undefined;
  readonly liveMembers: readonly Member[];
  /** What was chosen among the parameters', the live database's and the source's, and what that changes. */
  readonly carried: {
    readonly settings: DatabaseSettings;
    readonly differences: readonly string[];
  };
  /** With the settings of the live members. */
  readonly members: RecoveryPlan['members'];
}

/** The same, as AWS takes it. */
type FittedWish = Pick<RecoveryPlan, 'engineVersion' | 'settings' | 'members' | 'differences'>;

/**
 * Holds what was chosen against what the Region offers for the snapshot's version. Where AWS refuses
 * a look-up, that is said and nothing is held against it: the restore itself will tell.
 * @throws SettingsDontFit
 */
export async function fitSettings(
  wish: Wish,
  settings: RecoverySettings,
  offers: Offers,
): Promise<FittedWish> {
  const { stage, notice, live, members } = wish;
  const { settings: chosen, differences } = wish.carried;
  if (stage === 'live') return { settings: chosen, members, differences: [...differences] };
  const { kind, engine } = settings;
  const { region } = settings.location;
  const sight = new SightOfOffers(offers);
  const versions = await sight.versions(engine);
  const snapshotVersion = notice.snapshot.engineVersion;
  const { version, family, ...versioned } = fitVersion({
    kind,
    region,
    engine,
    snapshotVersion,
    parameter: settings.engineVersion,
    versions,
  });
  const place = { region, engine, version };
  // Of a version that isn't offered AWS lists no classes.
  const offered = versioned.misfits.length > 0 ? undefined : await sight.classes(place);
  const fittedGroups = await fitGroups(wish, settings, family, place, sight);
  const { storageType, ...classes } = fitClasses(wantedClasses(wish, settings), offered, place);
  const owner = live?.settings ?? notice.manifest.settings;
  const { iops, storageThroughput, ...provisioned } = fitIops(chosen, storageType, owner);
  const { parameterGroup, optionGroup, ...groups } = fittedGroups;
  const exportable = versions?.find((one) => one.version === version)?.exportableLogs;
  const { logExports, ...logs } = fitLogs(chosen.logExports, exportable, version);
  const overrides = describeClassOverride(settings.instanceClass, lastingMembers(wish.liveMembers));
  const others = { ...asItIs, differences: overrides };
  const fit = together(sight, versioned, others, classes, provisioned, groups, logs);
  if (stage === 'to restore') refuseMisfits(fit);
  const fitted = { parameterGroup, optionGroup, storageType, iops, storageThroughput, logExports };
  return {
    engineVersion: version === snapshotVersion ? undefined : version,
    settings: withoutUnknown({ ...chosen, ...fitted }),
    members: groups.members,
    differences: [...fit.differences, ...unsaid(differences, fit.differences)],
  };
}

/** A DB instance without a class of its own choosing gets that of its snapshot's. */
function wantedClasses(
  { members, carried, live }: Wish,
  { kind, names, parameters }: RecoverySettings,
): WantedClasses {
  const { instanceClass, serverlessCapacity, storageType } = carried.settings;
  const alone = instanceClass === undefined ? [] : [{ name: names.live, instanceClass }];
  const ofOthers = live?.settings.storageType === undefined ? 'source' : 'live';
  return {
    instances:
      kind === 'cluster'
        ? members.map((one) => ({ name: one.live, instanceClass: one.instanceClass }))
        : alone,
    hasCapacity: serverlessCapacity !== undefined,
    storageType,
    storageFrom: parameters.storageType === undefined ? ofOthers : 'parameter',
  };
}

function withoutUnknown(settings: DatabaseSettings): DatabaseSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
