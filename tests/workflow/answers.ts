import type { handler as syncTargets } from '../../functions/access/sync-targets.ts';
import type { handler as copySnapshot } from '../../functions/source/copy-snapshot.ts';
import type { handler as createSnapshot } from '../../functions/source/create-snapshot.ts';
import type { handler as giveWay } from '../../functions/source/give-way.ts';
import type { handler as notifyTarget } from '../../functions/source/notify-target.ts';
import type { handler as sourcePreflight } from '../../functions/source/preflight.ts';
import type { handler as pruneSnapshots } from '../../functions/source/prune-snapshots.ts';
import type { handler as sourceFailure } from '../../functions/source/report-failure.ts';
import type { handler as shareSnapshot } from '../../functions/source/share-snapshot.ts';
import type { handler as addInstances } from '../../functions/target/add-instances.ts';
import type { handler as announce } from '../../functions/target/announce-retirement.ts';
import type { handler as discardCluster } from '../../functions/target/discard-cluster.ts';
import type { handler as findShared } from '../../functions/target/find-shared-snapshot.ts';
import type { handler as targetPreflight } from '../../functions/target/preflight.ts';
import type { handler as targetFailure } from '../../functions/target/report-failure.ts';
import type { handler as pruneSecured } from '../../functions/target/prune-snapshots.ts';
import type { handler as reportRecovery } from '../../functions/target/report-recovery.ts';
import type { handler as restoreCluster } from '../../functions/target/restore-cluster.ts';
import type { handler as rollBack } from '../../functions/target/roll-back.ts';
import type { handler as secureSnapshot } from '../../functions/target/secure-snapshot.ts';
import type { handler as swapInstanceNames } from '../../functions/target/swap-instance-names.ts';
import type { handler as swapNames } from '../../functions/target/swap-names.ts';
import type { handler as takeTurn } from '../../functions/target/take-turn.ts';
import type { handler as terminate } from '../../functions/target/terminate-old-cluster.ts';
import type { handler as verify } from '../../functions/target/verify-postgresql.ts';
import type { Progress } from '../../functions/shared/rules/progress.ts';
import type { Counted } from '../../functions/shared/handler/step.ts';

/** What a handler really answers: a script that it doesn't fit isn't compiled. */
type AnswerOf<Handler extends (...parameters: never) => Promise<unknown>> = Awaited<
  ReturnType<Handler>
>;

/** By state of the source workflow. */
export interface SourceAnswers {
  readonly GiveWay: AnswerOf<typeof giveWay>;
  readonly Preflight: AnswerOf<typeof sourcePreflight>;
  readonly CreateSnapshot: AnswerOf<typeof createSnapshot>;
  readonly CopySnapshot: AnswerOf<typeof copySnapshot>;
  readonly ShareSnapshot: AnswerOf<typeof shareSnapshot>;
  readonly NotifyTarget: AnswerOf<typeof notifyTarget>;
  readonly PruneSnapshots: AnswerOf<typeof pruneSnapshots>;
  readonly ReportFailure: AnswerOf<typeof sourceFailure>;
}

/** By state of the target workflow. */
export interface TargetAnswers {
  readonly Preflight: AnswerOf<typeof targetPreflight>;
  readonly FindSharedSnapshot: AnswerOf<typeof findShared>;
  readonly SecureSnapshot: AnswerOf<typeof secureSnapshot>;
  readonly TakeTurn: AnswerOf<typeof takeTurn>;
  readonly PlanAgain: AnswerOf<typeof targetPreflight>;
  readonly DiscardLeftover: AnswerOf<typeof discardCluster>;
  readonly RestoreCluster: AnswerOf<typeof restoreCluster>;
  readonly AddInstances: AnswerOf<typeof addInstances>;
  readonly VerifyDatabase: AnswerOf<typeof verify>;
  readonly SwapNames: AnswerOf<typeof swapNames>;
  readonly VerifyLiveName: AnswerOf<typeof verify>;
  readonly SwapInstanceNames: AnswerOf<typeof swapInstanceNames>;
  readonly SyncTargets: Invoked<AccessAnswers['SyncTargets']>;
  readonly VerifyFinally: AnswerOf<typeof verify>;
  readonly AnnounceRetirement: AnswerOf<typeof announce>;
  /** What an operator sends back with the token: `true` for a yes. */
  readonly AskApproval: { readonly decision: unknown };
  readonly VerifyOnceMore: AnswerOf<typeof verify>;
  readonly TerminateOldCluster: AnswerOf<typeof terminate>;
  readonly DiscardCluster: AnswerOf<typeof discardCluster>;
  readonly PruneSnapshots: AnswerOf<typeof pruneSecured>;
  readonly ReportRecovery: AnswerOf<typeof reportRecovery>;
  readonly RollBack: AnswerOf<typeof rollBack>;
  readonly ReportFailure: AnswerOf<typeof targetFailure>;
}

/** By state of the access workflow. */
export interface AccessAnswers {
  readonly SyncTargets: AnswerOf<typeof syncTargets>;
}

/** `lambda:invoke` wraps what the function answers. */
export interface Invoked<Answer extends object> {
  readonly ExecutedVersion: string;
  readonly StatusCode: number;
  readonly Payload: Answer;
}

/** A call as the one who answers it sees it. */
export interface ScriptedCall {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** When it ends, ISO 8601 in virtual time. */
  readonly endsAt: string;
}

/** A call that fails under a name: always, or only so many `times`. */
export interface Thrown {
  readonly throws: string;
  readonly cause?: string;
  readonly times?: number;
}

/** A call that never comes back. */
export interface Hanging {
  readonly hangs: true;
}

export type Reaction<Answer extends object = object> =
  Answer | ((call: ScriptedCall) => Answer) | Thrown | Hanging;

/** What each state's calls come to before they come to its last answer, in order. */
export type Script<Answers> = {
  readonly [State in keyof Answers]?: readonly Reaction<Answers[State] & object>[];
};

/** What each state's calls come to once its script has run out. */
export type LastAnswers<Answers> = {
  readonly [State in keyof Answers]: (call: ScriptedCall) => Answers[State];
};

export type Pending = Extract<Progress, { state: 'pending' }> & Counted;

/** The answer of every step that waits. */
export function pending(waitSeconds: number, awsCalls = 1): Pending {
  return { state: 'pending', waitSeconds, waitingFor: 'what was asked for', awsCalls };
}

/** Of a reconciliation; the workflows ask for nothing else. */
type SyncAnswer = Extract<AccessAnswers['SyncTargets'], { readonly memory: object }>;

/** SyncTargets with something left to do, or with nothing. */
export function synced(waitSeconds?: number, awsCalls = 1): SyncAnswer {
  const staleSince = waitSeconds === undefined ? null : '2026-01-05T10:30:00.000Z';
  const address = ['10.0.1.2'];
  const facts = {
    why: 'what it saw, and why it acted',
    memory: {
      'orders-writer': {
        first: address,
        last: address,
        lastSince: null,
        staleSince,
        moved: true,
        lag: null,
      },
    },
    awsCalls,
  };
  return waitSeconds === undefined
    ? { state: 'ready', outcome: 'in-place', ...facts }
    : { state: 'pending', waitSeconds, waitingFor: 'what was asked for', ...facts };
}

export function invoked<Answer extends object>(answer: Answer): Invoked<Answer> {
  return { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: answer };
}

/** A function's own error, as Lambda hands it to Step Functions. */
export function thrown(name: string, times?: number): Thrown {
  const cause = JSON.stringify({ errorType: name, errorMessage: `${name} happened`, trace: [] });
  return { throws: name, cause, ...(times !== undefined && { times }) };
}
