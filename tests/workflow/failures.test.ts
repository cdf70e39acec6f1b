import { describe, expect, it } from '@jest/globals';
import { thrown } from './answers.ts';
import { earlyInASwap } from './early-steps.ts';
import { ownErrorNames } from './error-classes.ts';
import { tasksOf } from './machine.ts';
import { play } from './play.ts';
import { aCapture, aRecovery, playReaching, withReactions } from './plays.ts';
import { stepsAfter } from './steps-after.ts';

/** The live name may be nobody's: what fails is undone first. */
const undone = [...earlyInASwap, 'SwapNames', 'VerifyLiveName'];
const meeting = ['RollBack', 'ReportFailure'];
/** By then all is done: see below. */
const reporting = 'ReportRecovery';

/** What it is for is done by then: in the target it fails no run. */
const afterwards = { workflow: 'target', step: 'PruneSnapshots' } as const;

const steps = (['source', 'target'] as const).flatMap((workflow) =>
  tasksOf(workflow)
    .filter(([step]) => workflow !== afterwards.workflow || step !== afterwards.step)
    .filter(([step]) => !meeting.includes(step) && step !== reporting)
    .map(([step]) => ({ workflow, step })),
);

describe.each(steps)('a failure of $step of the $workflow', ({ workflow, step }) => {
  const request = playReaching(workflow, step);
  const rollBack = undone.includes(step) ? ['RollBack'] : [];

  it.each(['StepOverdue', 'AccessDeniedException', 'Error'])(
    "a step that fails with %s ends the run FAILED, with the step's name and the error",
    async (error) => {
      const played = await play(withReactions(request, step, thrown(error)));

      expect(played.result).toMatchObject({
        status: 'FAILED',
        error,
        cause: `at ${step}: ${error} happened`,
      });
      expect(played.calls.filter((call) => call.step === step)).toHaveLength(1);
    },
  );

  // SendTaskFailure asks for neither an error nor a cause.
  it('a step that fails without an error and a cause ends the run FAILED, and is reported', async () => {
    const played = await play(withReactions(request, step, { throws: '' }));

    const failure = { error: 'TaskFailed', cause: 'no cause was given' };
    expect(played.calls.at(-1)).toMatchObject({ step: 'ReportFailure', arguments: failure });
    expect(played.result).toEqual({
      ...played.result,
      status: 'FAILED',
      error: failure.error,
      cause: `at ${step}: ${failure.cause}`,
    });
  });

  it('a failed run reports once, after a rollback where names may have changed', async () => {
    const played = await play(withReactions(request, step, thrown('StepOverdue')));

    expect(stepsAfter(played, step)).toEqual([...rollBack, 'ReportFailure']);
    const { plan, done, discarded, exposedUntil, ...reported } =
      played.calls.at(-1)?.arguments ?? {};
    expect(plan === null).toBe(step === 'GiveWay' || step === 'Preflight');
    expect([done ?? false, discarded ?? null, exposedUntil ?? null]).toEqual([false, null, null]);
    expect(reported).toEqual({
      run: 'the-run',
      executionArn: `arn:aws:states:eu-central-1:222222222222:execution:${workflow}:the-run`,
      step,
      error: 'StepOverdue',
      cause: thrown('StepOverdue').cause,
    });
  });

  it('a run that fails to report its failure too fails for its first reason', async () => {
    const twice = withReactions(request, step, thrown('StepOverdue'));

    const played = await play(withReactions(twice, 'ReportFailure', thrown('NoSuchTopic')));

    expect(played.result).toMatchObject({
      status: 'FAILED',
      error: 'StepOverdue',
      cause: `at ${step}: ${thrown('StepOverdue').cause}`,
    });
  });
});

describe('a failure of PruneSnapshots of the target', () => {
  it.each([
    ['with an error', thrown('Refused'), { error: 'Refused', cause: thrown('Refused').cause }],
    ['by not coming back', { hangs: true }, { error: 'States.Timeout', cause: '' }],
  ] as const)(
    'a PruneSnapshots that fails %s does not fail the recovery, and is reported',
    async (_how, reaction, failure) => {
      const played = await play(withReactions(aRecovery(), afterwards.step, reaction));

      expect(played.result.status).toBe('SUCCEEDED');
      expect(stepsAfter(played, afterwards.step)).toEqual(['ReportRecovery']);
      expect(played.calls.at(-1)?.arguments.pruned).toEqual({ deleted: [], shelf: null, failure });
    },
  );
});
describe.each(steps.filter(({ step }) => step !== 'AskApproval'))(
  'a time-out of $step of the $workflow',
  ({ workflow, step }) => {
    it('a step that does not come back ends the run FAILED, and is reported', async () => {
      const request = playReaching(workflow, step);
      const rollBack = undone.includes(step) ? ['RollBack'] : [];

      const played = await play(withReactions(request, step, { hangs: true }));

      expect(played.result).toMatchObject({
        status: 'FAILED',
        error: 'States.Timeout',
        cause: `at ${step}: `,
      });
      expect(stepsAfter(played, step)).toEqual([...rollBack, 'ReportFailure']);
    });
  },
);

describe.each(undone)('a failure of %s and of the rollback', (step) => {
  const failing = withReactions(playReaching('target', step), step, thrown('StepOverdue'));
  const request = withReactions(failing, 'RollBack', thrown('NotOurs'));

  it('a run whose rollback fails too reports both reasons once', async () => {
    const played = await play(request);

    expect(stepsAfter(played, step)).toEqual(['RollBack', 'ReportFailure']);
    const { cause, ...reported } = played.calls.at(-1)?.arguments ?? {};
    expect(reported).toMatchObject({ step, error: 'StepOverdue' });
    expect(cause).toContain('StepOverdue happened');
    expect(cause).toContain('RollBack failed too');
    expect(cause).toContain('NotOurs happened');
  });

  it('a run whose rollback fails too ends FAILED with the first error and both messages', async () => {
    expect((await play(request)).result).toMatchObject({
      status: 'FAILED',
      error: 'StepOverdue',
      cause: `at ${step}: StepOverdue happened | RollBack failed too: NotOurs happened`,
    });
  });
});

describe('a run started with the wrong input', () => {
  it.each([[{}], [{ notices: [] }]])(
    'a run started with the input %j ends FAILED and is reported',
    async (input) => {
      const played = await play({ ...aRecovery(), input });

      expect(played.result).toMatchObject({
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: expect.stringContaining('at Preflight: '),
      });
      expect(played.calls.map(({ step }) => step)).toEqual(['ReportFailure']);
    },
  );
});

describe("Understudy's own errors", () => {
  it.each(ownErrorNames)('the error %s is not retried', async (name) => {
    const runs = [
      await play(aCapture({ CopySnapshot: [thrown(name)] })),
      await play(aRecovery({ RestoreCluster: [thrown(name)] })),
    ];

    for (const { calls } of runs) {
      expect(calls.filter(({ error }) => error === name)).toHaveLength(1);
    }
  });
});

describe('a finished recovery that cannot report', () => {
  const unreported = aRecovery({ ReportRecovery: [thrown('AccessDenied')] });

  it('a finished recovery whose report fails succeeds once the failure was told', async () => {
    const played = await play(unreported);

    expect(stepsAfter(played, 'TerminateOldCluster')).toEqual([
      'PruneSnapshots',
      'ReportRecovery',
      'ReportFailure',
    ]);
    expect(played.calls.at(-1)?.arguments).toMatchObject({ step: 'ReportRecovery', done: true });
    expect(played.result).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        status: 'SUCCEEDED',
        mode: 'swap',
        removal: expect.stringMatching(/^deleted: final snapshot/),
        unreported: 'AccessDenied happened',
      },
    });
  });

  // Defect class: a failure that nobody hears of.
  it('a finished recovery that can tell no one fails with RecoveryUnreported', async () => {
    const played = await play(withReactions(unreported, 'ReportFailure', thrown('AccessDenied')));

    expect(played.result).toMatchObject({
      status: 'FAILED',
      error: 'RecoveryUnreported',
      cause: expect.stringMatching(
        /^at ReportRecovery: .*AccessDenied.* \| the recovery itself is done; removal: deleted: /,
      ),
    });
  });
});

describe('a failed run with OnFailure discard', () => {
  const discarding = aRecovery({}, { onFailure: 'discard' });

  it.each([
    ['RestoreCluster', null],
    ['AddInstances', 'cluster-RESTORED'],
    ['VerifyDatabase', 'cluster-RESTORED'],
  ])(
    'a run that fails at %s discards what it restored, then reports what came of that',
    async (step, restoredId) => {
      const played = await play(withReactions(discarding, step, thrown('StepOverdue')));

      expect(stepsAfter(played, step)).toEqual(['RollBack', 'DiscardCluster', 'ReportFailure']);
      expect(played.calls.at(-2)?.arguments).toMatchObject({ what: 'restored', restoredId });
      expect(played.calls.at(-1)?.arguments).toMatchObject({
        step,
        error: 'StepOverdue',
        discarded: 'deleted: no final snapshot',
      });
      expect(played.result).toMatchObject({ status: 'FAILED', error: 'StepOverdue' });
    },
  );

  it('a run that fails in the swap rolls back before it discards', async () => {
    const played = await play(withReactions(discarding, 'SwapNames', thrown('NameTaken')));

    expect(stepsAfter(played, 'SwapNames')).toEqual([
      'RollBack',
      'DiscardCluster',
      'ReportFailure',
    ]);
  });

  // What couldn't be rolled back may be all that answers.
  it.each([
    ['RollBack', { SwapNames: [thrown('NameTaken')] }],
    ['SwapInstanceNames', {}],
    ['TerminateOldCluster', {}],
    ['SecureSnapshot', {}],
  ])('a run that fails at %s discards nothing', async (step, script) => {
    const request = aRecovery(script, { onFailure: 'discard' });

    const played = await play(withReactions(request, step, thrown('StepOverdue')));

    expect(stepsAfter(played, step)).toEqual(['ReportFailure']);
  });

  it('a run that fails to discard too reports both failures', async () => {
    const twice = withReactions(discarding, 'VerifyDatabase', thrown('VerificationFailed'));

    const played = await play(withReactions(twice, 'DiscardCluster', thrown('StepOverdue')));

    expect(played.result).toMatchObject({
      status: 'FAILED',
      error: 'VerificationFailed',
      cause:
        'at VerifyDatabase: VerificationFailed happened | DiscardCluster failed too: StepOverdue happened',
    });
  });
});
