import { describe, expect, it } from '@jest/globals';
import { engineFamily } from '../../../../functions/shared/rules/database.ts';

describe('the SQL that a database speaks', () => {
  it.each([
    ['aurora-postgresql', 'postgresql'],
    ['postgres', 'postgresql'],
    ['aurora-mysql', 'mysql'],
    ['mysql', 'mysql'],
    ['mariadb', 'mysql'],
  ])('of %s is %s', (engine, family) => {
    expect(engineFamily(engine)).toBe(family);
  });
});
