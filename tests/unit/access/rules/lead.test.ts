import { describe, expect, it } from '@jest/globals';
import { groupOf, isMovable, leadOf, weightsTo } from '../../../../functions/access/rules/lead.ts';
import type { Lead } from '../../../../functions/access/rules/lead.ts';
import { orders, movable } from '../steps/world.ts';

const leads: readonly Lead[] = ['main', 'spare', 'closed'];

describe('where a listener leads', () => {
  it.each(leads)('all of the weight to %s is read back as it was written', (lead) => {
    const weights = weightsTo(lead, movable);
    expect(leadOf(weights, movable)).toBe(lead);
    expect(Object.values(weights).filter((weight) => weight === 0)).toHaveLength(2);
    expect(weights[groupOf(movable, lead)]).toBe(1);
  });

  it.each([
    ['no group', {}],
    ['two groups', { [movable.groupArn]: 1, [movable.detour.spareArn]: 1 }],
    ['a group of somebody else', { 'arn:other': 1, [movable.groupArn]: 0 }],
  ])('a listener that leads to %s is refused, and says what to do', (_what, weights) => {
    expect(() => leadOf(weights, movable)).toThrow(/^expected the listener .* Give one of /);
  });

  it('an endpoint without a spare group has clients that nobody moves', () => {
    expect([isMovable(orders), isMovable(movable)]).toEqual([false, true]);
  });
});
