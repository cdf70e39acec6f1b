import { describe, expect, it } from '@jest/globals';
import { spansOf } from '../../../../functions/lab/rules/spans.ts';
import { attempt } from '../attempts.ts';

describe('the spans of a probe', () => {
  it('attempts of a client in a row that met the same are one span', () => {
    const attempts = [
      attempt(1000, 1010),
      attempt(1100, 1110, { client: 2 }),
      attempt(1200, 1210),
      attempt(1300, 1390, { met: 'read-only' }),
      attempt(1400, 1410, { met: 'read-only' }),
      attempt(1500, 1510),
    ];

    expect(spansOf(attempts, 1000)).toEqual({
      spans: [
        [1, 0, 210, 'acknowledged', 2],
        [2, 100, 110, 'acknowledged', 1],
        [1, 300, 410, 'read-only', 2],
        [1, 500, 510, 'acknowledged', 1],
      ],
      spansLeftOut: 0,
    });
  });

  it('spans are in the order in which attempts began, whenever they were answered', () => {
    const attempts = [attempt(50, 60, { client: 2 }), attempt(0, 900)];

    expect(spansOf(attempts, 0).spans.map(([client]) => client)).toEqual([1, 2]);
  });

  it('an answer holds a limited number of spans, and says how many it leaves out', () => {
    const attempts = Array.from({ length: 6000 }, (_, index) =>
      attempt(index, index + 1, index % 2 === 0 ? {} : { met: 'dns' }),
    );

    const { spans, spansLeftOut } = spansOf(attempts, 0);

    expect({ shown: spans.length, spansLeftOut }).toEqual({ shown: 5000, spansLeftOut: 1000 });
    // Lambda takes 6 MB: Lambda Developer Guide, "Quotas".
    expect(JSON.stringify(spans).length).toBeLessThan(1_000_000);
  });
});
