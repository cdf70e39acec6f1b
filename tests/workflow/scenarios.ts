import { aRecoveryPlan } from '../unit/factories/plans.ts';
import { invoked, pending, synced, thrown } from './answers.ts';
import type { Script, SourceAnswers, TargetAnswers } from './answers.ts';
import { tasksOf } from './machine.ts';
import type { WorkflowName } from './machine.ts';
import type { Play } from './play.ts';
import {
  aCapture,
  alreadyLive,
  aRecovery,
  leftover,
  playReaching,
  stays,
  superseded,
  waiting,
  withReactions,
} from './plays.ts';

/** A run that succeeds, and the steps that it consists of. */
export interface Scenario {
  readonly name: string;
  readonly play: Play;
  /** Each once, in order, however often it was called. */
  readonly steps: readonly string[];
}

const patientCapture: Script<SourceAnswers> = {
  GiveWay: [pending(10), pending(5, 3)],
  CreateSnapshot: [pending(120), pending(5, 3), pending(5)],
  CopySnapshot: [pending(180, 2), pending(61)],
};

/** Every step that can wait does, each for times of its own. */
const patientRecovery: Script<TargetAnswers> = {
  FindSharedSnapshot: [pending(7)],
  SecureSnapshot: [pending(180), pending(31, 4)],
  TakeTurn: [pending(10), pending(120), pending(13, 8)],
  DiscardLeftover: [pending(3), pending(302)],
  RestoreCluster: [pending(60), pending(11)],
  AddInstances: [pending(300, 2), pending(20)],
  VerifyDatabase: [pending(5)],
  SwapNames: [pending(60), pending(62, 3), pending(6)],
  VerifyLiveName: [pending(2), pending(3)],
  SwapInstanceNames: [pending(63), pending(12)],
  SyncTargets: [invoked(synced(1, 6)), invoked(synced(2))],
  VerifyFinally: [pending(4)],
  VerifyOnceMore: [pending(8)],
  TerminateOldCluster: [pending(3), pending(300, 5)],
  DiscardCluster: [pending(301), pending(15)],
};

const preparing = ['Preflight', 'FindSharedSnapshot', 'SecureSnapshot', 'TakeTurn', 'PlanAgain'];
const restoring = ['RestoreCluster', 'AddInstances', 'VerifyDatabase'];
const verifying = [...preparing, ...restoring];
const swapping = [...verifying, 'SwapNames', 'VerifyLiveName'];
const ending = ['VerifyFinally', 'TerminateOldCluster', 'PruneSnapshots', 'ReportRecovery'];

/** Every way in which a run succeeds. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'a capture on the two-step route',
    play: aCapture(patientCapture),
    steps: [
      'GiveWay',
      'Preflight',
      'CreateSnapshot',
      'CopySnapshot',
      'ShareSnapshot',
      'NotifyTarget',
      'PruneSnapshots',
    ],
  },
  {
    name: 'a capture on the one-call route, which copies nothing',
    play: aCapture(patientCapture, { route: 'one-call' }),
    steps: [
      'GiveWay',
      'Preflight',
      'CreateSnapshot',
      'ShareSnapshot',
      'NotifyTarget',
      'PruneSnapshots',
    ],
  },
  {
    name: 'a capture that another run makes already, which ends at once',
    play: aCapture({ GiveWay: [pending(10), superseded] }),
    steps: ['GiveWay'],
  },
  {
    name: 'a swap',
    play: aRecovery(patientRecovery),
    steps: [...swapping, 'SwapInstanceNames', ...ending],
  },
  {
    name: 'a swap with a grace period',
    play: aRecovery(patientRecovery, { graceSeconds: waiting.graceSeconds }),
    steps: [
      ...swapping,
      'SwapInstanceNames',
      'VerifyFinally',
      'AnnounceRetirement',
      'VerifyOnceMore',
      'TerminateOldCluster',
      'PruneSnapshots',
      'ReportRecovery',
    ],
  },
  {
    name: 'a swap with a grace period, after which somebody approves',
    play: aRecovery(patientRecovery, waiting),
    steps: [
      ...swapping,
      'SwapInstanceNames',
      'VerifyFinally',
      'AnnounceRetirement',
      'AskApproval',
      'VerifyOnceMore',
      'TerminateOldCluster',
      'PruneSnapshots',
      'ReportRecovery',
    ],
  },
  {
    name: 'a swap after which somebody approves, without a grace period',
    play: aRecovery(patientRecovery, { approvalSeconds: waiting.approvalSeconds }),
    steps: [
      ...swapping,
      'SwapInstanceNames',
      'VerifyFinally',
      'AskApproval',
      'VerifyOnceMore',
      'TerminateOldCluster',
      'PruneSnapshots',
      'ReportRecovery',
    ],
  },
  {
    name: 'a swap after which somebody does not approve',
    play: aRecovery(
      { ...patientRecovery, AskApproval: [{ decision: false }] },
      { approvalSeconds: waiting.approvalSeconds },
    ),
    steps: [
      ...swapping,
      'SwapInstanceNames',
      'VerifyFinally',
      'AskApproval',
      'PruneSnapshots',
      'ReportRecovery',
    ],
  },
  {
    name: 'a swap where private access follows',
    play: aRecovery(patientRecovery, {}, 'present'),
    steps: [...swapping, 'SwapInstanceNames', 'SyncTargets', ...ending],
  },
  {
    name: 'a swap that keeps the names of the instances',
    play: aRecovery(patientRecovery, { swapInstanceNames: false }),
    steps: [...swapping, ...ending],
  },
  {
    name: 'a swap that keeps the names of the instances where private access follows',
    play: aRecovery(patientRecovery, { swapInstanceNames: false }, 'present'),
    steps: [...swapping, 'SyncTargets', ...ending],
  },
  {
    name: 'a swap of a DB instance, which has no members to rename',
    play: aRecovery(patientRecovery, { kind: 'instance', members: [] }),
    steps: [...swapping, ...ending],
  },
  {
    name: 'a first run, without a live database',
    play: aRecovery(patientRecovery, { live: undefined }),
    steps: [...swapping, 'SwapInstanceNames', ...ending],
  },
  {
    name: 'a swap that makes room for itself first',
    play: aRecovery(patientRecovery, { leftover }),
    steps: [
      ...preparing,
      'DiscardLeftover',
      ...restoring,
      'SwapNames',
      'VerifyLiveName',
      'SwapInstanceNames',
      ...ending,
    ],
  },
  {
    name: 'a second start of what is live already, which restores and swaps nothing',
    play: aRecovery(patientRecovery, { alreadyLive }),
    steps: ['Preflight', 'TakeTurn', 'PlanAgain', 'VerifyLiveName', 'SwapInstanceNames', ...ending],
  },
  {
    name: 'a run whose recovery another run put live while it waited',
    play: aRecovery({
      ...patientRecovery,
      PlanAgain: [{ plan: aRecoveryPlan({ alreadyLive }), awsCalls: 47 }],
    }),
    steps: [...preparing, 'VerifyLiveName', 'SwapInstanceNames', ...ending],
  },
  {
    name: 'a standby, which ends once it is verified',
    play: aRecovery(patientRecovery, { mode: 'standby' }),
    steps: [...verifying, 'PruneSnapshots', 'ReportRecovery'],
  },
  {
    name: 'a drill, which discards what it restored',
    play: aRecovery(patientRecovery, { mode: 'drill' }),
    steps: [...verifying, 'DiscardCluster', 'PruneSnapshots', 'ReportRecovery'],
  },
];

/** A run for each Task, in which that Task fails. */
export function failingPlays(workflow: WorkflowName): readonly Play[] {
  return tasksOf(workflow).map(([step]) =>
    withReactions(playReaching(workflow, step), step, thrown('StepOverdue')),
  );
}

/** Runs in which nobody answers: the old database is kept. */
export const unanswered: readonly Play[] = [
  aRecovery({ AskApproval: [{ hangs: true }] }, { approvalSeconds: waiting.approvalSeconds }),
];

/** Runs that fail, and discard what they restored, or fail at that too. */
export const discards: readonly Play[] = [
  ...['RestoreCluster', 'AddInstances', 'VerifyDatabase', 'SwapNames'].map((step) =>
    withReactions(
      aRecovery({ DiscardCluster: [pending(9)] }, { onFailure: 'discard' }),
      step,
      thrown('StepOverdue'),
    ),
  ),
  aRecovery(
    { VerifyDatabase: [thrown('VerificationFailed')], DiscardCluster: [thrown('StepOverdue')] },
    { onFailure: 'discard' },
  ),
];

/** Runs that are done, and can't report: somebody is told all the same, or nobody. */
export const unreported: readonly Play[] = [
  aRecovery({ ReportRecovery: [thrown('AccessDenied')] }),
  aRecovery({ ReportRecovery: [thrown('AccessDenied')], ReportFailure: [thrown('AccessDenied')] }),
];

/** A second start of what was live when it began, and isn't any more when its turn comes. */
export const replacedMeanwhile: readonly Play[] = [
  aRecovery({ Preflight: [{ plan: aRecoveryPlan({ alreadyLive }), awsCalls: 4 }] }),
];

/** Runs whose swap fails, and that go forward: what was restored answers under the live name. */
export const overcoming: readonly Play[] = [
  aRecovery({ SwapNames: [thrown('StepOverdue')], RollBack: [pending(30), stays] }),
  aRecovery({ VerifyLiveName: [thrown('LoginRefused')], RollBack: [stays] }),
];

/** Runs that roll back and have to wait for it. */
export const rollBacks: readonly Play[] = [
  aRecovery({ SwapNames: [thrown('NameTaken')], RollBack: [pending(30), pending(4)] }),
  aRecovery({ VerifyLiveName: [thrown('VerificationFailed')], RollBack: [pending(30)] }),
  // A standby has no name to give back.
  aRecovery({ VerifyDatabase: [thrown('VerificationFailed')] }, { mode: 'standby' }),
];
