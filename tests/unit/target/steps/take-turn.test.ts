import { beforeEach, describe, expect, it } from '@jest/globals';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import type { RunningExecution } from '../../../../functions/shared/ports/executions.ts';
import { takeTurn } from '../../../../functions/target/steps/take-turn.ts';
import { aNotice } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeWorkflows } from '../../fakes/workflows.ts';

const executionArn = 'arn:aws:states:eu-central-1:222222222222:execution:target:recovery-run';
const newer = '2026-01-05T10:30:01.000Z';
let workflows: FakeWorkflows;

beforeEach(() => {
  workflows = new FakeWorkflows();
});

const take = (plan: Partial<RecoveryPlan> = {}, seconds = 60): ReturnType<typeof takeTurn> =>
  takeTurn(aRecoveryPlan(plan), executionArn, startedAt, {
    workflows,
    clock: clockAfter(seconds),
  });

/** Another execution of this machine, which began a minute before. */
function another(
  state: string,
  input: object = { notice: aNotice() },
  name = 'another-run',
): RunningExecution {
  return { name, startedAt: '2026-01-05T10:29:00.000Z', state, input: JSON.stringify(input) };
}

describe('TakeTurn', () => {
  it('TakeTurn is ready where no other run exists, and asks about its own state machine', async () => {
    expect(await take()).toEqual({ state: 'ready' });
    expect(workflows.asked).toEqual([executionArn]);
  });

  // Listings lag: of two runs that began at once neither may see the other.
  it.each([
    [0, 10],
    [3.4, 7],
    [9.9, 1],
  ])(
    'TakeTurn looks at no other run before it is ten seconds old: after %d s it waits %d',
    async (age, wait) => {
      workflows.others = [another('RestoreCluster')];
      expect(await take({}, age)).toMatchObject({ state: 'pending', waitSeconds: wait });
      expect(workflows.asked).toEqual([]);
    },
  );

  it('TakeTurn looks at other runs once it is ten seconds old', async () => {
    expect(await take({}, 10)).toEqual({ state: 'ready' });
  });

  // Rows 2 and 5.
  it('TakeTurn waits while another run is working', async () => {
    workflows.others = [another('RestoreCluster')];
    expect(await take()).toEqual({
      state: 'pending',
      waitSeconds: pollingSchedules.TakeTurn.every,
      waitingFor: 'the run "another-run" to end',
    });
  });

  it('TakeTurn looks again soon where another run is about to decide and its own turn would come', async () => {
    workflows.others = [{ ...another('TakeTurn'), startedAt: '2026-01-05T10:31:00.000Z' }];
    expect(await take()).toMatchObject({ waitSeconds: 5, waitingFor: '"another-run" to decide' });
  });

  it('TakeTurn is ready for a swap beside a drill, and for a drill beside a swap', async () => {
    workflows.others = [another('RestoreCluster', { notice: aNotice(), mode: 'drill' })];
    expect(await take()).toEqual({ state: 'ready' });
    workflows.others = [another('RestoreCluster')];
    expect(await take({ mode: 'drill' })).toEqual({ state: 'ready' });
  });

  it("TakeTurn takes the stack's mode for another run whose input names none", async () => {
    workflows.others = [another('RestoreCluster')];
    const turn = await take({ mode: 'drill', stackMode: 'drill' });
    expect(turn).toMatchObject({ state: 'pending' });
  });

  // Row 5: it ends early, and says what a person may do about it.
  it('TakeTurn ends a run where newer data waits as well', async () => {
    workflows.others = [another('WaitForTurn', { notice: aNotice({ capturedAt: newer }) })];
    await expect(take()).rejects.toMatchObject({
      name: 'RunOvertaken',
      message: expect.stringMatching(
        /"another-run" waits with data captured at 2026-01-05T10:30:01.000Z, .*"acceptOlder": true/,
      ),
    });
  });

  it('TakeTurn waits with older data where that is accepted', async () => {
    workflows.others = [another('WaitForTurn', { notice: aNotice({ capturedAt: newer }) })];
    expect(await take({ acceptOlder: true })).toMatchObject({ state: 'pending' });
  });

  it('TakeTurn ignores runs that are retiring or preparing', async () => {
    workflows.others = [another('WaitForGracePeriod'), another('SecureSnapshot')];
    expect(await take()).toEqual({ state: 'ready' });
  });

  it('TakeTurn ends at its deadline', async () => {
    workflows.others = [another('RestoreCluster')];
    await expect(take({}, pollingSchedules.TakeTurn.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringContaining('the run "another-run" to end'),
    });
  });
});
