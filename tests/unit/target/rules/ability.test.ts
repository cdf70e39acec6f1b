import { describe, expect, it } from '@jest/globals';
import {
  abilityOf,
  describeAbility,
  mayBeWritten,
} from '../../../../functions/target/rules/ability.ts';
import type { Sighting } from '../../../../functions/target/rules/ability.ts';
import type { Member } from '../../../../functions/shared/rules/database.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { allOf, clusterStatuses, instanceStatuses } from '../../shared/rules/statuses.ts';

const writer = (status = 'available'): Member =>
  aMember({ identifier: 'orders-1', isWriter: true, status });
const reader = (status = 'available'): Member => aMember({ identifier: 'orders-2', status });
const cluster = (status: string, ...members: readonly Member[]): Sighting => ({
  database: aDatabase({ status }),
  members,
});
const instance = (status: string): Sighting => ({
  database: aDatabase({ kind: 'instance', status }),
  members: [],
});

describe('a missing database', () => {
  it('a missing database is unable', () => {
    expect(abilityOf(undefined)).toBe('unable');
  });
});

describe('a DB instance', () => {
  it('an available DB instance is able and may be written to', () => {
    expect(abilityOf(instance('available'))).toBe('able');
    expect(mayBeWritten(instance('available'))).toBe(true);
  });

  it.each(instanceStatuses.failed)(
    'a DB instance that is %s is unable and cannot be written to',
    (status) => {
      expect(abilityOf(instance(status))).toBe('unable');
      expect(mayBeWritten(instance(status))).toBe(false);
    },
  );

  it.each(instanceStatuses.silent)(
    'a DB instance that is %s may yet be able and cannot be written to',
    (status) => {
      expect(abilityOf(instance(status))).toBe('pending');
      expect(mayBeWritten(instance(status))).toBe(false);
    },
  );

  it.each(instanceStatuses.busy)(
    'a DB instance that is %s may yet be able and may be written to',
    (status) => {
      expect(abilityOf(instance(status))).toBe('pending');
      expect(mayBeWritten(instance(status))).toBe(true);
    },
  );
});

describe('a database that something is done to', () => {
  it.each(instanceStatuses.usable)('a DB instance that is %s is able', (status) => {
    expect(abilityOf(instance(status))).toBe('able');
    expect(mayBeWritten(instance(status))).toBe(true);
  });

  it.each(clusterStatuses.usable)('a cluster that is %s is able with its writer', (status) => {
    expect(abilityOf(cluster(status, writer('backing-up')))).toBe('able');
    expect(mayBeWritten(cluster(status, writer('backing-up')))).toBe(true);
  });
});

describe('a cluster', () => {
  it('a cluster is able while both it and its writer are available', () => {
    expect(abilityOf(cluster('available', writer(), reader('failed')))).toBe('able');
    expect(mayBeWritten(cluster('available', writer()))).toBe(true);
  });

  it.each(clusterStatuses.failed)(
    'a cluster that is %s is unable, whatever its instances are',
    (status) => {
      expect(abilityOf(cluster(status, writer(), reader()))).toBe('unable');
      expect(mayBeWritten(cluster(status, writer(), reader()))).toBe(false);
    },
  );

  it.each(clusterStatuses.silent)(
    'a cluster that is %s may yet be able and cannot be written to',
    (status) => {
      expect(abilityOf(cluster(status, writer()))).toBe('pending');
      expect(mayBeWritten(cluster(status, writer()))).toBe(false);
    },
  );

  it.each(clusterStatuses.busy)(
    'a cluster that is %s may yet be able and may be written to',
    (status) => {
      expect(abilityOf(cluster(status, writer()))).toBe('pending');
      expect(mayBeWritten(cluster(status, writer()))).toBe(true);
    },
  );

  // Row 7: it stays available without any.
  it('a cluster without instances is unable, whatever its own status is', () => {
    for (const status of allOf(clusterStatuses)) {
      expect(abilityOf(cluster(status))).toBe('unable');
      expect(mayBeWritten(cluster(status))).toBe(false);
    }
  });

  // Row 2: its members go first.
  it.each(instanceStatuses.failed)('a cluster whose only instance is %s is unable', (status) => {
    expect(abilityOf(cluster('available', writer(status)))).toBe('unable');
    expect(mayBeWritten(cluster('available', writer(status)))).toBe(false);
  });

  it.each(instanceStatuses.failed)(
    'a cluster whose writer is %s may yet be able through a reader',
    (status) => {
      expect(abilityOf(cluster('available', writer(status), reader()))).toBe('pending');
      expect(mayBeWritten(cluster('available', writer(status), reader()))).toBe(false);
    },
  );

  it.each(instanceStatuses.silent)(
    'a cluster whose writer is %s may yet be able and cannot be written to',
    (status) => {
      expect(abilityOf(cluster('available', writer(status)))).toBe('pending');
      expect(mayBeWritten(cluster('available', writer(status)))).toBe(false);
    },
  );

  it.each(instanceStatuses.busy)(
    'a cluster whose writer is %s may yet be able and may be written to',
    (status) => {
      expect(abilityOf(cluster('available', writer(status)))).toBe('pending');
      expect(mayBeWritten(cluster('available', writer(status)))).toBe(true);
    },
  );

  it('a cluster without a writer may yet be able and cannot be written to', () => {
    expect(abilityOf(cluster('available', reader()))).toBe('pending');
    expect(mayBeWritten(cluster('available', reader()))).toBe(false);
  });
});

describe('describeAbility', () => {
  it.each([
    [undefined, 'the old database'],
    [instance('stopped'), '"orders" (stopped)'],
    [
      cluster('available', reader(), writer('deleting')),
      '"orders" (available, writer "orders-1" deleting)',
    ],
    [cluster('available', reader()), '"orders" (available, without a writer)'],
  ])('the ability of %j is described as %s', (seen, text) => {
    expect(describeAbility(seen, 'the old database')).toBe(text);
  });
});
