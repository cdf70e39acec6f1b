import { parseSnapshotArn } from '../domain/arn.ts';
import type { Database, Member } from '../domain/database.ts';
import { engineFamily } from '../domain/database.ts';
import { copyKey, restoreKey } from '../domain/encryption.ts';
import { DatabaseNotReady, InvalidPlan, NameTaken, NoticeOutdated } from '../domain/errors.ts';
import {
  checkIdentifier,
  memberIdentifier,
  retiredIdentifier,
  securedIdentifier,
  shortHash,
} from '../domain/identifier.ts';
import { checkKey } from '../domain/key-rules.ts';
import type { Notice } from '../domain/notice.ts';
import { marks, portableTags } from '../domain/ownership.ts';
import { checkPlan } from '../domain/recovery-plan.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { chooseSettings, describeDifferences } from '../domain/settings.ts';
import { databaseReadiness } from '../domain/status.ts';
import type { Databases } from '../ports/databases.ts';
import type { Keys } from '../ports/keys.ts';
import { findRestored } from './find-restored.ts';
import type { Standing } from './find-restored.ts';
import type { RecoverySettings } from './settings.ts';

export interface PreflightPorts {
  readonly databases: Databases;
  /** Keys of the Region of a key's ARN. */
  readonly keysOf: (keyArn: string) => Keys;
}

/** The execution, the notice it is about, and a mode where the stack's isn't meant. */
export interface RecoveryRequest {
  readonly run: string;
  readonly startedAt: string;
  readonly notice: Notice;
  readonly mode?: RecoveryPlan['mode'] | undefined;
  /** Whether the live name may go to older data than it leads to now. */
  readonly acceptOlder?: boolean | undefined;
  /** A grace period where the stack's isn't meant. */
  readonly graceHours?: number | undefined;
}

const secondsAnHour = 3600;

/**
 * Plans a recovery before anything is made: names, keys, settings, what is live now. Started again
 * for the same notice it finds what an earlier run left, and plans to go on from there.
 * @throws DatabaseNotReady, InvalidIdentifier, InvalidPlan, KeyUnusable, NameTaken, NoticeOutdated
 */
export async function preflight(
  request: RecoveryRequest,
  settings: RecoverySettings,
  ports: PreflightPorts,
): Promise<RecoveryPlan> {
  const { notice } = request;
  checkFit(notice, settings);
  const mode = request.mode ?? settings.mode;
  const snapshot = parseSnapshotArn(notice.snapshot.arn).identifier;
  const names = planNames(settings, snapshot);
  const standing = await findRestored({ stack: settings.stack, snapshot, names }, ports.databases);
  if (mode === 'swap' && request.acceptOlder !== true) checkAge(notice, standing);
  await checkKeys(notice, settings, standing, ports.keysOf);
  const old = await findOld(standing, ports.databases);
  if (mode === 'swap') requireRenamable(old, standing);
  await checkFree(standing, names.retired, old, ports.databases);
  const models = await modelMembers(standing, old, ports.databases);
  const encryption =
    notice.snapshot.keyArn === undefined
      ? ({ type: 'none' } as const)
      : ({ type: 'customer', keyArn: notice.snapshot.keyArn } as const);
  const chosen = chooseSettings({
    live: (old ?? successorIn(standing))?.settings,
    parameters: settings.parameters,
    source: notice.manifest.settings,
  });
  return checkPlan({
    run: request.run,
    stack: settings.stack,
    startedAt: request.startedAt,
    mode,
    kind: settings.kind,
    place: settings.place,
    notice,
    snapshot,
    names,
    live: old && { resourceId: old.resourceId, deletionProtection: old.deletionProtection },
    members: planMembers(settings, notice, models, snapshot),
    swapInstanceNames: settings.swapInstanceNames,
    retirement: settings.retirement,
    graceSeconds: (request.graceHours ?? settings.graceHours) * secondsAnHour,
    approvalSeconds:
      settings.approvalHours === undefined ? undefined : settings.approvalHours * secondsAnHour,
    onFailure: settings.onFailure,
    secureKeyArn: copyKey(settings.kind, encryption, settings.targetKeyArn),
    restoreKeyArn:
      settings.kind === 'cluster' ? restoreKey(encryption, settings.targetKeyArn) : undefined,
    settings: chosen as RecoveryPlan['settings'],
    tags: portableTags(old?.tags ?? notice.manifest.tags),
    differences: [...describeDifferences(chosen, notice.manifest.settings)],
  });
}

function checkFit(notice: Notice, settings: RecoverySettings): void {
  const { kind, engine } = notice.snapshot;
  if (kind !== settings.kind) {
    throw new InvalidPlan(
      `expected the snapshot of a ${settings.kind}, as DatabaseKind says; the notice speaks of the ` +
        `snapshot of a ${kind}: set DatabaseKind to ${kind}`,
    );
  }
  if (engine !== settings.engine) {
    throw new InvalidPlan(
      `expected a snapshot of ${settings.engine}, as Engine says; the notice speaks of ${engine}: ` +
        `set Engine to ${engine}, and VerifyDatabase will speak ${engineFamily(engine)}`,
    );
  }
}

function planNames(settings: RecoverySettings, snapshot: string): RecoveryPlan['names'] {
  const { live, temporary } = settings.names;
  if (live === temporary) {
    throw new InvalidPlan(
      `the live and the temporary name are both "${live}": ExistingDBClusterIdentifier and ` +
        'TempDBClusterIdentifier must differ',
    );
  }
  return {
    live: checkIdentifier(live, 'the live name'),
    temporary: checkIdentifier(temporary, 'the temporary name'),
    retired: retiredIdentifier(live, snapshot),
    secured: securedIdentifier(snapshot, settings.stack),
    final: checkIdentifier(
      `${snapshot}-${shortHash(settings.stack)}-final`,
      "the final snapshot's name",
    ),
  };
}

/** Once the database is restored, from a copy under the target's key, the source's is of no matter. */
async function checkKeys(
  notice: Notice,
  settings: RecoverySettings,
  { restored }: Standing,
  keysOf: (keyArn: string) => Keys,
): Promise<void> {
  const { targetKeyArn, place } = settings;
  const own = await keysOf(targetKeyArn).describe(targetKeyArn);
  checkKey(targetKeyArn, own, place.region, "the target's key");
  const { keyArn, arn } = notice.snapshot;
  if (keyArn === undefined || restored) return;
  const shared = await keysOf(keyArn).describe(keyArn);
  checkKey(keyArn, shared, parseSnapshotArn(arn).region, "the shared snapshot's key");
}

/** The database to replace: who is live now or, in the middle of a swap, who was. */
async function findOld(standing: Standing, databases: Databases): Promise<Database | undefined> {
  const { live, restored } = standing;
  const replaced = restored?.tags[marks.replaces];
  if (replaced !== undefined) return (await databases.byResourceId(replaced))[0];
  return live === restored ? undefined : live;
}

/** A standby and a drill leave the live database alone, and don't mind what state it is in. */
function requireRenamable(old: Database | undefined, { live }: Standing): void {
  if (!old || old.resourceId !== live?.resourceId) return;
  if (databaseReadiness(old.status) !== 'failed') return;
  throw new DatabaseNotReady(
    `the live database "${old.identifier}" is ${old.status}, from which AWS doesn't rename it: ` +
      'bring it to available, or free the name, then start the run again',
  );
}

/** Notices may arrive in any order, and late: the live data must not grow older for that. */
function checkAge(notice: Notice, { live, restored }: Standing): void {
  const captured = live === restored ? undefined : live?.tags[marks.captured];
  if (captured === undefined || Date.parse(captured) <= Date.parse(notice.capturedAt)) return;
  throw new NoticeOutdated(
    `the notice speaks of data captured at ${notice.capturedAt}, and "${live?.identifier}" was ` +
      `recovered from data captured at ${captured}, which is newer: nothing was made; to go back to ` +
      'the older data all the same, start the run by hand with "acceptOlder": true beside the notice',
  );
}

/** The restored database where it has replaced another one, and holds the live name by now. */
function successorIn({ live, restored }: Standing): Database | undefined {
  return live === restored && restored?.tags[marks.replaces] !== undefined ? restored : undefined;
}

/**
 * The members that the plan follows: the old database's; and once its retirement has taken them, those
 * that the restored one has, for then nothing is left to be added.
 */
async function modelMembers(
  standing: Standing,
  old: Database | undefined,
  databases: Databases,
): Promise<readonly Member[]> {
  const members = old ? await databases.members(old) : [];
  const successor = successorIn(standing);
  return members.length === 0 && successor ? databases.members(successor) : members;
}

async function checkFree(
  standing: Standing,
  retiredName: string,
  old: Database | undefined,
  databases: Databases,
): Promise<void> {
  const { temporary, restored } = standing;
  const retired = await databases.byName(retiredName);
  const stranger = [
    temporary === restored ? undefined : temporary,
    retired?.resourceId === old?.resourceId ? undefined : retired,
  ].find((database) => database !== undefined);
  if (stranger?.tags[marks.part] === 'restored') {
    throw new NameTaken(
      `the name "${stranger.identifier}" is needed, and held by what the recovery of ` +
        `${stranger.tags[marks.snapshot]} restored, a standby or what a failed run left: put that one ` +
        'live, or delete it, then start this run again; for a standby that each capture replaces see ' +
        '"Standing by" in the operating guide',
    );
  }
  if (stranger) {
    throw new NameTaken(
      `the name "${stranger.identifier}" is needed, and held by ${stranger.arn}, which isn't of ` +
        'this recovery: delete or rename it, or choose other names',
    );
  }
}

function planMembers(
  settings: RecoverySettings,
  notice: Notice,
  old: readonly Member[],
  snapshot: string,
): RecoveryPlan['members'] {
  if (settings.kind === 'instance') return [];
  const { liveInstance, temporaryInstance } = settings.names;
  const models: readonly (Pick<Member, 'instanceClass' | 'promotionTier'> & Partial<Member>)[] =
    old.length > 0
      ? old
      : notice.manifest.members.map((member) => ({
          ...member,
          instanceClass: settings.instanceClass ?? member.instanceClass,
        }));
  const members = models.map(({ identifier, instanceClass, promotionTier }, index) => {
    const live = identifier === undefined ? undefined : liveIdentifier(identifier, snapshot);
    const member = { instanceClass, promotionTier };
    if (!settings.swapInstanceNames) {
      // The name stays: it has to differ from those that an earlier recovery left.
      const name = memberIdentifier(`${temporaryInstance}-${shortHash(snapshot)}`, index);
      return { temporary: name, live: name, ...member };
    }
    return {
      temporary: memberIdentifier(temporaryInstance, index),
      live: live ?? memberIdentifier(liveInstance, index),
      retired: live && retiredIdentifier(live, snapshot),
      ...member,
    };
  });
  checkMembers(members, settings);
  return members;
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
function liveIdentifier(identifier: string, snapshot: string): string {
  const suffix = retiredIdentifier('x', snapshot).slice(1);
  return identifier.endsWith(suffix) ? identifier.slice(0, -suffix.length) : identifier;
}
