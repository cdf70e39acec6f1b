import type { Database, Member } from '../../shared/rules/database.ts';
import { isAutoscaled, lastingMembers } from '../../shared/rules/autoscaling.ts';
import { travels } from '../../shared/rules/database-settings.ts';
import type { MemberSettings, SettingName } from '../../shared/rules/database-settings.ts';
import { InvalidPlan } from '../../shared/rules/errors.ts';
import {
  drillIdentifier,
  memberIdentifier,
  otherIdentifier,
  retiredIdentifier,
} from '../../shared/rules/identifier.ts';
import { fitTags, mostOwnTags, portableTags, tagKeys } from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { withMonitoring } from '../rules/settings.ts';
import type { RecoverySettings } from './settings.ts';

/**
 * The instances that a restored cluster gets, writer first: their names before and after the swap.
 * @param old the database that gives way; its resource id names what is retired
 * @param found the members that the plan follows; empty where the manifest tells them
 * @param restored the members that an earlier run of this recovery made: their marks say the live names
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
  restored: readonly Member[] = [],
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
      ? lastingMembers(found)
      : notice.manifest.members.map((member) => ({
          ...member,
          settings: travelling(member.settings ?? {}),
        }));
  // A live instance may have such a name yet, from a run that failed before it gave all their own.
  const usual = familyOf(temporaryInstance);
  const held = models.some(
    ({ identifier = '' }) => identifier.startsWith(temporaryInstance) || usual.includes(identifier),
  );
  const base = held ? otherIdentifier(temporaryInstance, snapshot) : temporaryInstance;
  const marked = restored.flatMap(({ tags }) => tags[tagKeys.instance] ?? []);
  const names = models.map((model) => liveIdentifier(model, outgoing, marked));
  const free = familyOf(liveInstance).filter((name) => !names.includes(name));
  const members = models.map(({ promotionTier, ...model }, index) => {
    const live = names[index];
    const own = model.tags && fitTags(portableTags(model.tags), mostOwnTags).kept;
    const member = {
      instanceClass: settings.instanceClass ?? model.instanceClass,
      promotionTier,
      settings: withMonitoring(model.settings, settings.monitoringRole),
      tags: own ?? recovery.tags,
    };
    if (!settings.swapInstanceNames) {
      // The name stays: it has to differ from those that an earlier recovery left, of this capture too.
      const purpose = replaces === undefined ? snapshot : `${snapshot} ${replaces}`;
      const name = memberIdentifier(otherIdentifier(temporaryInstance, purpose), index);
      return { temporary: name, live: name, ...member };
    }
    return {
      temporary: memberIdentifier(base, index),
      live: live ?? free.shift() ?? memberIdentifier(liveInstance, index),
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
  const temporary = familyOf(temporaryInstance);
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

/** The names that as many instances as a cluster can have get from one name. */
function familyOf(name: string): string[] {
  return Array.from({ length: mostMembers }, (_, index) => memberIdentifier(name, index));
}

/**
 * The name that an old member has, or had before an earlier run retired it. Where that had no room for
 * the suffix, the instance that was to take it over says what it was; where that one is gone, what is
 * left of the name makes another, which has the same retired name.
 * @returns undefined for one that has no name to be taken over, for Auto Scaling gave it its own
 */
function liveIdentifier(
  model: Partial<Member>,
  outgoing: string,
  marked: readonly string[],
): string | undefined {
  const { identifier, tags = {} } = model;
  if (identifier === undefined || isAutoscaled({ identifier, tags })) return undefined;
  const suffix = retiredIdentifier('x', outgoing).slice(1);
  if (!identifier.endsWith(suffix)) return identifier;
  const known = marked.find((name) => retiredIdentifier(name, outgoing) === identifier);
  return known ?? identifier.slice(0, -suffix.length);
}
