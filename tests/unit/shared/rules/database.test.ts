import { describe, expect, it } from '@jest/globals';
import { engineFamily } from '../../../../functions/shared/rules/database.ts';

describe('engineFamily', () => {
  it.each([
    ['aurora-postgresql', 'postgresql'],
    ['postgres', 'postgresql'],
    ['aurora-mysql', 'mysql'],
    ['mysql', 'mysql'],
    ['mariadb', 'mysql'],
  ])('the engine %s speaks the SQL of %s', (engine, family) => {
    expect(engineFamily(engine)).toBe(family);
  });
});
