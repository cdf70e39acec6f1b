import { abilityOf, describeAbility, mayBeWritten } from './ability.ts';
import type { Sighting } from './ability.ts';
import type { Database } from '../../shared/rules/database.ts';
import { isForbidden } from '../../shared/rules/status.ts';
import { isPart, tagKeys } from '../../shared/rules/tags.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/**
 * What a run of the target may move, undo and delete. Each rule asks what this execution did, by the
 * marks that it left, and what is to be seen now; never what was true when the run was planned.
 *
 * 1. What was live when the run began, or can be written to under the live name, is never moved away.
 * 2. What has had the live name may hold writes that no snapshot has: no run deletes it but with a final
 *    snapshot, once a verified successor answers.
 * 3. What was restored and never had the live name is deleted by the execution that made it alone, or
 *    to make room for newer data once that execution is over.
 */
export type Verdict =
  | { readonly verdict: 'yes' }
  | { readonly verdict: 'wait'; readonly waitingFor: string }
  | { readonly verdict: 'no'; readonly why: string };

const yes: Verdict = { verdict: 'yes' };
const no = (why: string): Verdict => ({ verdict: 'no', why });
const wait = (waitingFor: string): Verdict => ({ verdict: 'wait', waitingFor });

/** For how long what has the live name is given to come back, before the name is given away. Seconds. */
export const returnPatience = 300;

/**
 * Whether the live name may be taken from the restored database again. Once it can be written to, an
 * application may have: then there is no way back that loses nothing, and the run goes forward.
 * @param seen.waitedSeconds since the run began to undo
 */
export function mayTakeNameBack(
  plan: Pick<RecoveryPlan, 'names' | 'live' | 'alreadyLive'>,
  seen: {
    readonly old: Sighting | undefined;
    readonly restored: Sighting;
    readonly waitedSeconds: number;
  },
): Verdict {
  const { old, restored, waitedSeconds } = seen;
  if (plan.alreadyLive) return no('it was live when this run began');
  const ability = abilityOf(restored);
  if (mayBeWritten(restored)) return no('it can be written to under the live name');
  switch (plan.live ? abilityOf(old) : 'unable') {
    case 'unable':
      return no('nobody else could answer to the live name');
    case 'pending':
      return wait(describeAbility(old, 'the old database'));
    case 'able':
      // It answers, and couldn't take the name yet.
      if (old && isForbidden(old.database, 'modify')) {
        return wait(describeAbility(old, 'the old database'));
      }
      return ability === 'pending' && waitedSeconds < returnPatience
        ? wait(describeAbility(restored, 'the restored database'))
        : yes;
  }
}

/**
 * Whether what a drill restored, or a run that failed, may be deleted: only what this very execution
 * made, only where it never had the live name, and only while it isn't the last that could answer.
 */
export function mayDiscard(
  plan: RecoveryPlan,
  database: Database,
  old: Sighting | undefined,
): Verdict {
  const name = `"${database.identifier}"`;
  if (!isRestored(plan, database) || database.identifier !== plan.names.temporary) {
    return no(`${name} isn't what this recovery restored as "${plan.names.temporary}"`);
  }
  if (database.tags[tagKeys.run] !== plan.run) {
    return no(
      `${name} was restored by the run ${database.tags[tagKeys.run]}, which this one took over`,
    );
  }
  const { [tagKeys.wentLive]: since, [tagKeys.hold]: hold } = database.tags;
  if (since !== undefined) {
    return no(`${name} had the live name from ${since} on, and may hold what was written there`);
  }
  if (hold !== undefined) return no(`${name} carries ${tagKeys.hold}=${hold}`);
  if (plan.mode === 'drill' || !plan.live) return yes;
  switch (abilityOf(old)) {
    case 'able':
      return yes;
    case 'pending':
      return wait(describeAbility(old, 'the old database'));
    case 'unable':
      return no(`${name} may be needed: ${describeAbility(old, 'the old database is gone')}`);
  }
}

/**
 * Whether what stands under the temporary name may be deleted for this run: left by an earlier run of
 * this stack, never live, and of no newer data. A run takes its turn before it asks, so none that
 * made it is under way. A standby is kept on purpose, and is never a left-over.
 */
export function mayReplaceLeftover(
  plan: Pick<RecoveryPlan, 'stack' | 'mode' | 'snapshot' | 'notice'>,
  found: Database,
): Verdict {
  const { tags } = found;
  const name = `"${found.identifier}"`;
  if (!isOfStack(plan, found)) {
    return no(`${name}, ${found.arn}, isn't of this stack`);
  }
  if (tags[tagKeys.wentLive] !== undefined) {
    return no(`${name} had the live name once, and may hold what was written there`);
  }
  if (tags[tagKeys.hold] !== undefined) {
    return no(`${name} carries ${tagKeys.hold}=${tags[tagKeys.hold]}`);
  }
  if (found.deletionProtection) return no(`${name} is protected from deletion`);
  if (plan.mode === 'drill') {
    return tags[tagKeys.mode] === 'drill' ? yes : no(`${name} wasn't restored by a drill`);
  }
  if (tags[tagKeys.mode] === 'standby') return no(`${name} is a standby`);
  const captured = Date.parse(tags[tagKeys.captured] ?? '');
  return captured <= Date.parse(plan.notice.capturedAt)
    ? yes
    : no(`${name} holds newer data, or doesn't say of when`);
}

/** Whether the old database is to be deleted at all, whoever is live. */
export function isToRetire(plan: RecoveryPlan, old: Database): Verdict {
  if (plan.retirement === 'keep') {
    return no(`Retirement is keep: it stays as "${old.identifier}"`);
  }
  const hold = old.tags[tagKeys.hold];
  return hold === undefined
    ? yes
    : no(`"${old.identifier}" carries ${tagKeys.hold}=${hold}: it stays`);
}

/**
 * Whether the old database may be deleted now: only while the one that this recovery verified has the
 * live name and can be written to.
 * @param holder who has the live name
 */
export function mayRetire(
  plan: RecoveryPlan,
  holder: Sighting | undefined,
  restoredId: string,
): Verdict {
  const { live, retired } = plan.names;
  if (holder && isSuccessor(plan, holder.database, restoredId)) {
    return no(
      `a later recovery took "${live}" meanwhile: "${retired}" stays, delete it by hand; a grace ` +
        'period and an approval together should be shorter than the time between two captures',
    );
  }
  return !holder || abilityOf(holder) === 'pending'
    ? wait(`"${live}" to answer: ${describeAbility(holder, 'nobody has the name')}`)
    : yes;
}

/** Of this recovery, whichever execution made it. */
export function isRestored(
  plan: Pick<RecoveryPlan, 'stack' | 'snapshot'>,
  database: Pick<Database, 'tags'>,
): boolean {
  return isPart(database.tags, { stack: plan.stack, snapshot: plan.snapshot, part: 'restored' });
}

/** Restored by this stack, for whichever capture. */
export function isOfStack(
  { stack }: Pick<RecoveryPlan, 'stack'>,
  { tags }: Pick<Database, 'tags'>,
): boolean {
  return tags[tagKeys.stack] === stack && tags[tagKeys.part] === 'restored';
}

function isSuccessor(plan: RecoveryPlan, holder: Database, restoredId: string): boolean {
  const captured = holder.tags[tagKeys.captured];
  return (
    holder.resourceId !== restoredId &&
    isOfStack(plan, holder) &&
    captured !== undefined &&
    Date.parse(captured) >= Date.parse(plan.notice.capturedAt)
  );
}
