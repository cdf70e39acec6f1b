import type { Simulator } from '../../aws/simulator/simulator.ts';
import { forgedPrefix } from './faults.ts';
import type { ForgedNotice } from './faults.ts';
import type { Forger } from './forger.ts';
import type { Recorder } from './recorder.ts';
import type { Workflow } from './script.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What a forger does with a run's executions. */
export interface Scheme {
  readonly simulator: Simulator;
  readonly recorder: Recorder;
  readonly forger: Forger;
  start(workflow: Workflow, name: string, input: object): Promise<void>;
  quiet(): Promise<void>;
}

/**
 * Once a recovery is through, somebody has the source account: shares snapshots of a database of their
 * own, and publishes notices of them on the source's topic, an hour apart. Then the source is honest
 * again, and captures anew.
 */
export async function playForgery(what: ForgedNotice, scheme: Scheme): Promise<void> {
  const { simulator, recorder, forger } = scheme;
  const { clock } = simulator;
  const [capture] = recorder.begun;
  const result = capture && (await simulator.stepFunctions.whenDone(capture.arn));
  if (result?.status !== 'SUCCEEDED') return;
  const { notice } = result.output as unknown as { readonly notice: object };
  const own = await clock.run(forger.makeDatabase());
  for (let number = 1; number <= (what === 'flood' ? 9 : 1); number++) {
    const takenAt = new Date(clock.now()).toISOString();
    const arn = await clock.run(forger.shareSnapshot(`${forgedPrefix}capture-${number}`));
    const capturedAt = what === 'future' ? '2099-01-01T00:00:00.000Z' : takenAt;
    // Of another database, and open about it; else as if it were of the honest one.
    const resourceId = what === 'lineage' ? own : undefined;
    const forgery = { run: `${forgedPrefix}${number}`, capturedAt, resourceId };
    await clock.run(forger.publish(notice, arn, forgery));
    await scheme.quiet();
    await clock.run(clock.sleep(hour));
  }
  await scheme.start('source', 'capture-2', {});
  await scheme.quiet();
}
