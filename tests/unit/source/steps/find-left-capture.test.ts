import { describe, expect, it } from '@jest/globals';
import { awaitingHandover } from '../../../../functions/source/rules/handover.ts';
import { findLeftCapture } from '../../../../functions/source/steps/find-left-capture.ts';
import type { CapturePlan } from '../../../../functions/source/rules/capture-plan.ts';
import type { Snapshot } from '../../../../functions/shared/ports/snapshots.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { recoveryKeyArn, sourceKeyArn, stackName, startedAt } from '../../factories/locations.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const heir = {
  stack: stackName,
  snapshotPrefix: 'nightly',
  resourceId: 'cluster-SOURCE',
  resumeHours: 96,
  now: Date.parse(startedAt),
};

function left(identifier: string, hoursAgo: number): Snapshot {
  return aSnapshot({
    identifier,
    createdAt: new Date(heir.now - hoursAgo * 3_600_000).toISOString(),
    tags: {
      ...marksOf(identifier, 'snapshot', `run-of-${identifier}`),
      [tagKeys.source]: 'cluster-SOURCE',
      ...awaitingHandover,
    },
  });
}

function copyOf(identifier: string, overrides: Partial<Snapshot> = {}): Snapshot {
  return aSnapshot({
    identifier,
    status: 'copying',
    encryption: { encrypted: true, keyArn: recoveryKeyArn },
    tags: marksOf(identifier, 'copy'),
    ...overrides,
  });
}

async function found(
  copies: readonly Snapshot[],
  plan: Partial<CapturePlan> = {},
): Promise<string | undefined> {
  const source = new FakeSnapshots(left('nightly-new', 14), left('nightly-old', 40));
  const target = new FakeSnapshots(...copies);
  const ports = { sourceSnapshots: source, targetSnapshots: target };
  return (await findLeftCapture(aCapturePlan(plan), heir, ports))?.snapshot;
}

describe('the capture that an earlier run left', () => {
  it('the newest is found, with the run that began it', async () => {
    const ports = {
      sourceSnapshots: new FakeSnapshots(left('nightly-new', 14), left('nightly-old', 40)),
      targetSnapshots: new FakeSnapshots(),
    };
    expect(await findLeftCapture(aCapturePlan(), heir, ports)).toEqual({
      snapshot: 'nightly-new',
      begunBy: 'run-of-nightly-new',
    });
  });

  it('none is found where none was left', async () => {
    const ports = { sourceSnapshots: new FakeSnapshots(), targetSnapshots: new FakeSnapshots() };
    expect(await findLeftCapture(aCapturePlan(), heir, ports)).toBeUndefined();
  });

  it.each<[string, Partial<Snapshot>]>([
    ['under way', {}],
    ['done', { status: 'available' }],
    ['that does not tell its key yet', { encryption: { encrypted: true } }],
  ])('a capture with a copy %s is gone on with', async (_what, copy) => {
    expect(await found([copyOf('nightly-new', copy)])).toBe('nightly-new');
  });

  // Each would end every start until the capture is too old.
  it.each<[string, Partial<Snapshot>]>([
    ['has failed', { status: 'failed' }],
    ['is being deleted', { status: 'deleting' }],
    [
      'is under a key that the target is not told of',
      { encryption: { encrypted: true, keyArn: sourceKeyArn } },
    ],
    ['is not ours', { tags: {} }],
    ["is another stack's", { tags: marksOf('nightly-new', 'copy', 'run', 'understudy-weekly') }],
  ])('a capture whose copy %s is passed over for an older one', async (_what, copy) => {
    expect(await found([copyOf('nightly-new', copy)])).toBe('nightly-old');
  });

  it('a copy is looked for by its own name where it lies beside the snapshot', async () => {
    const target = { accountId: '222222222222', region: 'eu-west-1' };
    const failed = copyOf('nightly-new', { identifier: 'nightly-new-copy', status: 'failed' });
    expect(await found([failed], { target })).toBe('nightly-old');
  });

  it('on the one-call route no copy is looked for', async () => {
    expect(await found([copyOf('nightly-new', { status: 'failed' })], { route: 'one-call' })).toBe(
      'nightly-new',
    );
  });
});
