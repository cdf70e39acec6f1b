import { isEarlier } from '../../shared/rules/execution-order.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/**
 * How far another execution of the target's state machine is, by the state that it is in:
 * - `preparing`: it has made nothing but a secured copy, which runs share
 * - `deciding`: it looks whether it is its turn
 * - `waiting`: it has looked, and waits for its turn
 * - `working`: it has its turn: it restores, swaps, undoes or discards
 * - `retiring`: its database is live and verified for good; it waits, and looks after the old one alone
 */
export type Phase = 'preparing' | 'deciding' | 'waiting' | 'working' | 'retiring';

const preparing = [
  'Begin',
  'Preflight',
  'AlreadyLive?',
  'FindSharedSnapshot',
  'SharedSnapshotVisible?',
  'WaitForSharedSnapshot',
  'SecureSnapshot',
  'SnapshotSecured?',
  'WaitForSecuredSnapshot',
] as const;
const deciding = ['TakeTurn', 'TurnTaken?'] as const;
const waiting = ['WaitForTurn'] as const;
const retiring = [
  'OldDatabaseToWait?',
  'AnnounceRetirement',
  'WaitForGracePeriod',
  'ApprovalNeeded?',
  'AskApproval',
  'Approved?',
  'VerifyOnceMore',
  'VerifiedOnceMore?',
  'WaitForAnswerOnceMore',
  'TerminateOldCluster',
  'OldClusterGone?',
  'WaitForOldCluster',
  'PruneSnapshots',
  'ReportRecovery',
  'RecoverySucceeded',
  'ReportFailure',
  'DoneAllTheSame?',
  'RecoveryFailed',
] as const;

const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ...preparing.map((state) => [state, 'preparing'] as const),
  ...deciding.map((state) => [state, 'deciding'] as const),
  ...waiting.map((state) => [state, 'waiting'] as const),
  ...retiring.map((state) => [state, 'retiring'] as const),
]);

/** A state that isn't listed works: so does one whose history could not be read. */
export function phaseOf(state: string | undefined): Phase {
  return phases.get(state ?? '') ?? 'working';
}

/** Another execution that runs. */
export interface OtherRun {
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly phase: Phase;
  /** Undefined where its input can't be read: then it ends by itself, before it works. */
  readonly asked: AskedRun | undefined;
}

/** What an execution was started for. */
export interface AskedRun {
  readonly mode: RecoveryPlan['mode'];
  readonly capturedAt: string;
  readonly acceptOlder: boolean;
}

export type Turn =
  | { readonly type: 'taken' }
  | { readonly type: 'wait'; readonly waitingFor: string; readonly isSoon: boolean }
  /** Newer data waits as well: to restore this first would only put it off. */
  | { readonly type: 'overtaken'; readonly by: OtherRun };

/**
 * Whose turn it is. Runs that need the same temporary name go one after the other: swaps and standbys,
 * and by themselves drills. One that works is waited for; of those that wait, the newest data goes first,
 * and for the same data the run that began first. Listings lag: two runs that look at the same moment
 * both wait, and the one whose turn it is looks again first.
 */
export function turnOf(
  own: AskedRun & { readonly name: string; readonly startedAt: string },
  others: readonly OtherRun[],
): Turn {
  const rivals = others.filter((one) => isRival(one, own));
  const candidates = rivals.filter(({ phase }) => phase === 'deciding' || phase === 'waiting');
  const newer = candidates.find(({ asked }) => asked && givesWay(own, asked));
  if (newer) return { type: 'overtaken', by: newer };
  const worker = rivals.find(({ phase }) => phase === 'working');
  if (worker) return { type: 'wait', waitingFor: `the run "${worker.name}" to end`, isSoon: false };
  const earlier = candidates.find(
    (one) => isEarlier(one, own) && !(one.asked && givesWay(one.asked, own)),
  );
  const undecided = candidates.find(({ phase }) => phase === 'deciding');
  if (undecided) {
    const waitingFor = `"${undecided.name}" to decide`;
    return { type: 'wait', waitingFor, isSoon: earlier === undefined };
  }
  return earlier
    ? { type: 'wait', waitingFor: `the run "${earlier.name}", which began first`, isSoon: false }
    : { type: 'taken' };
}

/** Whether both need the same name; of one that works, and can't be understood, nobody knows. */
function isRival({ asked, phase }: OtherRun, own: AskedRun): boolean {
  return asked === undefined ? phase === 'working' : isDrill(asked) === isDrill(own);
}

function isDrill({ mode }: AskedRun): boolean {
  return mode === 'drill';
}

function isNewer(one: AskedRun, other: AskedRun): boolean {
  return Date.parse(one.capturedAt) > Date.parse(other.capturedAt);
}

/**
 * Whether it ends as overtaken once it sees the other wait. What nobody puts live is no reason for not
 * putting older data live.
 */
function givesWay(one: AskedRun, to: AskedRun): boolean {
  const serves = one.mode !== 'swap' || to.mode === 'swap';
  return serves && isNewer(to, one) && !one.acceptOlder && !isDrill(one);
}
