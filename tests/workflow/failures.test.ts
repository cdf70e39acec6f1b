import { describe, expect, it } from '@jest/globals';
import { thrown } from './answers.ts';
import { ownErrorNames } from './error-classes.ts';
import { tasksOf } from './machine.ts';
import { play } from './play.ts';
import type { Played } from './play.ts';
import { aCapture, aRecovery, playReaching, withReactions } from './plays.ts';

/** From here on the live name may be nobody's: what fails is undone first. */
const undone = ['SwapNames', 'VerifyLiveName'];
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

function stepsAfter({ calls }: Played, step: string): readonly string[] {
  const last = calls.map((call) => call.step).lastIndexOf(step);
  return calls.slice(last + 1).map((call) => call.step);
}

describe.each(steps)('$step of the $workflow, when it fails', ({ workflow, step }) => {
  const request = playReaching(workflow, step);
  const rollBack = undone.includes(step) ? ['RollBack'] : [];

  it.each(['StepOverdue', 'AccessDeniedException', 'Error'])(
    'with %s ends the run FAILED, with its name and error',
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

  it('reports once, after a roll-back where names may have changed', async () => {
    const played = await play(withReactions(request, step, thrown('StepOverdue')));

    expect(stepsAfter(played, step)).toEqual([...rollBack, 'ReportFailure']);
    const { plan, done, discarded, exposedUntil, ...reported } =
      played.calls.at(-1)?.arguments ?? {};
    expect(plan === null).toBe(step === 'Preflight');
    expect([done ?? false, discarded ?? null, exposedUntil ?? null]).toEqual([false, null, null]);
    expect(reported).toEqual({
      run: 'the-run',
      executionArn: `arn:aws:states:eu-central-1:222222222222:execution:${workflow}:the-run`,
      step,
      error: 'StepOverdue',
      cause: thrown('StepOverdue').cause,
    });
  });

  it('and the report fails too, still fails for its own reason', async () => {
    const twice = withReactions(request, step, thrown('StepOverdue'));

    const played = await play(withReactions(twice, 'ReportFailure', thrown('NoSuchTopic')));

    expect(played.result).toMatchObject({
      status: 'FAILED',
      error: 'StepOverdue',
      cause: `at ${step}: ${thrown('StepOverdue').cause}`,
    });
  });
});

describe('PruneSnapshots of the target, when it fails', () => {
  it.each([
    ['with an error', thrown('Refused'), { error: 'Refused', cause: thrown('Refused').cause }],
    ['by not coming back', { hangs: true }, { error: 'States.Timeout', cause: '' }],
  ] as const)(
    '%s leaves the recovery as it is, and is reported',
    async (_how, reaction, failure) => {
      const played = await play(withReactions(aRecovery(), afterwards.step, reaction));

      expect(played.result.status).toBe('SUCCEEDED');
      expect(stepsAfter(played, afterwards.step)).toEqual(['ReportRecovery']);
      expect(played.calls.at(-1)?.arguments.pruned).toEqual({ deleted: [], shelf: null, failure });
    },
  );
});
describe.each(steps.filter(({ step }) => step !== 'AskApproval'))(
  '$step of the $workflow, when it does not come back',
  ({ workflow, step }) => {
    it('ends the run FAILED as well', async () => {
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

describe.each(undone)('%s, when the roll-back fails too', (step) => {
  const request = withReactions(
    aRecovery({ RollBack: [thrown('NotOurs')] }),
    step,
    thrown('StepOverdue'),
  );

  it('reports both reasons, once', async () => {
    const played = await play(request);

    expect(stepsAfter(played, step)).toEqual(['RollBack', 'ReportFailure']);
    const { cause, ...reported } = played.calls.at(-1)?.arguments ?? {};
    expect(reported).toMatchObject({ step, error: 'StepOverdue' });
    expect(cause).toContain('StepOverdue happened');
    expect(cause).toContain('RollBack failed too');
    expect(cause).toContain('NotOurs happened');
  });

  it('ends the run FAILED with the first error and both messages', async () => {
    expect((await play(request)).result).toMatchObject({
      status: 'FAILED',
      error: 'StepOverdue',
      cause: `at ${step}: StepOverdue happened | RollBack failed too: NotOurs happened`,
    });
  });
});

describe('a run that was started with the wrong input', () => {
  it.each([[{}], [{ notices: [] }]])('%j ends FAILED and is reported', async (input) => {
    const played = await play({ ...aRecovery(), input });

    expect(played.result).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining('at Preflight: '),
    });
    expect(played.calls.map(({ step }) => step)).toEqual(['ReportFailure']);
  });
});

describe('an error of our own', () => {
  it.each(ownErrorNames)('%s is not tried again', async (name) => {
    const runs = [
      await play(aCapture({ CopySnapshot: [thrown(name)] })),
      await play(aRecovery({ RestoreCluster: [thrown(name)] })),
    ];

    for (const { calls } of runs) {
      expect(calls.filter(({ error }) => error === name)).toHaveLength(1);
    }
  });
});

describe('a run that is done, and cannot report', () => {
  const unreported = aRecovery({ ReportRecovery: [thrown('AccessDenied')] });

  it('succeeds, once somebody was told so', async () => {
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
  it('fails under a name of its own where nobody could be told', async () => {
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

describe('a run that is to discard what it restored, when it fails', () => {
  const discarding = aRecovery({}, { onFailure: 'discard' });

  it.each([
    ['RestoreCluster', null],
    ['AddInstances', 'cluster-RESTORED'],
    ['VerifyDatabase', 'cluster-RESTORED'],
  ])('at %s discards it, then reports what came of that', async (step, restoredId) => {
    const played = await play(withReactions(discarding, step, thrown('StepOverdue')));

    expect(stepsAfter(played, step)).toEqual(['DiscardCluster', 'ReportFailure']);
    expect(played.calls.at(-2)?.arguments).toMatchObject({ what: 'restored', restoredId });
    expect(played.calls.at(-1)?.arguments).toMatchObject({
      step,
      error: 'StepOverdue',
      discarded: 'deleted: no final snapshot',
    });
    expect(played.result).toMatchObject({ status: 'FAILED', error: 'StepOverdue' });
  });

  it('in the swap rolls back first', async () => {
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
  ])('at %s discards nothing', async (step, script) => {
    const request = aRecovery(script, { onFailure: 'discard' });

    const played = await play(withReactions(request, step, thrown('StepOverdue')));

    expect(stepsAfter(played, step)).toEqual(['ReportFailure']);
  });

  it('and fails at discarding too, says both', async () => {
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
