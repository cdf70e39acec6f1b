import { describe, expect, it } from '@jest/globals';
import {
  ProbeRequest,
  secondsAfter,
  tooLong,
} from '../../../../functions/lab/rules/probe-request.ts';
import { wayOf } from '../../../../functions/lab/rules/ways.ts';

const request = { path: 'direct', clients: 4, seconds: 45, intervalMilliseconds: 100 };

describe('what a probe is asked', () => {
  it.each([
    [{}, true],
    [{ path: 'nlb' }, true],
    [{ path: 'proxy', clients: 500, seconds: 780, intervalMilliseconds: 10 }, true],
    [{ clients: 1, seconds: 1, intervalMilliseconds: 60_000 }, true],
    [{ path: 'reader' }, false],
    [{ clients: 0 }, false],
    [{ clients: 501 }, false],
    [{ clients: 1.5 }, false],
    [{ seconds: 0 }, false],
    [{ seconds: 781 }, false],
    [{ intervalMilliseconds: 9 }, false],
    [{ intervalMilliseconds: 60_001 }, false],
    [{ intervalMilliseconds: '100' }, false],
  ])('the request with %j is taken: %s', (more, taken) => {
    expect(ProbeRequest.safeParse({ ...request, ...more }).success).toBe(taken);
  });

  it('a probe that outlasts its function is refused with what would fit', () => {
    expect(tooLong(45, 120_000)).toBeUndefined();
    expect(tooLong(46, 120_000)).toBe(
      `expected seconds to leave ${secondsAfter} s of the function's time-out, found 46 with 120 s ` +
        'left. Ask for 45 s at most, or raise the time-out',
    );
  });
});

describe('the ways to the database', () => {
  const hosts = { direct: 'lab.cluster', nlb: 'lab.elb', proxy: 'lab.proxy' };

  it.each([
    ['direct', { host: 'lab.cluster', provenName: 'lab.cluster' }],
    ['nlb', { host: 'lab.elb', provenName: 'lab.cluster' }],
    ['proxy', { host: 'lab.proxy', provenName: 'lab.proxy' }],
  ] as const)('the path %s leads to %j', (path, way) => {
    expect(wayOf(path, hosts)).toEqual(way);
  });

  it.each([
    ['nlb', 'NlbHost'],
    ['proxy', 'Proxy'],
  ] as const)(
    'the path %s that is not deployed is refused by its parameter %s',
    (path, parameter) => {
      expect(() => wayOf(path, { ...hosts, [path]: '' })).toThrow(
        `expected a path that is deployed, found ${path}: deploy the stack with ${parameter}, or leave ` +
          'the path out',
      );
    },
  );
});
