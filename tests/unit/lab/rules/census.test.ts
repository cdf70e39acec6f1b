import { describe, expect, it } from '@jest/globals';
import { countConnections, counted, labelOf } from '../../../../functions/lab/rules/census.ts';
import type { Session } from '../../../../functions/lab/rules/census.ts';
import { paths } from '../../../../functions/lab/rules/path.ts';
import type { Path } from '../../../../functions/lab/rules/path.ts';

let id = 0;
const session = (user: string, label: string | undefined): Session => ({ id: ++id, user, label });

/** As PostgreSQL lists them: a proxy may hand on what its clients call themselves, or not. */
const labelled = [
  session('probe', labelOf('direct')),
  session('probe', labelOf('direct')),
  session('probe', labelOf('nlb')),
  session('probe', labelOf('observer')),
  session('admin', ''),
  session('admin', labelOf('proxy')),
  session('rdsadmin', ''),
];
const users: Readonly<Record<Path, string>> = { direct: 'probe', nlb: 'probe', proxy: 'admin' };

describe('the census of connections', () => {
  it.each([
    ['direct', 2],
    ['nlb', 1],
    ['proxy', 2],
  ] as const)('the connections of the path %s are known by their labels: %d', (path, expected) => {
    const known = { path, user: users[path], ids: new Set<number>() };

    expect(countConnections(labelled, known)).toBe(expected);
  });

  it('a path is counted without the others’ connections where all sign in as one user', () => {
    const sessions = labelled.map((one) => ({ ...one, user: 'admin' })).slice(0, 6);
    const counts = paths.map((path) =>
      countConnections(sessions, { path, user: 'admin', ids: new Set() }),
    );

    expect(counts).toEqual([2, 1, 2]);
  });

  it('where sessions have no label they are known by the ids that clients were given', () => {
    const sessions = [session('probe', undefined), session('probe', undefined)];
    const ids = new Set(sessions.slice(0, 1).map((one) => one.id));

    expect(countConnections(sessions, { path: 'direct', user: 'probe', ids })).toBe(1);
    expect(countConnections(sessions, { path: 'proxy', user: 'admin', ids })).toBe(0);
    expect(countConnections(sessions, { path: 'proxy', user: 'probe', ids })).toBe(2);
  });

  it('the least and the most of several counts are told, and nothing of none', () => {
    expect(
      counted([
        [0, 4],
        [1000, 0],
        [2000, 7],
      ]),
    ).toMatchObject({ minimum: 0, maximum: 7 });
    expect(counted([])).toBeNull();
  });
});
