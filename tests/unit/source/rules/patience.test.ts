import { describe, expect, it } from '@jest/globals';
import { checkPatience } from '../../../../functions/source/rules/patience.ts';

describe('checkPatience', () => {
  it.each([
    [12, 48, 96],
    [12, 48, 61],
    [1, 1, 3],
  ])(
    'deadlines of %d and %d hours are taken with ResumeHours %d',
    (snapshotHours, copyHours, resumeHours) => {
      expect(() => checkPatience({ snapshotHours, copyHours, resumeHours })).not.toThrow();
    },
  );

  // Defect class: a deadline that passed is followed by a second full copy.
  it.each([
    [12, 48, 60],
    [12, 48, 24],
    [72, 168, 239],
  ])(
    'deadlines of %d and %d hours are refused with ResumeHours %d',
    (snapshotHours, copyHours, resumeHours) => {
      expect(() => checkPatience({ snapshotHours, copyHours, resumeHours })).toThrow(
        expect.objectContaining({
          name: 'InvalidPlan',
          message: expect.stringMatching(
            new RegExp(
              `which are ${snapshotHours + copyHours}, found ${resumeHours}: .*Raise ResumeHours`,
            ),
          ),
        }),
      );
    },
  );
});
