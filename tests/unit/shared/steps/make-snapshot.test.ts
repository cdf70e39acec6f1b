import { describe, expect, it } from '@jest/globals';
import { copySnapshot } from '../../../../functions/source/steps/copy-snapshot.ts';
import { createSnapshot } from '../../../../functions/source/steps/create-snapshot.ts';
import { SnapshotQuotaFull } from '../../../../functions/shared/rules/errors.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import type { Part } from '../../../../functions/shared/rules/tags.ts';
import { nextWait, pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import type { PacedStep } from '../../../../functions/shared/rules/polling-schedule.ts';
import type { Progress } from '../../../../functions/shared/rules/progress.ts';
import type { Clock } from '../../../../functions/shared/ports/clock.ts';
import {
  AlreadyExists,
  CopiesBusy,
  NotInState,
  Refused,
} from '../../../../functions/shared/ports/aws-errors.ts';
import type { Snapshots } from '../../../../functions/shared/ports/snapshots.ts';
import { makeSnapshot } from '../../../../functions/shared/steps/make-snapshot.ts';
import type { SnapshotStep } from '../../../../functions/shared/steps/make-snapshot.ts';
import { secureSnapshot } from '../../../../functions/target/steps/secure-snapshot.ts';
import { snapshotName } from '../../factories/notices.ts';
import { stackName, startedAt } from '../../factories/locations.ts';
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
    (ports) => createSnapshot(aCapturePlan(), startedAt, 12, ports),
  ],
  [
    'CopySnapshot',
    snapshotName,
    'copy',
    'copy',
    (ports) => copySnapshot(aCapturePlan(), aSnapshot().arn, startedAt, 48, ports),
  ],
  [
    'SecureSnapshot',
    aRecoveryPlan().names.secured,
    'secured',
    'copy',
    (ports) => secureSnapshot(aRecoveryPlan(), startedAt, 48, ports),
  ],
];

describe.each(steps)('%s', (step, identifier, part, method, run) => {
  const clock = clockAfter(10);
  const ours = aSnapshot({ identifier, tags: marksOf(snapshotName, part) });

  it('a missing snapshot is made, waited for, and ready once it is available', async () => {
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
  it('a snapshot that an earlier run of the same recovery made is taken over', async () => {
    const snapshots = new FakeSnapshots(ours);
    expect(await run({ snapshots, clock })).toMatchObject({ state: 'ready', arn: ours.arn });
    expect(snapshots.accepted).toEqual([]);
  });

  // Defect class: cleanup by fixed name; ownership by tag.
  it.each([
    ['without marks', {}],
    ['of another capture', marksOf('nightly-0', part)],
    ['that is another part', marksOf(snapshotName, 'restored')],
  ])('a snapshot of the needed name %s is refused', async (_what, tags) => {
    const snapshots = new FakeSnapshots({ ...ours, tags });
    await expect(run({ snapshots, clock })).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining(identifier),
    });
    expect(snapshots.accepted).toEqual([]);
  });

  it('a snapshot that was made is found when the answer was lost', async () => {
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
  ])('a snapshot step looks again later when %s', async (_what, condition) => {
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
  ])('a snapshot step fails with %s as it is', async (error) => {
    const snapshots = new FakeSnapshots();
    snapshots.faults.next(method, error);
    await expect(run({ snapshots, clock })).rejects.toBe(error);
  });

  // Defect class: endless poll on a failed status.
  it.each(['failed', 'deleting', 'incompatible-restore'])(
    'a snapshot step fails within one look at the status %s',
    async (status) => {
      const snapshots = new FakeSnapshots({ ...ours, status });
      await expect(run({ snapshots, clock })).rejects.toMatchObject({
        name: 'SnapshotFailed',
        message: expect.stringContaining(`found it ${status}`),
      });
    },
  );

  it('a snapshot step ends at its deadline', async () => {
    const snapshots = new FakeSnapshots({ ...ours, status: 'copying' });
    const { deadline } = pollingSchedules[step];
    await expect(run({ snapshots, clock: clockAfter(deadline) })).rejects.toMatchObject({
      name: 'StepOverdue',
    });
    expect(await run({ snapshots, clock: clockAfter(deadline - 1) })).toMatchObject({
      waitSeconds: 1,
    });
  });

  it('a snapshot that is available at the deadline is still ready', async () => {
    const { deadline } = pollingSchedules[step];
    const progress = await run({ snapshots: new FakeSnapshots(ours), clock: clockAfter(deadline) });
    expect(progress.state).toBe('ready');
  });

  it('a snapshot step waits according to the progress that AWS reports', async () => {
    const snapshots = new FakeSnapshots({ ...ours, status: 'copying', percentProgress: 50 });
    const seen = { elapsedSeconds: 100, percentProgress: 50, waitingFor: 'it' };
    const waitSeconds = nextWait(step, seen);
    expect(waitSeconds).toBeLessThanOrEqual(100);
    expect(await run({ snapshots, clock: clockAfter(100) })).toMatchObject({ waitSeconds });
  });
});

describe('makeSnapshot', () => {
  const ours = aSnapshot({ identifier: 'nightly-1', tags: marksOf('nightly-1', 'snapshot') });

  async function make(
    snapshots: FakeSnapshots,
    more: Partial<SnapshotStep> = {},
  ): ReturnType<typeof makeSnapshot> {
    const request: SnapshotStep = {
      step: 'CreateSnapshot',
      identifier: 'nightly-1',
      stack: stackName,
      snapshot: 'nightly-1',
      part: 'snapshot',
      since: startedAt,
      limit: { hours: 12, parameter: 'SnapshotHours' },
      make: () =>
        snapshots.create({
          identifier: 'nightly-1',
          databaseIdentifier: 'orders',
          tags: ours.tags,
        }),
      ...more,
    };
    return makeSnapshot(request, { snapshots, clock: clockAfter(10) });
  }

  it('makeSnapshot returns an available snapshot', async () => {
    const snapshots = new FakeSnapshots(ours);
    expect(await make(snapshots)).toEqual({ state: 'ready', snapshot: ours });
    expect(snapshots.accepted).toEqual([]);
  });

  it('makeSnapshot accepts a snapshot that was made in this very look', async () => {
    const made = aSnapshot({ identifier: 'nightly-1', tags: {} });
    expect(await make(new FakeSnapshots(), { make: () => Promise.resolve(made) })).toEqual({
      state: 'ready',
      snapshot: made,
    });
  });

  it.each([
    ['as far as AWS says', 40, 'snapshot "nightly-1" (creating, 40 %)'],
    ['at 0 % where AWS says nothing', undefined, 'snapshot "nightly-1" (creating, 0 %)'],
  ])('makeSnapshot says what it waits for, %s', async (_how, percentProgress, waitingFor) => {
    const snapshots = new FakeSnapshots({ ...ours, status: 'creating', percentProgress });
    expect(await make(snapshots)).toMatchObject({ state: 'pending', waitingFor });
  });

  it('makeSnapshot says of a failed snapshot what to do', async () => {
    const snapshots = new FakeSnapshots({ ...ours, status: 'failed' });
    await expect(make(snapshots)).rejects.toThrow(
      'expected snapshot "nightly-1" to become available, found it failed: delete it and start ' +
        'the run again',
    );
  });

  it.each([
    [
      'another stack made',
      marksOf('nightly-1', 'snapshot', 'run', 'weekly'),
      'expected no snapshot "nightly-1", or one of the stack understudy; found one that the stack ' +
        'weekly made: choose another prefix for one of the two, and leave the snapshot alone',
    ],
    [
      'this stack made of another capture',
      marksOf('nightly-0', 'snapshot'),
      'expected no snapshot "nightly-1", or one of this capture; found one with ' +
        'understudy:snapshot=nightly-0: rename or delete it',
    ],
    [
      'nobody marked',
      {},
      'expected no snapshot "nightly-1", or one of this capture; found one with ' +
        'understudy:snapshot=no such tag: rename or delete it',
    ],
  ])('makeSnapshot says what to do about a snapshot that %s', async (_who, tags, message) => {
    const refused = make(new FakeSnapshots({ ...ours, tags }));
    await expect(refused).rejects.toMatchObject({ name: 'NameTaken', message });
  });
});

describe('SecureSnapshot', () => {
  const clock = clockAfter(0);
  const shared = aRecoveryPlan().notice;

  it("SecureSnapshot copies under the target's own key", async () => {
    const snapshots = new FakeSnapshots();
    await secureSnapshot(aRecoveryPlan(), startedAt, 48, { snapshots, clock });
    expect(snapshots.copies).toEqual([
      {
        sourceArn: shared.snapshot.arn,
        identifier: aRecoveryPlan().names.secured,
        keyArn: aRecoveryPlan().secureKeyArn,
        tags: {
          ...marksOf(snapshotName, 'secured', 'recovery-run'),
          [tagKeys.mode]: 'swap',
          [tagKeys.source]: 'cluster-SOURCE',
          [tagKeys.live]: 'orders',
          [tagKeys.made]: startedAt,
        },
      },
    ]);
  });

  it('SecureSnapshot names the parameter CopyRoute when AWS refuses the one-call copy', async () => {
    const arn = shared.snapshot.arn.replace('eu-central-1', 'eu-west-1');
    const plan = aRecoveryPlan({ notice: { ...shared, snapshot: { ...shared.snapshot, arn } } });
    const snapshots = new FakeSnapshots();
    const refusal = new Refused('InvalidParameterValue: not supported');
    snapshots.faults.next('copy', refusal);
    await expect(secureSnapshot(plan, startedAt, 48, { snapshots, clock })).rejects.toMatchObject({
      name: 'OneCallCopyRefused',
      message: expect.stringMatching(
        /not supported.*set CopyRoute to two-step in the source stack/,
      ),
      cause: refusal,
    });
  });

  it('SecureSnapshot throws Refused as it is for a copy within one Region', async () => {
    const snapshots = new FakeSnapshots();
    snapshots.faults.next('copy', new Refused('KMSKeyNotAccessibleFault'));
    await expect(
      secureSnapshot(aRecoveryPlan(), startedAt, 48, { snapshots, clock }),
    ).rejects.toMatchObject({ name: 'Refused' });
  });
});
