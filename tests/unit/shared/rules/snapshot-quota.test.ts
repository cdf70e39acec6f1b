import { describe, expect, it } from '@jest/globals';
import {
  SnapshotQuota,
  snapshotQuotaOf,
} from '../../../../functions/shared/rules/snapshot-quota.ts';

describe('snapshotQuotaOf', () => {
  it.each([
    [10, 100, 1, 90],
    [97, 100, 2, 1],
    [99, 100, 2, 0],
    [100, 100, 1, 0],
    // AWS may lower a quota below what is used.
    [130, 100, 2, 0],
  ])(
    'a quota with %i of %i used and %i a capture has room for %i',
    (used, maximum, perCapture, captures) => {
      const shelf = snapshotQuotaOf('eu-central-1', { used, maximum }, perCapture);
      const expected = {
        region: 'eu-central-1',
        used,
        quota: maximum,
        capturesUntilFull: captures,
      };
      expect(shelf).toEqual(expected);
      expect(SnapshotQuota.parse(shelf)).toEqual(expected);
    },
  );
});
