import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { AnswerProbe, Span } from './answer-probe.ts';
import type { Deployed } from '../scene/deploy-stacks.ts';
import { secondsWithin, seconds } from '../scene/measure.ts';
import type { Results } from './follower.ts';
import type { Check, MeasuredDatabase, RehearsalReport, StepFigures } from './report.ts';
import type { SettingsAccount } from './settings-account.ts';
import type { Setting } from '../scene/setting.ts';

/** Everything that the figures are computed from. */
export interface Evidence {
  readonly setting: Setting;
  readonly simulator: Simulator;
  readonly deployed: Deployed;
  readonly results: Results;
  readonly probe: AnswerProbe;
  readonly hadLive: boolean;
  readonly databases: readonly MeasuredDatabase[];
  readonly checks: readonly Check[];
  readonly wallSeconds: number;
  readonly settings: SettingsAccount | undefined;
}

/** The report: taken from the runs' histories, from RDS's own log, from the probe. */
export function figuresOf(evidence: Evidence): RehearsalReport {
  const { setting, simulator, results, probe } = evidence;
  const last = results.target ?? results.source;
  const whole: Span = { from: results.source.result.startedAt, to: last.result.stoppedAt };
  const operations = simulator.rds.operationsLog.map(({ startedAt, endedAt }) => ({
    from: startedAt,
    to: endedAt,
  }));
  // A new host name on its way is AWS's time too, and no operation of RDS: the probe sees it.
  const working = [...operations, ...probe.silences];
  const total = seconds(whole.to - whole.from);
  const aws = secondsWithin(working, whole);
  const people = patienceOf(simulator, results);
  const spent = secondsWithin([...working, ...people], whole);
  const told = outputOf(results);
  const gaps = evidence.hadLive && setting.mode === 'swap' ? probe.silences : [];
  const unaccounted = evidence.settings?.unaccounted ?? [];
  const passed =
    [...(told.verification ?? []), ...evidence.checks].every((one) => one.passed) &&
    unaccounted.length === 0;
  const succeeded =
    results.target?.result.status === 'SUCCEEDED' && passed && slips(simulator).length === 0;
  return {
    status: succeeded ? 'SUCCEEDED' : 'FAILED',
    mode: setting.mode,
    seed: setting.seed,
    rpoSeconds: told.rpoSeconds ?? null,
    rtoSeconds: told.rtoSeconds ?? null,
    liveNameGapSeconds:
      evidence.hadLive && setting.mode === 'swap'
        ? gaps.reduce((sum, { from, to }) => sum + seconds(to - from), 0)
        : null,
    gaps: gaps.map(({ from, to }) => ({
      atSecond: seconds(from - whole.from),
      seconds: seconds(to - from),
    })),
    totalSeconds: total,
    awsSeconds: aws,
    peopleSeconds: secondsWithin(people, whole),
    overheadSeconds: seconds((total - spent) * 1000),
    overheadPercent: aws === 0 ? null : Math.round(((total - spent) / aws) * 1000) / 10,
    apiCalls: simulator.calls.filter(({ principal }) => principal.kind === 'role').length,
    stateTransitions: [results.source, results.target].reduce(
      (sum, run) => sum + (run ? transitions(simulator.stepFunctions.history(run.arn)) : 0),
      0,
    ),
    steps: stepFigures(simulator, results, working),
    verification: [...(told.verification ?? []), ...evidence.checks],
    settings: evidence.settings ?? null,
    differences: told.differences ?? [],
    databases: evidence.databases,
    bundles: simulator.bundles,
    wallSeconds: Math.round(evidence.wallSeconds * 10) / 10,
    ...failureOf(simulator, results),
  };
}

function failureOf(simulator: Simulator, results: Results): Pick<RehearsalReport, 'failure'> {
  const { result } = results.target ?? results.source;
  if (result.status === 'TIMED_OUT') return { failure: { error: 'States.Timeout', cause: '' } };
  if (result.status !== 'SUCCEEDED') {
    return { failure: { error: result.error ?? result.status, cause: result.cause ?? '' } };
  }
  const [slip] = slips(simulator);
  if (slip !== undefined) return { failure: { error: 'SimulatorUnsound', cause: slip } };
  if (results.target) return {};
  const refusal = simulator.calls.findLast((call) => call.error !== undefined)?.error;
  return {
    failure: {
      error: 'NothingStarted',
      cause: `expected the notice to start the target's workflow, found: ${
        refusal ? `${refusal.name}: ${refusal.message}` : 'nothing'
      }`,
    },
  };
}

/** Where the simulator tripped over itself: then it has shown nothing. */
function slips(simulator: Simulator): readonly string[] {
  return [
    ...[...simulator.defects, ...simulator.rds.problems].map(String),
    ...simulator.scheduler.failures.map(({ reason }) => reason),
  ];
}

interface TargetOutput {
  readonly rpoSeconds?: number;
  readonly rtoSeconds?: number;
  readonly verification?: readonly Check[];
  readonly differences?: readonly string[];
}

function outputOf({ target }: Results): TargetOutput {
  return target?.result.status === 'SUCCEEDED' ? (target.result.output as TargetOutput) : {};
}

const gracePeriod = 'WaitForGracePeriod';

/** When the run waited for people: for a grace period to pass, or for an answer. */
function patienceOf(simulator: Simulator, { target }: Results): readonly Span[] {
  if (target === undefined) return [];
  const history = simulator.stepFunctions.history(target.arn);
  return [gracePeriod, 'AskApproval'].flatMap((name) => {
    const from = history.find((one) => one.stateEnteredEventDetails?.name === name)?.timestamp;
    const to = history.find((one) => one.stateExitedEventDetails?.name === name)?.timestamp;
    return from && to ? [{ from: from.getTime(), to: to.getTime() }] : [];
  });
}

function transitions(history: readonly HistoryEvent[]): number {
  return history.filter(({ type }) => type?.endsWith('StateEntered')).length;
}

/** Steps from the histories: a step lasts from its Task's first entry to the next step's. */
function stepFigures(
  simulator: Simulator,
  results: Results,
  working: readonly Span[],
): StepFigures[] {
  const runs = [
    { workflow: 'source' as const, run: results.source },
    ...(results.target ? [{ workflow: 'target' as const, run: results.target }] : []),
  ];
  return runs.flatMap(({ workflow, run }) => {
    const history = simulator.stepFunctions.history(run.arn);
    const entries = history
      .filter(({ type, stateEnteredEventDetails: entered }) => {
        return type === 'TaskStateEntered' || entered?.name === gracePeriod;
      })
      .map((event) => ({
        name: event.stateEnteredEventDetails?.name ?? '',
        at: event.timestamp?.getTime() ?? 0,
      }))
      .filter(({ name }, index, all) => all[index - 1]?.name !== name);
    return entries.map(({ name, at }, index) => {
      const span = { from: at, to: entries[index + 1]?.at ?? run.result.stoppedAt };
      return {
        workflow,
        name,
        seconds: seconds(span.to - span.from),
        awsSeconds: secondsWithin(working, span),
      };
    });
  });
}
