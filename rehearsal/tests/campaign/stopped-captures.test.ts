import path from 'node:path';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import { judge } from '../../plays/campaign/judge.ts';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import { capturesAreMadeOnce } from '../../plays/campaign/invariants/captures.ts';
import { hour, minute } from './kit/director.ts';
import type { Director } from './kit/director.ts';
import { playScript } from './kit/play-script.ts';
import { madeBySource } from './kit/made-by-source.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

// Whole runs, one for each state.
jest.setTimeout(240_000);

const { States } = parse(
  readFileSync(path.join(projectDirectory, 'statemachines/source.asl.yaml'), 'utf8'),
) as { readonly States: Readonly<Record<string, { readonly Type: string }>> };

/** States after the capture is handed over: what comes next is another capture. */
const handedOver = new Set(['PruneSnapshots', 'CaptureSucceeded']);
/** States in which that may come about, or has. */
const mayHandOver = new Set([...handedOver, 'ShareSnapshot', 'NotifyTarget']);
/** States of a run that captures nothing. */
const idle = new Set(['CaptureSuperseded']);

/** Leads `first` to a state, which a run without trouble never comes to. */
async function leadTo(state: string, director: Director): Promise<void> {
  if (state === 'ReportFailure' || state === 'CaptureFailed') {
    director.mishaps.fail({ state: 'ShareSnapshot', execution: 'first' }, 1);
  }
  if (state === 'WaitForWay' || state === 'CaptureSuperseded') {
    await director.begin('source', 'zero', {});
    await director.pass(5 * minute);
  }
}

describe('a run of the source that an operator stops, and the next start', () => {
  it.each(
    Object.entries(States).flatMap(([state, { Type }]) =>
      // As it is entered; and while what it began is on its way.
      Type === 'Task' || Type === 'Wait'
        ? [[state, 0] as const, [state, 400] as const]
        : [[state, 0] as const],
    ),
  )('in %s, after %d ms: the next start makes no second capture', async (state, after) => {
    let entered = false;
    const outcome = await playScript({ base: 'swap' }, async (director) => {
      // So that each Wait is met.
      director.scene.simulator.rds.faults.plan({
        operation: 'copy-cluster-snapshot',
        outcome: { seconds: 3600 },
      });
      director.scene.simulator.rds.faults.plan({
        operation: 'create-cluster-snapshot',
        outcome: { seconds: 3600 },
      });
      await leadTo(state, director);
      director.when({ execution: 'first', state, after }, async () => {
        entered = true;
        await director.stop('first');
      });
      await director.play('source', 'first', {});
      await director.pass(hour);
      if (!idle.has(state) && state !== 'WaitForWay') await director.capture('next');
    });

    expect(entered).toBe(true);
    const { snapshots, copies } = madeBySource(outcome.trace);
    const told = outcome.trace.calls.find(
      ({ function: name, effect, operation }) =>
        name === 'source.NotifyTarget' && effect && operation === 'AddTagsToResource',
    );
    const next = outcome.trace.executions.find(({ name }) => name === 'next');
    // A function that was called goes on though its execution was stopped.
    const over = (told?.time ?? Infinity) < (next?.startedAt ?? 0);
    expect(handedOver.has(state) ? over : true).toBe(true);
    expect(mayHandOver.has(state) ? false : over).toBe(false);
    expect([snapshots, copies]).toEqual(over ? [2, 2] : [1, 1]);
    expect(capturesAreMadeOnce(outcome.trace, { faults: [], unrepairable: false })).toEqual([]);
  });
});

describe('an answer that is lost on its way', () => {
  let runner: CampaignRunner;
  beforeAll(async () => {
    runner = await CampaignRunner.open({ projectDirectory });
  });
  afterAll(() => runner.close());

  const changes = [
    ['CreateSnapshot', 'CreateDBClusterSnapshot'],
    ['CopySnapshot', 'CopyDBClusterSnapshot'],
    ['ShareSnapshot', 'ModifyDBClusterSnapshotAttribute'],
    ['NotifyTarget', 'Publish'],
    ['NotifyTarget', 'AddTagsToResource'],
  ] as const;

  it.each(
    changes.flatMap(([step, operation]) =>
      (['cut-before', 'cut-after'] as const).flatMap((what) =>
        (['once', 'call', 'lasting'] as const).map(
          (span) => [`source.${step}.${operation}.0:${what}:${span}`] as const,
        ),
      ),
    ),
  )('%s: one snapshot, one copy, one recovery', async (fault) => {
    const spec = requireRun(`swap/${fault}`);
    const traces = await runner.play({ ...spec, seed: 1 });
    expect(judge(traces, spec.faults)).toEqual([]);
    const last = traces.again ?? traces.first;
    const { snapshots, copies } = madeBySource(last);
    expect([snapshots, copies]).toEqual([1, 1]);
    const recoveries = last.executions.filter(({ workflow }) => workflow === 'target');
    expect(recoveries).toHaveLength(1);
  });
});
