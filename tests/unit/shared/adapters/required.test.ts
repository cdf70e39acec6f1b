import { describe, expect, it } from '@jest/globals';
import { readPort, required, requiredArn } from '../../../../functions/shared/adapters/required.ts';

const arn = 'arn:aws:rds:eu-central-1:222222222222:cluster-snapshot:nightly';

describe("a field of AWS's answer", () => {
  it('that is there is taken as it is', () => {
    expect([required('orders', 'Name'), required(0, 'Number')]).toEqual(['orders', 0]);
  });

  it.each([undefined, ''])('that is %j is missed by its name', (value) => {
    for (const read of [required, requiredArn]) {
      expect(() => read(value, 'DBSnapshotArn')).toThrow(
        expect.objectContaining({
          name: 'AnswerUnreadable',
          message:
            "expected AWS's answer to have DBSnapshotArn, found none: nothing was done about it",
        }),
      );
    }
  });

  it.each([arn, arn.replace('cluster-snapshot', 'snapshot')])('is an ARN as %s', (value) => {
    expect(requiredArn(value, 'Arn')).toBe(value);
  });

  it.each(['nightly', `${arn}:more`, arn.replace('cluster-snapshot', 'cluster')])(
    'is no ARN of a snapshot as %s',
    (value) => {
      expect(() => requiredArn(value, 'DBSnapshotArn')).toThrow(
        expect.objectContaining({
          name: 'AnswerUnreadable',
          message: expect.stringContaining(`in DBSnapshotArn, found "${value}"`),
        }),
      );
    },
  );

  it.each([1, 5432, 65_535])('is the port %d', (port) => {
    expect(readPort(port)).toBe(port);
  });

  it.each([undefined, 0, -1, 65_536, 5432.5, NaN])('is no port as %d', (value) => {
    expect(readPort(value)).toBeUndefined();
  });
});
