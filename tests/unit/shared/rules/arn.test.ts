import { describe, expect, it } from '@jest/globals';
import { parseSnapshotArn, regionOf, snapshotArn } from '../../../../functions/shared/rules/arn.ts';

// Defect class: hard-coded Region or partition.
describe.each([
  ['aws', 'eu-west-1', '111111111111'],
  ['aws-cn', 'cn-north-1', '222222222222'],
  ['aws-us-gov', 'us-gov-west-1', '111111111111'],
])('snapshot ARNs in the partition %s', (partition, region, accountId) => {
  it.each([
    ['cluster', `arn:${partition}:rds:${region}:${accountId}:cluster-snapshot:nightly`],
    ['instance', `arn:${partition}:rds:${region}:${accountId}:snapshot:nightly`],
  ] as const)('a snapshot of a %s has an ARN that is written and read alike', (kind, arn) => {
    const location = { partition, region, accountId };
    expect(snapshotArn(location, kind, 'nightly')).toBe(arn);
    expect(parseSnapshotArn(arn)).toEqual({ ...location, kind, identifier: 'nightly' });
  });
});

it('parseSnapshotArn keeps the colon in the name of an automated snapshot', () => {
  expect(
    parseSnapshotArn('arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:rds:orders-2026')
      .identifier,
  ).toBe('rds:orders-2026');
});

it.each([
  'nightly',
  '',
  'arn:aws:rds:eu-west-1:111111111111:cluster:orders',
  'arn:aws:rds:eu-west-1:11111111111:snapshot:nightly',
  'arn:aws:kms:eu-west-1:111111111111:snapshot:nightly',
  'arn:other:rds:eu-west-1:111111111111:snapshot:nightly',
  'arn:aws:rds:eu-west-1:111111111111:snapshot:',
])('parseSnapshotArn refuses "%s" and shows it', (arn) => {
  expect(() => parseSnapshotArn(arn)).toThrow(
    expect.objectContaining({
      name: 'InvalidInput',
      message: expect.stringContaining(`found "${arn}"`),
    }),
  );
});

it.each([
  ['arn:aws:kms:eu-central-1:111111111111:key/a', 'eu-central-1'],
  ['arn:aws-cn:kms:cn-north-1:111111111111:key/a', 'cn-north-1'],
  ['arn:aws:iam::111111111111:role/a', undefined],
  ['alias/aws/rds', undefined],
  ['urn:aws:kms:eu-central-1:111111111111:key/a', undefined],
])('the Region of the ARN %s is %s', (arn, region) => {
  expect(regionOf(arn)).toBe(region);
});
