import { describe, expect, it } from '@jest/globals';
import { Memory, emptyState } from '../../../../functions/access/rules/pass-state.ts';

describe('the memory of a run', () => {
  it('the memory of a run is empty at first', () => {
    expect(emptyState).toEqual({
      first: null,
      last: null,
      lastSince: null,
      staleSince: null,
      moved: false,
      lag: null,
    });
    expect(Memory.parse({ orders: emptyState })).toEqual({ orders: emptyState });
  });

  it('the memory of a run is read back as it was carried', () => {
    const since = '2026-01-05T10:30:00Z';
    const memory = {
      orders: {
        first: ['10.0.1.5'],
        last: ['10.0.2.5', '10.0.3.5'],
        lastSince: since,
        staleSince: since,
        moved: true,
        lag: { who: 'DNS', since },
      },
    };
    expect(Memory.parse(memory)).toEqual(memory);
  });

  it('the memory of an earlier release is read', () => {
    const { lastSince: _, ...earlier } = emptyState;
    expect(Memory.parse({ orders: earlier })).toEqual({ orders: emptyState });
  });

  it.each([
    ['of somebody else who lags', { lag: { who: 'the cat', since: '2026-01-05T10:30:00Z' } }],
    ['of no time', { staleSince: 'yesterday' }],
    ['of addresses that are none', { last: '10.0.1.5' }],
  ])('a memory of a run is refused as one %s', (_what, change) => {
    expect(Memory.safeParse({ orders: { ...emptyState, ...change } }).success).toBe(false);
  });
});
