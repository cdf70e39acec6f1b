import { describe, expect, it } from '@jest/globals';
import { aCapturePlan, aRecoveryPlan } from '../unit/factories/plans.ts';
import { pending } from './answers.ts';
import { play } from './play.ts';
import type { Played, PlayedCall } from './play.ts';
import { aCapture, aRecovery } from './plays.ts';

function firstCall({ calls }: Played, step: string): PlayedCall {
  const call = calls.find((one) => one.step === step);
  if (call === undefined) throw new Error(`${step} was never called`);
  return call;
}

function lastAnswer({ calls }: Played, step: string): Readonly<Record<string, unknown>> {
  return calls.findLast((one) => one.step === step)?.answer ?? {};
}

function swapStart(played: Played): number {
  return Date.parse(String(firstCall(played, 'ReportRecovery').arguments.swapStartedAt));
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

describe('a swap', () => {
  const request = aRecovery({ AddInstances: [pending(300)], SwapNames: [pending(60)] });

  it.each([
    ['VerifyDatabase', 'AddInstances'],
    ['VerifyLiveName', 'SwapNames'],
    ['VerifyFinally', 'SwapNames'],
  ])('the step %s connects to the endpoint that %s answered', async (step, found) => {
    const played = await play(request);

    const { endpoint } = firstCall(played, step).arguments;

    expect(endpoint).toEqual(lastAnswer(played, found).endpoint);
    expect(endpoint).toHaveProperty('host');
  });

  it.each(['VerifyDatabase', 'VerifyLiveName', 'VerifyFinally'])(
    'the step %s gives the function its own name',
    async (step) => {
      expect(firstCall(await play(request), step).arguments.step).toBe(step);
    },
  );

  it.each(['AddInstances', 'SwapNames', 'SwapInstanceNames'])(
    'the step %s finds the restored database by its resource id',
    async (step) => {
      const { restoredId } = firstCall(await play(request), step).arguments;

      expect(restoredId).toBe('cluster-RESTORED');
    },
  );

  it('the gap of the live name begins with the first rename, not with what SwapNames prepares', async () => {
    const preparing = { ...pending(600), untouched: true } as const;
    const renamed = swapStart(await play(aRecovery({ SwapNames: [pending(600)] })));
    const prepared = swapStart(await play(aRecovery({ SwapNames: [preparing] })));
    const late = swapStart(await play(aRecovery({ SwapNames: [preparing, preparing] })));

    expect(prepared - renamed).toBeLessThan(60_000);
    expect(late).toBeGreaterThanOrEqual(renamed + 600_000);
  });

  it('ReportRecovery is given the resource id, and where RDS keeps the master password', async () => {
    const master = { user: 'keeper', keptIn: 'arn:secret' };
    const endpoint = { host: 'orders.example', port: 5432, master };
    const played = await play(
      aRecovery({ SwapNames: [{ state: 'ready', endpoint, awsCalls: 1 }] }),
    );

    expect(firstCall(played, 'ReportRecovery').arguments.restored).toEqual({
      resourceId: 'cluster-RESTORED',
      master,
    });
  });

  it('RestoreCluster is given the secured copy with its engine version', async () => {
    const played = await play(request);
    const { arn, engine, engineVersion } = lastAnswer(played, 'SecureSnapshot');

    const { secured } = firstCall(played, 'RestoreCluster').arguments;

    expect(secured).toEqual({ arn, engine, engineVersion });
  });

  it('all steps after planning are given one plan', async () => {
    const { calls } = await play(request);

    const plans = calls
      .filter(({ step }) => !['Preflight', 'PlanAgain'].includes(step))
      .map((call) => call.arguments.plan);

    expect(plans).toHaveLength(calls.length - 2);
    for (const plan of plans) expect(plan).toEqual(JSON.parse(JSON.stringify(aRecoveryPlan())));
  });

  it('ReportRecovery is given when the copy and the live name answered, and the last checks', async () => {
    const played = await play(request);
    const report = firstCall(played, 'ReportRecovery').arguments;

    expect(report.verifiedAt).toBe(lastAnswer(played, 'VerifyDatabase').answeredAt);
    expect(report.liveAt).toBe(lastAnswer(played, 'VerifyLiveName').answeredAt);
    expect(report.checks).toEqual(lastAnswer(played, 'VerifyFinally').checks);
    expect(report.pruned).toEqual({
      deleted: ['an-older-copy'],
      shelf: lastAnswer(played, 'PruneSnapshots').shelf,
      failure: null,
    });
    expect(report.removal).toBe(`deleted: final snapshot "${aRecoveryPlan().names.final}"`);
  });

  it('the output of a swap is its report', async () => {
    const played = await play(request);
    const { report } = lastAnswer(played, 'ReportRecovery');

    expect(played.result).toMatchObject({ output: JSON.parse(JSON.stringify(report)) });
  });

  it('a step is given the time since which it waits, however often it is called', async () => {
    const played = await play(request);
    const waits = played.calls.filter(({ step }) => step === 'SwapNames');

    const since = time(firstCall(played, 'VerifyDatabase').endedAt);

    expect(waits.map((call) => call.arguments.since)).toEqual([since, since]);
  });
});

describe.each([
  ['standby', null, 'nothing was to be removed'],
  ['drill', null, 'deleted: no final snapshot'],
] as const)('a %s', (mode, liveAt, removal) => {
  it('the report of a run without a swap has no live name, and says what became of the copy', async () => {
    const played = await play(aRecovery({}, { mode }));

    expect(firstCall(played, 'ReportRecovery').arguments).toMatchObject({ liveAt, removal });
  });
});

describe('a rollback', () => {
  it('a rollback counts its time from the failure on', async () => {
    const swap = [pending(60), { throws: 'StepOverdue', cause: 'too late' }];

    const played = await play(aRecovery({ SwapNames: swap }));

    const failedAt = played.calls.findLast(({ step }) => step === 'SwapNames')?.endedAt ?? 0;
    const { since, restoredId } = firstCall(played, 'RollBack').arguments;
    expect(since).toBe(time(failedAt));
    expect(restoredId).toBe('cluster-RESTORED');
  });
});

describe.each([
  ['two-step', 'CopySnapshot'],
  ['one-call', 'CreateSnapshot'],
] as const)('a capture on the %s route', (route, makes) => {
  const request = aCapture({ CreateSnapshot: [pending(120)] }, { route });

  it(`ShareSnapshot is given what ${makes} made, and NotifyTarget that share`, async () => {
    const played = await play(request);
    const { arn } = lastAnswer(played, makes);

    expect(firstCall(played, 'ShareSnapshot').arguments.snapshotArn).toBe(arn);
    expect(firstCall(played, 'NotifyTarget').arguments.captured).toMatchObject({ sharedArn: arn });
  });

  it('NotifyTarget is given the age of the data, not that of the copy', async () => {
    const played = await play(request);
    const { capturedAt, engine, engineVersion } = lastAnswer(played, 'CreateSnapshot');

    const { captured } = firstCall(played, 'NotifyTarget').arguments;

    expect(captured).toMatchObject({ capturedAt, engine, engineVersion });
  });

  it('the output of a capture is the notice, what was deleted, and its figures', async () => {
    const played = await play(request);

    expect(played.result).toMatchObject({
      output: {
        status: 'SUCCEEDED',
        run: aCapturePlan().run,
        notice: JSON.parse(JSON.stringify(lastAnswer(played, 'NotifyTarget').notice)) as object,
        deleted: ['an-older-capture'],
        shelves: [{ region: 'eu-west-1', used: 8, quota: 100, capturesUntilFull: 92 }],
      },
    });
  });
});
