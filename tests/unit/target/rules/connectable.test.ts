import { describe, expect, it } from '@jest/globals';
import { connectability } from '../../../../functions/target/rules/connectable.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';

const writer = aMember({ identifier: 'orders-1', isWriter: true });
const reader = aMember({ identifier: 'orders-2' });

describe('connectability of a cluster', () => {
  it('a cluster with everything available and a writer is connectable', () => {
    expect(connectability(aDatabase(), [writer, reader])).toEqual({ state: 'connectable' });
  });

  it.each([
    [
      'has changes pending',
      aDatabase({ pendingChanges: true }),
      [writer],
      '(available, changes pending)',
    ],
    ['has no member', aDatabase(), [], 'a writer in "orders"'],
    ['has readers alone', aDatabase(), [reader], 'a writer in "orders"'],
    [
      'has a writer in the making',
      aDatabase(),
      [{ ...writer, status: 'creating' }],
      'writer "orders-1" (creating)',
    ],
    [
      'has a writer with changes pending',
      aDatabase(),
      [{ ...writer, pendingChanges: true }],
      'changes pending',
    ],
    [
      'has a reader in the making',
      aDatabase(),
      [writer, { ...reader, status: 'creating' }],
      'reader "orders-2" (creating)',
    ],
    ['has no endpoint yet', aDatabase({ endpoint: undefined }), [writer], 'an endpoint'],
    ['has no port yet', aDatabase({ port: undefined }), [writer], 'an endpoint'],
  ])('a cluster is not connectable while it %s', (_what, database, members, waitingFor) => {
    expect(connectability(database, members)).toEqual({
      state: 'pending',
      waitingFor: expect.stringContaining(waitingFor),
    });
  });

  it.each([
    ['is backing up', aDatabase({ status: 'backing-up' }), [writer]],
    [
      'is being modified, and has changes pending',
      aDatabase({ status: 'modifying', pendingChanges: true }),
      [writer],
    ],
    [
      'has a writer whose monitoring is configured',
      aDatabase(),
      [{ ...writer, status: 'configuring-enhanced-monitoring' }],
    ],
  ])('a cluster is connectable while it %s', (_what, database, members) => {
    expect(connectability(database, members)).toEqual({ state: 'connectable' });
  });

  it.each([
    ['creating', 'connectable'],
    ['failed', 'failed'],
  ])('a reader that is %s leaves the writer %s', (status, state) => {
    expect(connectability(aDatabase(), [writer, { ...reader, status }], 'writer').state).toBe(
      state,
    );
  });

  it.each([
    ['itself', aDatabase({ status: 'inaccessible-encryption-credentials' }), [writer]],
    [
      'its writer',
      aDatabase({ status: 'creating' }),
      [{ ...writer, status: 'incompatible-parameters' }],
    ],
    [
      'its reader',
      aDatabase(),
      [
        { ...writer, status: 'creating' },
        { ...reader, status: 'failed' },
      ],
    ],
  ])('a cluster has failed once %s has, whatever else is pending', (_what, database, members) => {
    expect(connectability(database, members).state).toBe('failed');
  });
});

describe('connectability of a DB instance', () => {
  const instance = aDatabase({ kind: 'instance' });

  it('an available DB instance is connectable without members', () => {
    expect(connectability(instance, [])).toEqual({ state: 'connectable' });
  });

  it('a DB instance is not connectable while it is creating', () => {
    expect(connectability({ ...instance, status: 'creating' }, [])).toMatchObject({
      waitingFor: 'DB instance "orders" (creating)',
    });
  });
});
