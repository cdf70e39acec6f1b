import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import { kindOf } from '../../plays/campaign/scenario.ts';
import type { StackParameters } from '../../plays/campaign/scenario.ts';
import { source, target } from '../../plays/scene/locations.ts';
import { hour, minute } from './kit/director.ts';
import type { Director } from './kit/director.ts';
import { madeBySource } from './kit/made-by-source.ts';
import { playScript } from './kit/play-script.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

// Days of virtual time.
jest.setTimeout(240_000);

/** A copy into the target Region that takes so many hours, whoever asked for it. */
function copyTakes(director: Director, hours: number): void {
  const kind = kindOf(director.scenario);
  director.scene.simulator.rds.faults.plan({
    operation: `copy-${kind}-snapshot`,
    location: { accountId: source.accountId, region: target.region },
    outcome: { seconds: hours * 3600 },
  });
}

const one = { snapshots: 1, copies: 1 };

const { Parameters } = parse(
  readFileSync(path.join(projectDirectory, 'stacks/source.yaml'), 'utf8'),
  { logLevel: 'silent' },
) as { readonly Parameters: Readonly<Record<string, { readonly Default: unknown }>> };

/** The deadlines that the template has, where others aren't named; the campaign's are shorter. */
function patience(changes: Readonly<Record<string, string>> = {}): StackParameters {
  const names = ['SnapshotHours', 'CopyHours', 'ResumeHours'];
  const defaults = names.map((name) => [name, String(Parameters[name]?.Default)]);
  return { source: { ...Object.fromEntries(defaults), ...changes } };
}

const asDeployed = { name: 'as-deployed', parameters: patience() };

/** What an execution of the source answered. */
async function outputOf(director: Director, arn: string): Promise<unknown> {
  const result = await director.scene.simulator.stepFunctions.whenDone(arn);
  return result.status === 'SUCCEEDED' ? result.output : result;
}

describe('a copy that takes long', () => {
  it.each(['swap', 'swap-instance'])(
    'a copy of 14 hours is one snapshot, one copy and one run that succeeds (%s)',
    async (base) => {
      const outcome = await playScript({ base, ...asDeployed }, async (director) => {
        copyTakes(director, 14);
        await director.capture('capture');
      });
      expect(madeBySource(outcome.trace)).toEqual(one);
      expect(outcome.ending('capture')).toBe('SUCCEEDED');
    },
  );

  it('a copy of 40 hours is within the deadlines that the stack has by default', async () => {
    const outcome = await playScript({ base: 'swap', ...asDeployed }, async (director) => {
      copyTakes(director, 40);
      await director.capture('capture');
    });
    expect(madeBySource(outcome.trace)).toEqual(one);
  });

  it.each([14, 40])(
    'a copy of %d hours whose deadline passes is taken up by the next start',
    async (hours) => {
      const parameters = patience({ CopyHours: String(hours - 4) });
      const setting = { base: 'swap', name: `of-${hours}-hours`, parameters };
      const outcome = await playScript(setting, async (director) => {
        copyTakes(director, hours);
        await director.play('source', 'capture', {});
        await director.pass(hour);
        await director.capture('next');
      });
      expect(outcome.ending('capture')).toBe('StepOverdue');
      expect(outcome.ending('next')).toBe('SUCCEEDED');
      expect(madeBySource(outcome.trace)).toEqual(one);
      const report = outcome.trace.reports.find((text) => text.includes('StepOverdue')) ?? '';
      expect(report).toMatch(new RegExp(`CopyHours=${hours - 4}. AWS goes on with it`));
      expect(report.match(/the next start goes on with it/g)).toHaveLength(2);
    },
  );

  it('the data of a capture that was taken up is as old as the snapshot, and its run goes by its name', async () => {
    const parameters = patience({ CopyHours: '10' });
    await playScript({ base: 'swap', name: 'of-14-hours', parameters }, async (director) => {
      const { clock } = director.scene.simulator;
      const began = clock.now();
      copyTakes(director, 14);
      await director.play('source', 'capture', {});
      const notice = await director.capture('next');
      expect(Date.parse(notice.capturedAt) - began).toBeLessThan(5 * minute);
      expect(notice.run).toBe('capture');
      await director.recover('recovery', { notice });
    });
  });

  it('a snapshot whose deadline passes while it is made is taken up by the next start', async () => {
    const parameters = patience({ SnapshotHours: '3' });
    const setting = { base: 'swap', name: 'slow-snapshot', parameters };
    const outcome = await playScript(setting, async (director) => {
      director.scene.simulator.rds.faults.plan({
        operation: 'create-cluster-snapshot',
        outcome: { seconds: 5 * 3600 },
      });
      await director.play('source', 'capture', {});
      await director.capture('next');
    });
    expect(outcome.ending('capture')).toBe('StepOverdue');
    expect(madeBySource(outcome.trace)).toEqual(one);
  });

  it('a capture that is too old to be taken up is followed by a new one', async () => {
    const parameters = patience({ SnapshotHours: '1', CopyHours: '2', ResumeHours: '4' });
    const setting = { base: 'swap', name: 'impatient', parameters };
    const outcome = await playScript(setting, async (director) => {
      copyTakes(director, 14);
      await director.play('source', 'capture', {});
      await director.pass(3 * hour);
      // Its copy is queued behind the first one.
      await director.play('source', 'next', {});
    });
    expect(madeBySource(outcome.trace)).toEqual({ snapshots: 2, copies: 2 });
  });

  it('a capture whose copy has failed is followed by a new one', async () => {
    const outcome = await playScript({ base: 'swap', ...asDeployed }, async (director) => {
      director.scene.simulator.rds.faults.plan({
        operation: 'copy-cluster-snapshot',
        outcome: { status: 'failed' },
      });
      await director.play('source', 'capture', {});
      await director.capture('next');
    });
    expect(outcome.ending('capture')).toBe('SnapshotFailed');
    expect(madeBySource(outcome.trace)).toEqual({ snapshots: 2, copies: 2 });
  });

  it('deadlines that contradict each other are refused, and nothing is made', async () => {
    const parameters = patience({ CopyHours: '100' });
    const outcome = await playScript({ base: 'swap', name: 'torn', parameters }, (director) =>
      director.play('source', 'capture', {}),
    );
    expect(outcome.ending('capture')).toBe('InvalidPlan');
    expect(madeBySource(outcome.trace)).toEqual({ snapshots: 0, copies: 0 });
  });
});

describe('starts while another run captures', () => {
  it('starts every hour beside a copy of 14 hours end as superseded, and say by which run', async () => {
    const outputs: unknown[] = [];
    const outcome = await playScript({ base: 'swap', ...asDeployed }, async (director) => {
      copyTakes(director, 14);
      const first = await director.begin('source', 'hour-0', {});
      const others: string[] = [];
      for (let number = 1; number <= 13; number++) {
        await director.pass(hour);
        others.push(await director.begin('source', `hour-${number}`, {}));
      }
      await director.scene.quiet();
      for (const arn of [first, ...others]) outputs.push(await outputOf(director, arn));
    });
    expect(outputs[0]).toMatchObject({ status: 'SUCCEEDED', run: 'hour-0' });
    for (const [index, output] of outputs.slice(1).entries()) {
      expect(output).toMatchObject({
        status: 'SUPERSEDED',
        run: `hour-${index + 1}`,
        by: 'hour-0',
      });
    }
    expect(madeBySource(outcome.trace)).toEqual(one);
  });

  it.each([2, 3])('of %d starts at the same moment exactly one works', async (count) => {
    const outcome = await playScript({ base: 'swap', ...asDeployed }, async (director) => {
      const { clock } = director.scene.simulator;
      const names = ['b', 'a', 'c'].slice(0, count);
      await clock.run(
        clock.hold(async () => {
          for (const name of names) await director.scene.launch('source', name, {});
        }),
      );
      await director.scene.quiet();
    });
    expect(madeBySource(outcome.trace)).toEqual(one);
    const working = outcome.trace.states.filter(({ state }) => state === 'CreateSnapshot');
    expect(new Set(working.map(({ execution }) => execution))).toEqual(new Set(['a']));
  });

  it('a start while an earlier run closes waits for it, and captures anew', async () => {
    const outcome = await playScript({ base: 'swap', ...asDeployed }, async (director) => {
      director.when({ execution: 'first', state: 'PruneSnapshots' }, () =>
        director.scene.launch('source', 'second', {}),
      );
      await director.play('source', 'first', {});
    });
    expect(outcome.ending('second')).toBe('SUCCEEDED');
    expect(madeBySource(outcome.trace)).toEqual({ snapshots: 2, copies: 2 });
  });
});
