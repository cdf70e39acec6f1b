import type { Database, Member } from '../../shared/rules/database.ts';
import { travels } from '../../shared/rules/database-settings.ts';
import type { MemberSettings, SettingName } from '../../shared/rules/database-settings.ts';
import { InvalidPlan } from '../../shared/rules/errors.ts';
import {
  drillIdentifier,
  memberIdentifier,
  retiredIdentifier,
  shortHash,
} from '../../shared/rules/identifier.ts';
import { portableTags } from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { withMonitoring } from '../rules/settings.ts';
import type { RecoverySettings } from './settings.ts';

/**
 * The instances that a restored cluster gets, writer first: their names before and after the swap.
 * @param old the database that gives way; its resource id names what is retired
 * @param found the members that the plan follows; empty where the manifest tells them
 * @throws InvalidIdentifier, InvalidPlan
 */
export function planMembers(
  recovery: Pick<RecoveryPlan, 'mode' | 'notice' | 'snapshot'> & {
    readonly settings: RecoverySettings;
    /** The resource id of the database that was live when this recovery was restored. */
    readonly replaces: string | undefined;
    /** Of the database, for a member that no live one is the model of. */
    readonly tags: Tags;
  },
  old: Database | undefined,
  found: readonly Member[],
): RecoveryPlan['members'] {
  const { mode, notice, settings, snapshot, replaces } = recovery;
  if (settings.kind === 'instance') return [];
  const outgoing = old?.resourceId ?? snapshot;
  const { liveInstance } = settings.names;
  const temporaryInstance =
    mode === 'drill'
      ? drillIdentifier(settings.names.temporaryInstance)
      : settings.names.temporaryInstance;
  const models: readonly (Pick<Member, 'instanceClass' | 'promotionTier' | 'settings'> &
    Partial<Member>)[] =
    found.length > 0
      ? found
      : notice.manifest.members.map((member) => ({
          ...member,
          instanceClass: settings.instanceClass ?? member.instanceClass,
          settings: travelling(member.settings ?? {}),
        }));
  // A live instance may have such a name yet, from a run that failed before it gave all their own.
  const held = models.some(({ identifier = '' }) => identifier.startsWith(temporaryInstance));
  const base = held ? `${temporaryInstance}-${shortHash(snapshot)}` : temporaryInstance;
  const members = models.map(({ identifier, instanceClass, promotionTier, ...model }, index) => {
    const live = identifier === undefined ? undefined : liveIdentifier(identifier, outgoing);
    const member = {
      instanceClass,
      promotionTier,
      settings: withMonitoring(model.settings, settings.monitoringRole),
      tags: model.tags === undefined ? recovery.tags : portableTags(model.tags),
    };
    if (!settings.swapInstanceNames) {
      // The name stays: it has to differ from those that an earlier recovery left, of this capture too.
      const suffix = shortHash(replaces === undefined ? snapshot : `${snapshot} ${replaces}`);
      const name = memberIdentifier(`${temporaryInstance}-${suffix}`, index);
      return { temporary: name, live: name, ...member };
    }
    return {
      temporary: memberIdentifier(base, index),
      live: live ?? memberIdentifier(liveInstance, index),
      retired: live && retiredIdentifier(live, outgoing),
      ...member,
    };
  });
  checkMembers(members, settings);
  return members;
}

/** Of a member at the source, what means the same here. */
function travelling(settings: MemberSettings): MemberSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => travels(name as SettingName)),
  );
}

/** A cluster has one writer and up to 15 readers. Source: Aurora User Guide, "Amazon Aurora DB clusters". */
const mostMembers = 16;

/**
 * The instances of what is live already that still have their temporary names: after a first run, or
 * once the old database's instances are gone, there are no names left to take over.
 */
export function unnamedMembers(
  settings: RecoverySettings,
  members: readonly Member[],
): RecoveryPlan['members'] {
  if (settings.kind === 'instance' || !settings.swapInstanceNames) return [];
  const { liveInstance, temporaryInstance } = settings.names;
  const temporary = Array.from({ length: mostMembers }, (_, index) =>
    memberIdentifier(temporaryInstance, index),
  );
  return members.flatMap(({ identifier, instanceClass, promotionTier, ...member }) => {
    const index = temporary.indexOf(identifier);
    if (index < 0) return [];
    const live = memberIdentifier(liveInstance, index);
    const { settings: own, tags } = member;
    return [{ temporary: identifier, live, instanceClass, promotionTier, settings: own, tags }];
  });
}

/** A cluster without instances never answers; an instance can't be renamed to its own name. */
function checkMembers(members: RecoveryPlan['members'], settings: RecoverySettings): void {
  if (members.length === 0) {
    throw new InvalidPlan(
      'expected the live cluster or the manifest to have at least one instance, found none: add one ' +
        'to the source cluster, then start the source workflow again',
    );
  }
  if (!settings.swapInstanceNames) return;
  const taken = new Set(members.map(({ live }) => live));
  const clash = members.find(({ temporary }) => taken.has(temporary));
  if (clash) {
    throw new InvalidPlan(
      `the temporary name "${clash.temporary}" is an instance's live name too: ` +
        'TempDBInstanceIdentifier must differ from the names of the live instances',
    );
  }
}

/** The name that an old member has, or had before an earlier run retired it. */
function liveIdentifier(identifier: string, outgoing: string): string {
  const suffix = retiredIdentifier('x', outgoing).slice(1);
  return identifier.endsWith(suffix) ? identifier.slice(0, -suffix.length) : identifier;
}
