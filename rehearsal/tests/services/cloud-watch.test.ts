import { describe, expect, it } from '@jest/globals';
import { CloudWatch } from '../../aws/services/cloudwatch/cloud-watch.ts';

const receiverArn = 'arn:aws:lambda:eu-central-1:222222222222:function:report';
const metricDirective = {
  Namespace: 'Understudy',
  Dimensions: [['service'], ['service', 'step']],
  Metrics: [{ Name: 'RecoveryTime', Unit: 'Seconds' }],
};
const metricDocument = {
  _aws: { Timestamp: 1000, CloudWatchMetrics: [metricDirective] },
  service: 'target',
  step: 'swap',
  RecoveryTime: 3000,
};

function ingest(document: object) {
  const cloudWatch = new CloudWatch({ now: () => 0 });
  cloudWatch.ingestLog(receiverArn, `${JSON.stringify(document)}\n`);
  return cloudWatch;
}

/** The document with another directive. */
const directing = (directive: object): object => ({
  ...metricDocument,
  _aws: { Timestamp: 1000, CloudWatchMetrics: [{ ...metricDirective, ...directive }] },
});

describe('metrics in log lines', () => {
  it('a log line in the embedded metric format gives a data point for each dimension set', () => {
    const metric = {
      location: { accountId: '222222222222', region: 'eu-central-1' },
      functionArn: receiverArn,
      namespace: 'Understudy',
      name: 'RecoveryTime',
      unit: 'Seconds',
      values: [3000],
      timestamp: 1000,
    };
    expect(ingest(metricDocument).metrics()).toEqual([
      { ...metric, dimensions: { service: 'target' } },
      { ...metric, dimensions: { service: 'target', step: 'swap' } },
    ]);
  });

  it('a log line may have several values', () => {
    const [metric] = ingest({ ...metricDocument, RecoveryTime: [1, 2] }).metrics('RecoveryTime');
    expect(metric?.values).toEqual([1, 2]);
  });

  it('a log line may have no dimensions and no unit', () => {
    const plain = directing({ Dimensions: [], Metrics: [{ Name: 'RecoveryTime' }] });
    expect(ingest(plain).metrics()).toMatchObject([{ unit: 'None', dimensions: {} }]);
  });

  it('a data point is found by the name of its metric', () => {
    expect(ingest(metricDocument).metrics('Other')).toEqual([]);
  });

  it.each(['START RequestId: 1', '{"level":"INFO"}', '{not json', '', '2026-01-05\tINFO\t{}'])(
    'a log line with the text %j is no metric',
    (line) => {
      const cloudWatch = new CloudWatch({ now: () => 0 });
      cloudWatch.ingestLog(receiverArn, line);
      expect([cloudWatch.metrics(), cloudWatch.invalidMetrics()]).toEqual([[], []]);
    },
  );

  it.each([
    ['a metric without a value', { ...metricDocument, RecoveryTime: undefined }, 'RecoveryTime'],
    ['a metric that is text', { ...metricDocument, RecoveryTime: '3000' }, 'RecoveryTime'],
    ['a dimension without a value', { ...metricDocument, step: undefined }, 'step'],
    ['a dimension that is a number', { ...metricDocument, step: 1 }, 'step'],
    ['an unknown unit', directing({ Metrics: [{ Name: 'RecoveryTime', Unit: 's' }] }), 'unit s'],
    ['no namespace', directing({ Namespace: '' }), 'Namespace'],
    [
      'no timestamp',
      { ...metricDocument, _aws: { CloudWatchMetrics: [metricDirective] } },
      'Timestamp',
    ],
  ])('a log line with %s is kept as invalid', (_, document, reason) => {
    const cloudWatch = ingest(document);
    expect(cloudWatch.metrics()).toEqual([]);
    expect(cloudWatch.invalidMetrics()).toMatchObject([
      { functionArn: receiverArn, reason: expect.stringContaining(reason) },
    ]);
  });
});
