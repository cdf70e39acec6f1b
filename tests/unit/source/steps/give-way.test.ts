import { beforeEach, describe, expect, it } from '@jest/globals';
import { giveWay } from '../../../../functions/source/steps/give-way.ts';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import type { RunningExecution } from '../../../../functions/shared/ports/executions.ts';
import { startedAt } from '../../factories/locations.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeWorkflows } from '../../fakes/workflows.ts';

const executionArn = 'arn:aws:states:eu-west-1:111111111111:execution:source:own';
let executions: FakeWorkflows;

beforeEach(() => {
  executions = new FakeWorkflows();
});

function give(seconds = 11): ReturnType<typeof giveWay> {
  const run = { name: 'own', startedAt, executionArn };
  return giveWay(run, { executions, clock: clockAfter(seconds) });
}

/** Another execution of this machine, which began a minute before. */
function another(state: string | undefined): RunningExecution {
  return { name: 'another-run', startedAt: '2026-01-05T10:29:00.000Z', state, input: '{}' };
}

describe('GiveWay', () => {
  it('GiveWay is ready where no other run exists, and asks about its own state machine', async () => {
    expect(await give()).toEqual({ state: 'ready' });
    expect(executions.asked).toEqual([executionArn]);
  });

  // Listings lag: of two runs that began at once neither may see the other.
  it.each([
    [0, 10],
    [3.4, 7],
    [9.9, 1],
  ])(
    'GiveWay looks at no other run before it is ten seconds old: after %d s it waits %d',
    async (age, wait) => {
      executions.others = [another('CopySnapshot')];
      expect(await give(age)).toMatchObject({ state: 'pending', waitSeconds: wait });
      expect(executions.asked).toEqual([]);
    },
  );

  it.each(['Preflight', 'CreateSnapshot', 'WaitForCopy', 'ShareSnapshot'])(
    'GiveWay ends a run while another one is in %s, and says which',
    async (state) => {
      executions.others = [another(state)];
      expect(await give()).toEqual({ state: 'superseded', by: 'another-run' });
    },
  );

  it.each([undefined, 'GiveWay', 'NotifyTarget', 'PruneSnapshots', 'ReportFailure'])(
    'GiveWay looks again soon while another run is in %s',
    async (state) => {
      executions.others = [another(state)];
      expect(await give()).toMatchObject({
        state: 'pending',
        waitSeconds: pollingSchedules.GiveWay.every,
        waitingFor: expect.stringContaining('"another-run"'),
      });
    },
  );

  it('GiveWay takes a run for one that works which takes longer than it may, and fails nothing', async () => {
    executions.others = [another('PruneSnapshots')];
    const { deadline } = pollingSchedules.GiveWay;
    expect(await give(deadline - 1)).toMatchObject({ state: 'pending' });
    expect(await give(deadline)).toEqual({ state: 'superseded', by: 'another-run' });
  });
});
