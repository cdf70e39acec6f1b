import { describe, expect, it } from '@jest/globals';
import { startRecovery } from '../../../../functions/target/steps/start-recovery.ts';
import { aNotice } from '../../factories/notices.ts';
import { captureTopicArn } from '../../factories/locations.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeWorkflows } from '../../fakes/workflows.ts';

const expected = {
  topicArn: captureTopicArn,
  accountId: '111111111111',
  regions: ['eu-west-1', 'eu-central-1'],
  mostADay: 3,
};
const stateMachineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:target';

function start(workflows: FakeWorkflows, notice: object = aNotice()) {
  const message = { topicArn: captureTopicArn, body: JSON.stringify(notice) };
  return startRecovery(message, expected, { workflows, stateMachineArn, clock: clockAfter(10) });
}

describe('StartRecovery', () => {
  // Defect class: duplicate delivery starts two runs.
  it('StartRecovery starts one execution for a notice that arrives twice', async () => {
    const workflows = new FakeWorkflows();
    const first = await start(workflows);
    const second = await start(workflows);
    expect(first.outcome).toBe('started');
    expect(second).toEqual({ name: first.name, outcome: 'already-started' });
    expect(workflows.started).toEqual([
      { stateMachineArn, name: first.name, input: { notice: aNotice() } },
    ]);
  });

  it('StartRecovery starts an execution for each capture', async () => {
    const workflows = new FakeWorkflows();
    await start(workflows);
    await start(workflows, aNotice({ run: 'the-next-run' }));
    expect(workflows.started).toHaveLength(2);
  });

  it('StartRecovery starts no execution for a notice that it refuses', async () => {
    const workflows = new FakeWorkflows();
    await expect(start(workflows, { ...aNotice(), version: 2 })).rejects.toMatchObject({
      name: 'NoticeRefused',
    });
    expect(workflows.started).toEqual([]);
  });

  // Row 12: a flood of notices.
  it('StartRecovery starts no more executions within a day than allowed, and says where to look', async () => {
    const workflows = new FakeWorkflows();
    const hour = 3_600_000;
    const now = clockAfter(10).now();
    workflows.begun = [now - hour, now - 2 * hour, now - 25 * hour, now - 48 * hour];
    expect(await start(workflows)).toMatchObject({ outcome: 'started' });
    expect(workflows.asked).toEqual([stateMachineArn]);
    workflows.begun = [...workflows.begun, now];
    await expect(start(workflows, aNotice({ run: 'one-too-many' }))).rejects.toMatchObject({
      name: 'NoticeRefused',
      message: expect.stringMatching(
        /fewer than 3 runs within a day, found 3.*MaxRecoveriesPerDay/,
      ),
    });
    expect(workflows.started).toHaveLength(1);
  });

  // Row 12: it would make every honest notice an older one.
  it('StartRecovery starts no execution for data captured in the future', async () => {
    const workflows = new FakeWorkflows();
    const notice = aNotice({ capturedAt: '2099-01-01T00:00:00.000Z' });
    await expect(start(workflows, notice)).rejects.toMatchObject({
      name: 'NoticeRefused',
      message: expect.stringContaining('which is to come'),
    });
    expect(workflows.started).toEqual([]);
  });
});
