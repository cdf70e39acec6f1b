import { faultClass } from './faults.ts';
import type { Fault } from './faults.ts';
import { lostWrites } from './invariants/acknowledged-writes.ts';
import { judge } from './judge.ts';
import { runId } from './run-spec.ts';
import type { RunSpec } from './run-spec.ts';
import type { CampaignRunner } from './campaign-runner.ts';
import type { Trace } from './trace.ts';

/** What came of one run. */
export interface Played {
  readonly id: string;
  readonly seed: number;
  /** The classes of its faults. */
  readonly faults: readonly string[];
  /** Whether each fault came about: one of two may keep the other from its turn. */
  readonly struck: boolean;
  /** How its first start ended. */
  readonly ending: 'SUCCEEDED' | 'FAILED' | 'not started';
  readonly startedAgain: boolean;
  readonly startedThrice: boolean;
  /** Entries that applications were told to be there, and those of them that nobody finds again. */
  readonly writes: { readonly acknowledged: number; readonly lost: number };
  /** `<invariant>: <sentence>` for each that it broke. */
  readonly violations: readonly string[];
}

/** Plays a run and judges it. What the campaign runner itself trips over is a violation too. */
export async function playAndJudge(runner: CampaignRunner, spec: RunSpec): Promise<Played> {
  const { faults, again: later = [], seed } = spec;
  const all = [...faults, ...later];
  const facts = {
    id: runId(spec),
    seed,
    faults: [...faults.map(faultClass), ...later.map((fault) => `again: ${faultClass(fault)}`)],
  };
  try {
    const { run, ...traces } = await runner.play(spec);
    const { first, again, third } = traces;
    const target = first.executions.findLast(({ workflow }) => workflow === 'target');
    return {
      ...facts,
      struck: all.every((fault) => fault.kind === 'operation' || run.struck.has(fault)),
      ending:
        target === undefined
          ? 'not started'
          : target.status === 'SUCCEEDED'
            ? 'SUCCEEDED'
            : 'FAILED',
      startedAgain: again !== undefined,
      startedThrice: third !== undefined,
      writes: countWrites(third ?? again ?? first, all),
      violations: judge(traces, faults, later),
    };
  } catch (error) {
    const { name, message } = error as Error;
    const violations = [`simulator: ${name}: ${message.split('\n')[0]}`];
    const writes = { acknowledged: 0, lost: 0 };
    const nothing = {
      struck: true,
      ending: 'not started',
      startedAgain: false,
      startedThrice: false,
      writes,
    } as const;
    return { ...facts, ...nothing, violations };
  }
}

function countWrites(trace: Trace, faults: readonly Fault[]): Played['writes'] {
  return { acknowledged: trace.writes.length, lost: lostWrites(trace, faults).length };
}
