import { expect, it } from '@jest/globals';
import { readableCause, reportFailure } from '../../../../functions/shared/steps/report-failure.ts';
import { FakeNotices } from '../../fakes/notices.ts';

// Defect class: failed run reported SUCCEEDED.
it('ReportFailure publishes a failure as FAILED, with its step and cause', async () => {
  const notices = new FakeNotices();
  const failure = {
    status: 'FAILED',
    workflow: 'target',
    run: 'run',
    executionArn: 'arn:execution',
    step: 'SwapNames',
    error: 'NameTaken',
    cause: 'expected the live name',
    leftBehind: ['a snapshot'],
  } as const;
  const report = await reportFailure(failure, { notices, topicArn: 'arn:operations' });
  expect(report).toEqual(failure);
  expect(notices.published).toEqual([
    {
      topicArn: 'arn:operations',
      subject: 'Understudy: target run failed at SwapNames',
      document: report,
    },
  ]);
});

// Defect class: a run that did its work is reported as one that failed.
it('ReportFailure publishes a run that is done and could not report as done', async () => {
  const notices = new FakeNotices();
  const failure = {
    status: 'UNREPORTED',
    workflow: 'target',
    run: 'run',
    executionArn: 'arn:execution',
    step: 'ReportRecovery',
    error: 'AccessDenied',
    cause: 'not authorized',
    leftBehind: [],
  } as const;
  await reportFailure(failure, { notices, topicArn: 'arn:operations' });
  expect(notices.published).toEqual([
    {
      topicArn: 'arn:operations',
      subject: 'Understudy: target run is done, and its report failed at ReportRecovery',
      document: failure,
    },
  ]);
});

it.each([
  ['{"errorType":"NameTaken","errorMessage":"it is held","trace":[]}', 'it is held'],
  ['the state timed out', 'the state timed out'],
  [
    '{"errorMessage":"too late"} | RollBack failed too: {"errorMessage":"not ours"}',
    'too late | RollBack failed too: not ours',
  ],
  [
    '{"errorMessage":"a"} | RollBack failed too: b | DiscardCluster failed too: {"errorMessage":"c"}',
    'a | RollBack failed too: b | DiscardCluster failed too: c',
  ],
  [
    '{"errorMessage":"a"} | before that the run went on from a failure at SwapNames: {"errorMessage":"b"}',
    'a | before that the run went on from a failure at SwapNames: b',
  ],
  [
    '{"errorMessage":"a"} | RollBack failed too: {"errorMessage":"b"} | before that the run went on from a failure at SwapNames: {"errorMessage":"c"}',
    'a | RollBack failed too: b | before that the run went on from a failure at SwapNames: c',
  ],
  ['{"a":1}', '{"a":1}'],
  ['"text"', '"text"'],
  ['null', 'null'],
  ['', ''],
])('the cause %s is reported as %s', (cause, readable) => {
  expect(readableCause(cause)).toBe(readable);
});
