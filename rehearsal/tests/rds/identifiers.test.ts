import { describe, expect, it } from '@jest/globals';
import { newIdentifier, snapshotLengths } from '../../aws/services/rds/identifiers.ts';

describe('identifiers of new resources', () => {
  it.each([
    ['orders', 'orders'],
    ['Orders-Temp', 'orders-temp'],
    ['a', 'a'],
    ['x9-8-7', 'x9-8-7'],
    ['a'.repeat(63), 'a'.repeat(63)],
  ])('the identifier %s is kept as %s', (given, kept) => {
    expect(newIdentifier(given, 'DBClusterIdentifier', 'database')).toBe(kept);
  });

  it.each([
    ['a digit first', '1orders'],
    ['a hyphen first', '-orders'],
    ['a hyphen last', 'orders-'],
    ['a doubled hyphen', 'or--ders'],
    ['an underscore', 'or_ders'],
    ['a dot', 'or.ders'],
    ['a letter beyond ASCII', 'ördérs'],
    ['64 characters', 'a'.repeat(64)],
  ])('an identifier with %s is refused', (_why, given) => {
    expect(() => newIdentifier(given, 'DBClusterIdentifier', 'database')).toThrow(
      expect.objectContaining({ name: 'InvalidParameterValue' }),
    );
  });

  it('an identifier of a snapshot may have 255 characters', () => {
    const longest = 'a'.repeat(255);
    expect(newIdentifier(longest, 'DBClusterSnapshotIdentifier', 'snapshot')).toBe(longest);
    expect(() => newIdentifier(`${longest}a`, 'DBClusterSnapshotIdentifier', 'snapshot')).toThrow(
      '256',
    );
  });

  it('an identifier of a cluster snapshot that is created or copied may have 63 characters', () => {
    const longest = 'a'.repeat(63);
    const member = 'DBClusterSnapshotIdentifier';
    expect(newIdentifier(longest, member, snapshotLengths('cluster'))).toBe(longest);
    expect(() => newIdentifier(`${longest}a`, member, snapshotLengths('cluster'))).toThrow('64');
    expect(newIdentifier(`${longest}a`, member, snapshotLengths('instance'))).toHaveLength(64);
  });

  it('an identifier must be given', () => {
    expect(() => newIdentifier(undefined, 'DBClusterIdentifier', 'database')).toThrow(
      expect.objectContaining({ name: 'MissingParameter' }),
    );
  });
});
