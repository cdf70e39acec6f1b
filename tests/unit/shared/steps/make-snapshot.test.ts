import { describe, expect, it } from '@jest/globals';
import { copySnapshot } from '../../../../functions/source/steps/copy-snapshot.ts';
import { createSnapshot } from '../../../../functions/source/steps/create-snapshot.ts';
import { SnapshotQuotaFull } from '../../../../functions/shared/rules/errors.ts';
import { marks } from '../../../../functions/shared/rules/ownership.ts';
import type { Part } from '../../../../functions/shared/rules/ownership.ts';
import { nextWait, paces } from '../../../../functions/shared/rules/pace.ts';
import type { PacedStep } from '../../../../functions/shared/rules/pace.ts';
import type { Progress } from '../../../../functions/shared/rules/progress.ts';
import type { Clock } from '../../../../functions/shared/ports/clock.ts';
import {
  AlreadyExists,
  CopiesBusy,
  NotInState,
  Refused,
} from '../../../../functions/shared/ports/conditions.ts';
import type { Snapshots } from '../../../../functions/shared/ports/snapshots.ts';
import { secureSnapshot } from '../../../../functions/target/steps/secure-snapshot.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/places.ts';
import { aCapturePlan, aRecoveryPlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

type Run = (ports: { snapshots: Snapshots; clock: Clock }) => Promise<Progress>;

/** The three steps whose outcome is a snapshot observe and act alike. */
const steps: readonly (readonly [PacedStep, string, Part, 'create' | 'copy', Run])[] = [
  [
    'CreateSnapshot',
    snapshotName,
    'snapshot',
    'create',
    (ports) => createSnapshot(aCapturePlan(), startedAt, ports),
  ],
  [
    'CopySnapshot',
    snapshotName,
    'copy',
    'copy',
    (ports) => copySnapshot(aCapturePlan(), aSnapshot().arn, startedAt, ports),
  ],
  [
    'SecureSnapshot',
    aRecoveryPlan().names.secured,
    'secured',
    'copy',
    (ports) => secureSnapshot(aRecoveryPlan(), startedAt, ports),
  ],
];

describe.each(steps)('%s', (step, identifier, part, method, run) => {
  const clock = clockAfter(10);
  const ours = aSnapshot({ identifier, tags: marksOf(snapshotName, part) });

  it('makes what is not there, waits for it, and is ready once it is available', async () => {
    const snapshots = new FakeSnapshots();
    expect(await run({ snapshots, clock })).toMatchObject({ state: 'pending' });
    expect(await run({ snapshots, clock })).toMatchObject({
      state: 'pending',
      waitingFor: expect.stringContaining(identifier),
    });
    snapshots.settle();
    expect(await run({ snapshots, clock })).toMatchObject({ state: 'ready' });
    expect(snapshots.names).toEqual([identifier]);
    expect(snapshots.accepted).toHaveLength(1);
  });

  // Defect class: copying again on every cycle.
  it('takes what an earlier run of the same recovery made for its own', async () => {
    const snapshots = new FakeSnapshots(ours);
    expect(await run({ snapshots, clock })).toMatchObject({ state: 'ready', arn: ours.arn });
    expect(snapshots.accepted).toEqual([]);
  });

  // Defect class: cleanup by fixed name; ownership by tag.
  it.each([
    ['without marks', {}],
    ['of another capture', marksOf('nightly-0', part)],
    ['that is another part', marksOf(snapshotName, 'restored')],
  ])('refuses a snapshot of that name %s', async (_what, tags) => {
    const snapshots = new FakeSnapshots({ ...ours, tags });
    await expect(run({ snapshots, clock })).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining(identifier),
    });
    expect(snapshots.accepted).toEqual([]);
  });

  it('finds what it made when the answer was lost', async () => {
    const snapshots = new FakeSnapshots();
    snapshots.faults.next(method, new Error('socket hang up'), 'after');
    await expect(run({ snapshots, clock })).rejects.toThrow('socket hang up');
    snapshots.settle();
    expect(await run({ snapshots, clock })).toMatchObject({ state: 'ready' });
    expect(snapshots.accepted).toHaveLength(1);
  });

  it.each([
    ['somebody was quicker', new AlreadyExists('exists')],
    ['the database is busy', new NotInState('backing-up')],
    ['five copies are under way', new CopiesBusy('Cannot copy more than 5')],
  ])('looks again later when %s', async (_what, condition) => {
    const snapshots = new FakeSnapshots();
    snapshots.faults.next(method, condition);
    const progress = await run({ snapshots, clock });
    expect(progress).toMatchObject({ state: 'pending', waitingFor: 'a free slot' });
    expect(await run({ snapshots, clock })).toMatchObject({ state: 'pending' });
    expect(snapshots.names).toEqual([identifier]);
  });

  // Defect class: swallowed exception.
  it.each([
    new SnapshotQuotaFull('Cannot create more than 100 manual snapshots'),
    new Error('an error of another kind'),
  ])('hands on %s as it is', async (error) => {
    const snapshots = new FakeSnapshots();
    snapshots.faults.next(method, error);
    await expect(run({ snapshots, clock })).rejects.toBe(error);
  });

  // Defect class: endless poll on a failed status.
  it.each(['failed', 'deleting', 'incompatible-restore'])(
    'fails within one look at the status %s',
    async (status) => {
      const snapshots = new FakeSnapshots({ ...ours, status });
      await expect(run({ snapshots, clock })).rejects.toMatchObject({
        name: 'SnapshotFailed',
        message: expect.stringContaining(`found it ${status}`),
      });
    },
  );

  it('ends at its deadline', async () => {
    const snapshots = new FakeSnapshots({ ...ours, status: 'copying' });
    const { deadline } = paces[step];
    await expect(run({ snapshots, clock: clockAfter(deadline) })).rejects.toMatchObject({
      name: 'StepOverdue',
    });
    expect(await run({ snapshots, clock: clockAfter(deadline - 1) })).toMatchObject({
      waitSeconds: 1,
    });
  });

  it('is ready at the deadline still', async () => {
    const { deadline } = paces[step];
    const progress = await run({ snapshots: new FakeSnapshots(ours), clock: clockAfter(deadline) });
    expect(progress.state).toBe('ready');
  });

  it('waits as the progress that AWS reports says', async () => {
    const snapshots = new FakeSnapshots({ ...ours, status: 'copying', percentProgress: 50 });
    const seen = { elapsedSeconds: 100, percentProgress: 50, waitingFor: 'it' };
    const waitSeconds = nextWait(step, seen);
    expect(waitSeconds).toBeLessThanOrEqual(100);
    expect(await run({ snapshots, clock: clockAfter(100) })).toMatchObject({ waitSeconds });
  });
});

describe('CreateSnapshot', () => {
  it('takes the age of the data from the snapshot', async () => {
    const snapshots = new FakeSnapshots(
      aSnapshot({
        identifier: snapshotName,
        createdAt: '2026-01-05T10:31:07.000Z',
        tags: marksOf(snapshotName, 'snapshot'),
      }),
    );
    const ports = { snapshots, clock: clockAfter(600) };
    expect(await createSnapshot(aCapturePlan(), startedAt, ports)).toMatchObject({
      capturedAt: '2026-01-05T10:31:07.000Z',
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
    });
  });
});

describe('CopySnapshot', () => {
  const clock = clockAfter(0);

  it('names the key that was planned, and marks the copy', async () => {
    const snapshots = new FakeSnapshots();
    await copySnapshot(aCapturePlan(), aSnapshot().arn, startedAt, { snapshots, clock });
    expect(snapshots.copies).toEqual([
      {
        sourceArn: aSnapshot().arn,
        identifier: snapshotName,
        keyArn: aCapturePlan().copyKeyArn,
        tags: {
          ...marksOf(snapshotName, 'copy', 'capture-run'),
          [marks.source]: 'cluster-SOURCE',
        },
      },
    ]);
  });

  it('names no key where none was planned', async () => {
    const snapshots = new FakeSnapshots();
    const plan = aCapturePlan({ copyKeyArn: undefined });
    await copySnapshot(plan, aSnapshot().arn, startedAt, { snapshots, clock });
    expect(snapshots.copies[0]?.keyArn).toBeUndefined();
  });

  it("gives the copy a name of its own in the snapshot's Region", async () => {
    const snapshots = new FakeSnapshots();
    const plan = aCapturePlan({ target: { accountId: '222222222222', region: 'eu-west-1' } });
    await copySnapshot(plan, aSnapshot().arn, startedAt, { snapshots, clock });
    expect(snapshots.names).toEqual([`${snapshotName}-copy`]);
  });
});

describe('SecureSnapshot', () => {
  const clock = clockAfter(0);
  const shared = aRecoveryPlan().notice;

  it("copies under the target's own key", async () => {
    const snapshots = new FakeSnapshots();
    await secureSnapshot(aRecoveryPlan(), startedAt, { snapshots, clock });
    expect(snapshots.copies).toEqual([
      {
        sourceArn: shared.snapshot.arn,
        identifier: aRecoveryPlan().names.secured,
        keyArn: aRecoveryPlan().secureKeyArn,
        tags: {
          ...marksOf(snapshotName, 'secured', 'recovery-run'),
          [marks.mode]: 'swap',
          [marks.source]: 'cluster-SOURCE',
          [marks.live]: 'orders',
          [marks.made]: startedAt,
        },
      },
    ]);
  });

  it('names the parameter when AWS refuses the one-call copy', async () => {
    const arn = shared.snapshot.arn.replace('eu-central-1', 'eu-west-1');
    const plan = aRecoveryPlan({ notice: { ...shared, snapshot: { ...shared.snapshot, arn } } });
    const snapshots = new FakeSnapshots();
    const refusal = new Refused('InvalidParameterValue: not supported');
    snapshots.faults.next('copy', refusal);
    await expect(secureSnapshot(plan, startedAt, { snapshots, clock })).rejects.toMatchObject({
      name: 'OneCallCopyRefused',
      message: expect.stringMatching(
        /not supported.*set CopyRoute to two-step in the source stack/,
      ),
      cause: refusal,
    });
  });

  it('hands on a refusal within one Region, which no other route would mend', async () => {
    const snapshots = new FakeSnapshots();
    snapshots.faults.next('copy', new Refused('KMSKeyNotAccessibleFault'));
    await expect(
      secureSnapshot(aRecoveryPlan(), startedAt, { snapshots, clock }),
    ).rejects.toMatchObject({ name: 'Refused' });
  });
});
