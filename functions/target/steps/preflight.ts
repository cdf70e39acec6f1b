import { describeAutoscaled } from '../../shared/rules/autoscaling.ts';
import { parseSnapshotArn } from '../../shared/rules/arn.ts';
import type { Database } from '../../shared/rules/database.ts';
import { endpointOf } from '../../shared/rules/endpoint.ts';
import { copyKey, restoreKey, sharedEncryption } from '../../shared/rules/encryption.ts';
import { DatabaseNotReady, NameTaken, NoticeOutdated } from '../../shared/rules/errors.ts';
import { checkKind } from '../../shared/rules/foreign-kinds.ts';
import { checkKey } from '../../shared/rules/key-rules.ts';
import { describeIdentity, identify } from '../rules/identity.ts';
import { checkLineage, checkMoment, checkReplaceable } from '../rules/lineage.ts';
import type { Notice } from '../../shared/contract/notice.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import { planTags } from '../rules/owner-tags.ts';
import { checkSnapshot } from '../rules/expected-snapshot.ts';
import { checkPlan } from '../rules/recovery-plan.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { isRestored, mayReplaceLeftover } from '../rules/safety.ts';
import { drilled } from '../rules/settings.ts';
import { checkQuiet } from '../rules/waking.ts';
import { asInstance, isForbidden, meaningOf } from '../../shared/rules/status.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { Keys } from '../../shared/ports/keys.ts';
import type { Offers } from '../../shared/ports/offers.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';
import { carryOver } from './carry-over.ts';
import { findMembers } from './find-members.ts';
import type { ScalableTargets } from '../ports/scalable-targets.ts';
import type { Ties } from '../ports/ties.ts';
import { findRestored } from './find-restored.ts';
import type { NameHolders } from './find-restored.ts';
import { findReplaced, replacedId } from './find-replaced.ts';
import { findSecured } from './find-secured.ts';
import { fitSettings } from './fit-settings.ts';
import { lookAtScaling } from './look-at-scaling.ts';
import { lookAtTies } from './look-at-ties.ts';
import { planMembers, unnamedMembers } from './plan-members.ts';
import { completeNames, planNames } from './plan-names.ts';
import type { RecoverySettings } from './settings.ts';

export interface PreflightPorts {
  readonly databases: Databases;
  /** In the target's own Region. */
  readonly snapshots: Snapshots;
  /** Keys of the Region of a key's ARN. */
  readonly keysOf: (keyArn: string) => Keys;
  /** In the target's own Region, as the ties are. */
  readonly offers: Offers;
  readonly ties: Ties;
  readonly scalableTargets: ScalableTargets;
  readonly clock: Clock;
}

/** The execution, the notice it is about, and a mode where the stack's isn't meant. */
export interface RecoveryRequest {
  readonly run: string;
  readonly startedAt: string;
  readonly notice: Notice;
  readonly mode?: RecoveryPlan['mode'] | undefined;
  /** Whether the live name may go to older data than it leads to now. */
  readonly acceptOlder?: boolean | undefined;
  /** The resource id of another source database than the live one stems from. */
  readonly acceptLineage?: string | undefined;
  /** Why no later run may replace what this one puts live. */
  readonly hold?: string | undefined;
  /** A grace period where the stack's isn't meant. */
  readonly graceHours?: number | undefined;
}

const secondsAnHour = 3600;

/**
 * Plans a recovery before anything is made: names, keys, settings, what is live now. Started again
 * for the same notice it finds what an earlier run left, and plans to go on from there. It is asked
 * again once the run has its turn, for by then another one may be live.
 * @throws DatabaseNotReady, DatabaseUnsupported, InvalidIdentifier, InvalidPlan, KeyUnusable, LineageRefused, NameTaken,
 * NoticeOutdated, NoticeRefused, NotOurs, OnHold, SettingsDontFit
 */
export async function preflight(
  request: RecoveryRequest,
  settings: RecoverySettings,
  ports: PreflightPorts,
): Promise<RecoveryPlan> {
  const { notice } = request;
  checkSnapshot(notice, settings);
  checkMoment(notice, ports.clock.now());
  const mode = request.mode ?? settings.mode;
  const snapshot = parseSnapshotArn(notice.snapshot.arn).identifier;
  const asked = planNames(settings, mode);
  const recovery = { stack: settings.stack, snapshot, mode, notice, run: request.run };
  const holders = await findRestored({ ...recovery, names: asked }, ports.databases);
  const successor = mode === 'swap' ? holders.successor : undefined;
  const lineage = lineageOf(request, settings, holders.live);
  if (holders.live && !successor) checkKind(holders.live, mode === 'swap' ? 'replaced' : 'model');
  if (mode === 'swap' && !successor) {
    checkReplaceable(holders.live, settings);
    if (request.acceptOlder !== true) checkAge(notice, holders);
  }
  checkLineage(lineage, notice.source.resourceId);
  await checkKeys(recovery, settings, holders, ports);
  const replaced = replacedId(settings, holders, successor);
  const old =
    holders.live && !successor ? holders.live : await findReplaced(replaced, ports.databases);
  const gone = successor && !old ? replaced : undefined;
  const names = completeNames({ names: asked, snapshot, stack: settings.stack, old, gone });
  if (mode === 'swap') requireRenamable(old, holders);
  if (mode === 'swap' && old) await checkRetiredName(names.retired, old, ports.databases);
  const leftover = successor
    ? undefined
    : await findLeftover(holders.temporary, recovery, ports.databases);
  const { followed, restored } = await findMembers(
    { old, restored: successor ?? holders.temporary },
    ports.databases,
  );
  const { tags, differences: lostTags } = planTags(
    { ...recovery, names, retirement: settings.retirement },
    old,
    notice.manifest.tags,
  );
  const encryption = sharedEncryption(notice.snapshot.keyArn);
  const carried = carryOver(settings, { live: old ?? successor, members: followed, notice });
  const planned =
    successor && followed.length === 0
      ? unnamedMembers(settings, restored)
      : planMembers(
          { ...recovery, settings, replaces: replaced ?? holders.live?.resourceId, tags },
          old,
          followed,
          restored,
        );
  const stage = successor ? 'live' : holders.restored && !leftover ? 'restored' : 'to restore';
  const named = { kind: settings.kind, place: settings.location, names };
  const toRename = mode === 'swap' && old?.resourceId === holders.live?.resourceId;
  const tied = await lookAtTies(named, { old, toRename }, ports.ties);
  const scaling = await lookAtScaling(named, ports.scalableTargets);
  const fitted = await fitSettings(
    { stage, notice, live: old, liveMembers: followed, carried, members: planned },
    settings,
    ports.offers,
  );
  checkQuiet({ quiet: settings.quiet, settings: fitted.settings });
  return checkPlan({
    run: request.run,
    stack: settings.stack,
    startedAt: request.startedAt,
    mode,
    stackMode: settings.mode,
    kind: settings.kind,
    place: settings.location,
    notice,
    snapshot,
    names,
    live: identify(old),
    replaced: gone,
    alreadyLive: successor && {
      resourceId: successor.resourceId,
      ...(endpointOf(successor) ?? { host: '', port: 0 }),
    },
    leftover: leftover && { resourceId: leftover.resourceId, identifier: leftover.identifier },
    hold: request.hold,
    lineage,
    acceptOlder: request.acceptOlder === true,
    members: fitted.members,
    swapInstanceNames: settings.swapInstanceNames,
    retirement: settings.retirement,
    graceSeconds: (request.graceHours ?? settings.graceHours) * secondsAnHour,
    approvalSeconds:
      settings.approvalHours === undefined ? undefined : settings.approvalHours * secondsAnHour,
    onFailure: settings.onFailure,
    secureKeyArn: copyKey(settings.kind, encryption, settings.targetKeyArn),
    restoreKeyArn:
      settings.kind === 'cluster' ? restoreKey(encryption, settings.targetKeyArn) : undefined,
    engineVersion: fitted.engineVersion,
    settings: mode === 'drill' ? drilled(fitted.settings, settings.kind) : fitted.settings,
    quiet: successor ? undefined : settings.quiet,
    tags,
    scaling: scaling.scaling,
    differences: [
      ...fitted.differences,
      ...describeIdentity(old, { mode, notice, settings: fitted.settings }),
      ...describeAutoscaled(followed),
      ...lostTags,
      ...tied,
      ...scaling.differences,
    ],
  });
}

/** The stack's own word counts for more than a mark on what is live. */
function lineageOf(
  request: RecoveryRequest,
  settings: RecoverySettings,
  live: Database | undefined,
): RecoveryPlan['lineage'] {
  return {
    pinned: settings.sourceResourceId ?? live?.tags[tagKeys.source],
    accepted:
      request.acceptLineage !== undefined &&
      request.acceptLineage === request.notice.source.resourceId,
  };
}

/** Once a copy is secured under the target's key, or restored from one, the source's is of no matter. */
async function checkKeys(
  recovery: Recovery,
  settings: RecoverySettings,
  { restored, successor }: NameHolders,
  { keysOf, snapshots }: PreflightPorts,
): Promise<void> {
  const { targetKeyArn, location } = settings;
  const own = await keysOf(targetKeyArn).describe(targetKeyArn);
  checkKey(targetKeyArn, own, location.region, "the target's key");
  const { keyArn, arn } = recovery.notice.snapshot;
  if (keyArn === undefined || restored || successor) return;
  if (await findSecured(recovery, snapshots)) return;
  const shared = await keysOf(keyArn).describe(keyArn);
  checkKey(keyArn, shared, parseSnapshotArn(arn).region, "the shared snapshot's key");
}

/** A standby and a drill leave the live database alone, and don't mind what state it is in. */
function requireRenamable(old: Database | undefined, { live }: NameHolders): void {
  if (!old || old.resourceId !== live?.resourceId) return;
  if (meaningOf(old) !== 'failed' || !isForbidden(old, 'modify')) return;
  throw new DatabaseNotReady(
    `the live database "${old.identifier}" is ${old.status}, from which AWS doesn't rename it: ` +
      'bring it to available, or free the name, then start the run again',
  );
}

/** Notices may arrive in any order, and late: the live data must not grow older for that. */
function checkAge(notice: Notice, { live }: NameHolders): void {
  const captured = live?.tags[tagKeys.captured];
  if (captured === undefined || Date.parse(captured) <= Date.parse(notice.capturedAt)) return;
  throw new NoticeOutdated(
    `the notice speaks of data captured at ${notice.capturedAt}, and "${live?.identifier}" was ` +
      `recovered from data captured at ${captured}, which is newer: nothing was made; to go back to ` +
      'the older data all the same, start the run by hand with "acceptOlder": true beside the notice',
  );
}

type Recovery = Pick<RecoveryPlan, 'stack' | 'mode' | 'snapshot' | 'notice' | 'run'>;

/** What stands under the temporary name, where it has to go first. */
async function findLeftover(
  temporary: Database | undefined,
  recovery: Recovery,
  databases: Databases,
): Promise<Database | undefined> {
  if (!temporary || (await isTakenOver(temporary, recovery, databases))) return undefined;
  const verdict = mayReplaceLeftover(recovery, temporary);
  if (verdict.verdict === 'yes') return temporary;
  const why = verdict.verdict === 'no' ? verdict.why : verdict.waitingFor;
  throw new NameTaken(
    `the name "${temporary.identifier}" is needed, and held: ${why}. Put that one live with its own ` +
      'notice, rename it, or give this stack another TempDBClusterIdentifier; see "NameHolders by" in the ' +
      'operating guide. Then start this run again',
  );
}

/**
 * A drill deletes what it restored, so it takes over nothing that another execution made. What failed
 * is restored anew.
 */
async function isTakenOver(
  temporary: Database,
  recovery: Recovery,
  databases: Databases,
): Promise<boolean> {
  if (!isRestored(recovery, temporary)) return false;
  const isOwn = temporary.tags[tagKeys.run] === recovery.run;
  if (recovery.mode === 'drill') return isOwn;
  if (mayReplaceLeftover(recovery, temporary).verdict !== 'yes') return true;
  const members = await databases.members(temporary);
  return ![temporary, ...members.map(asInstance)].some((part) => meaningOf(part) === 'failed');
}

async function checkRetiredName(
  retired: string,
  old: Database,
  databases: Databases,
): Promise<void> {
  const holder = await databases.byName(retired);
  if (!holder || holder.resourceId === old.resourceId) return;
  throw new NameTaken(
    `the name "${retired}" is needed, and held by ${holder.arn}, which isn't of this recovery: ` +
      'rename it, then start this run again',
  );
}
