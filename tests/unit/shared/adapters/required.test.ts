import { describe, expect, it } from '@jest/globals';
import { readPort, required, requiredArn } from '../../../../functions/shared/adapters/required.ts';

const arn = 'arn:aws:rds:eu-central-1:222222222222:cluster-snapshot:nightly';

describe('required, requiredArn and readPort', () => {
  it("a field that AWS's answer has is taken as it is", () => {
    expect([required('orders', 'Name'), required(0, 'Number')]).toEqual(['orders', 0]);
  });

  it.each([undefined, ''])('a required field that is %j is refused by its name', (value) => {
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

  it.each([arn, arn.replace('cluster-snapshot', 'snapshot')])(
    "the ARN %s is accepted as a snapshot's",
    (value) => {
      expect(requiredArn(value, 'Arn')).toBe(value);
    },
  );

  it.each(['nightly', `${arn}:more`, arn.replace('cluster-snapshot', 'cluster')])(
    'the text %s is refused as the ARN of a snapshot',
    (value) => {
      expect(() => requiredArn(value, 'DBSnapshotArn')).toThrow(
        expect.objectContaining({
          name: 'AnswerUnreadable',
          message: expect.stringContaining(`in DBSnapshotArn, found "${value}"`),
        }),
      );
    },
  );

  it.each([1, 5432, 65_535])('the port %d is accepted', (port) => {
    expect(readPort(port)).toBe(port);
  });

  it.each([undefined, 0, -1, 65_536, 5432.5, NaN])('the port %d is read as undefined', (value) => {
    expect(readPort(value)).toBeUndefined();
  });
});
