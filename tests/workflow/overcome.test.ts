import { describe, expect, it } from '@jest/globals';
import { pending, thrown } from './answers.ts';
import type { Script, TargetAnswers } from './answers.ts';
import { play } from './play.ts';
import type { Played } from './play.ts';
import { aRecovery, stays } from './plays.ts';
import { stepsAfter } from './steps-after.ts';

function reportOf({ calls }: Played): Readonly<Record<string, unknown>> {
  return calls.find(({ step }) => step === 'ReportRecovery')?.arguments ?? {};
}

const swapFails: Script<TargetAnswers> = { SwapNames: [thrown('StepOverdue')], RollBack: [stays] };
const loginFails: Script<TargetAnswers> = {
  VerifyLiveName: [thrown('LoginRefused')],
  RollBack: [pending(30), stays],
};
const forward = ['SwapInstanceNames', 'VerifyFinally', 'TerminateOldCluster', 'PruneSnapshots'];

// Rows 1 and 3: there is no rollback that loses nothing, so the run goes forward.
describe('a swap that fails once the restored database can be written to under the live name', () => {
  it('a run whose SwapNames failed verifies the live name and succeeds', async () => {
    const played = await play(aRecovery(swapFails));

    expect(stepsAfter(played, 'RollBack')).toEqual([
      'VerifyLiveName',
      ...forward,
      'ReportRecovery',
    ]);
    expect(played.result).toMatchObject({
      status: 'SUCCEEDED',
      output: { overcome: { step: 'SwapNames', error: 'StepOverdue' } },
    });
  });

  it('a run whose VerifyLiveName failed verifies finally and succeeds', async () => {
    const played = await play(aRecovery(loginFails));

    expect(stepsAfter(played, 'RollBack')).toEqual([...forward, 'ReportRecovery']);
    expect(played.result.status).toBe('SUCCEEDED');
    expect(reportOf(played).overcome).toEqual({
      step: 'VerifyLiveName',
      error: 'LoginRefused',
      cause: thrown('LoginRefused').cause,
    });
  });

  it('a run that goes forward verifies the endpoint that RollBack saw, and is live since it answered', async () => {
    const played = await play(aRecovery(loginFails));

    const verified = played.calls.find(({ step }) => step === 'VerifyFinally');
    expect(verified?.arguments.endpoint).toEqual(stays.state === 'ready' && stays.endpoint);
    expect(reportOf(played).liveAt).toBe(verified?.answer?.answeredAt);
  });

  it.each([swapFails, loginFails])(
    'a run that goes forward and then fails never deletes the restored database: %#',
    async (script) => {
      const failing = { ...script, VerifyFinally: [thrown('VerificationFailed')] };
      const played = await play(aRecovery(failing, { onFailure: 'discard' }));

      expect(played.result).toMatchObject({ status: 'FAILED', error: 'VerificationFailed' });
      expect(stepsAfter(played, 'VerifyFinally')).toEqual(['ReportFailure']);
      expect(played.calls.map(({ step }) => step)).not.toContain('TerminateOldCluster');
    },
  );

  it('a run that goes forward and then fails reports both failures', async () => {
    const failing = { ...loginFails, VerifyFinally: [thrown('VerificationFailed')] };
    const { result } = await play(aRecovery(failing));

    expect(result).toMatchObject({
      status: 'FAILED',
      cause:
        'at VerifyFinally: VerificationFailed happened | before that the run went on from a failure at ' +
        'VerifyLiveName: LoginRefused happened',
    });
  });

  it('a run whose swap and verification both fail goes forward once from each', async () => {
    const script = {
      SwapNames: [thrown('StepOverdue')],
      VerifyLiveName: [thrown('LoginRefused')],
      RollBack: [stays, stays],
    };
    const played = await play(aRecovery(script));

    expect(played.calls.filter(({ step }) => step === 'VerifyLiveName')).toHaveLength(1);
    expect(played.result.status).toBe('SUCCEEDED');
    expect(reportOf(played).overcome).toMatchObject({
      step: 'VerifyLiveName',
      cause: expect.stringMatching(
        /LoginRefused happened.*went on from a failure at SwapNames: .*StepOverdue happened/,
      ),
    });
  });

  it('a run without a failure reports none as overcome', async () => {
    const played = await play(aRecovery());

    expect(reportOf(played).overcome).toBeNull();
  });
});

// Row 3: the report says whether, and from when to when.
describe('a restored database that lost the live name again', () => {
  const exposed = { from: '2026-01-05T11:00:00.000Z', until: '2026-01-05T11:05:00.000Z' };

  it.each([
    ['given-back', exposed, exposed.until],
    ['nobody', exposed, exposed.until],
    ['given-back', null, null],
  ] as const)(
    'a rollback that ends %s, exposed %j, passes on until when the database was exposed',
    async (outcome, was, until) => {
      const rolledBack = {
        state: 'ready',
        outcome,
        restoredId: null,
        endpoint: null,
        exposed: was,
        awsCalls: 31,
      } as const;
      const played = await play(
        aRecovery({ VerifyLiveName: [thrown('StepOverdue')], RollBack: [rolledBack] }),
      );

      expect(stepsAfter(played, 'RollBack')).toEqual(['ReportFailure']);
      expect(played.calls.at(-1)?.arguments.exposedUntil).toBe(until);
      expect(played.result).toMatchObject({ status: 'FAILED', error: 'StepOverdue' });
    },
  );
});
