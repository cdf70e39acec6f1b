import { describe, expect, it } from '@jest/globals';
import { newIdentifier } from '../../aws/services/rds/identifiers.ts';

describe('a new identifier', () => {
  it.each([
    ['orders', 'orders'],
    ['Orders-Temp', 'orders-temp'],
    ['a', 'a'],
    ['x9-8-7', 'x9-8-7'],
    ['a'.repeat(63), 'a'.repeat(63)],
  ])('%s is kept as %s', (given, kept) => {
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
  ])('%s is refused', (_why, given) => {
    expect(() => newIdentifier(given, 'DBClusterIdentifier', 'database')).toThrow(
      expect.objectContaining({ name: 'InvalidParameterValue' }),
    );
  });

  it('of a snapshot takes 255 characters', () => {
    const longest = 'a'.repeat(255);
    expect(newIdentifier(longest, 'DBClusterSnapshotIdentifier', 'snapshot')).toBe(longest);
    expect(() => newIdentifier(`${longest}a`, 'DBClusterSnapshotIdentifier', 'snapshot')).toThrow(
      '256',
    );
  });

  it('must be there', () => {
    expect(() => newIdentifier(undefined, 'DBClusterIdentifier', 'database')).toThrow(
      expect.objectContaining({ name: 'MissingParameter' }),
    );
  });
});
