import { describe, expect, it } from '@jest/globals';
import { describeClassOverride } from '../../../../functions/target/rules/class-override.ts';

const live = [
  { identifier: 'orders-1', instanceClass: 'db.r6g.large' },
  { identifier: 'orders-2', instanceClass: 'db.r8g.large' },
];

describe('describeClassOverride', () => {
  it('each live member of another class than the parameter names is told', () => {
    expect(describeClassOverride('db.r8g.large', live)).toEqual([
      'DBInstanceClass is db.r8g.large, as DBInstanceClass says; for "orders-1" of the live cluster ' +
        'it is db.r6g.large',
    ]);
  });

  it('nothing is told where no parameter names a class', () => {
    expect(describeClassOverride(undefined, live)).toEqual([]);
  });
});
