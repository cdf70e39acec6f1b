import { describe, expect, it } from '@jest/globals';
import {
  isForbidden,
  meaningOf,
  snapshotReadiness,
  statusRow,
} from '../../../../functions/shared/rules/status.ts';
import { allOf, clusterStatuses, instanceStatuses } from './statuses.ts';

// Defect class: endless poll on a failed status.
describe('snapshotReadiness', () => {
  it.each(['failed', 'deleted', 'deleting', 'incompatible-restore', 'incompatible-parameters'])(
    'a snapshot with the status %s never becomes available',
    (status) => {
      expect(snapshotReadiness(status)).toBe('failed');
    },
  );

  it.each(['creating', 'copying', 'a-status-of-next-year', '', 'Available', 'not-failed'])(
    'a snapshot with the status "%s" may become available',
    (status) => {
      expect(snapshotReadiness(status)).toBe('pending');
    },
  );

  it('a snapshot with the status available is available', () => {
    expect(snapshotReadiness('available')).toBe('available');
  });
});

const kinds = [
  { kind: 'cluster', statuses: clusterStatuses },
  { kind: 'instance', statuses: instanceStatuses },
] as const;

describe.each(kinds)('the status of a DB $kind', ({ kind, statuses }) => {
  it.each(statuses.failed)('a database that is %s never comes back by itself', (status) => {
    expect(meaningOf({ kind, status })).toBe('failed');
    expect(statusRow({ kind, status }).connects).toBe('no');
  });

  it.each(statuses.silent)(
    'nobody can connect to a database that is %s, which passes',
    (status) => {
      expect(statusRow({ kind, status })).toMatchObject({ means: 'passing', connects: 'no' });
    },
  );

  it.each(statuses.busy)(
    'somebody may connect to a database that is %s, which passes',
    (status) => {
      expect(statusRow({ kind, status })).toMatchObject({ means: 'passing', connects: 'perhaps' });
    },
  );

  it.each(statuses.usable)('a database that is %s answers', (status) => {
    expect(statusRow({ kind, status })).toMatchObject({ means: 'usable', connects: 'yes' });
  });

  it.each(['a-status-of-next-year', '', 'Available'])(
    'a database with the unlisted status "%s" may come to answer, and is left alone until then',
    (status) => {
      expect(meaningOf({ kind, status })).toBe('passing');
      expect(isForbidden({ kind, status }, 'modify')).toBe(true);
      expect(isForbidden({ kind, status }, 'delete')).toBe(true);
    },
  );

  it('every row names its source, and what is from memory says so', () => {
    for (const status of allOf(statuses)) {
      expect(statusRow({ kind, status }).source).toMatch(/Guide|field|model|unverified|nobody/);
    }
  });
});
