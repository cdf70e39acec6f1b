import { describe, expect, it } from '@jest/globals';
import { fitVersion } from '../../../../functions/target/rules/fit-version.ts';

const versions = [
  ['15.12', false],
  ['16.4', true],
  ['16.5', false],
  ['16.6', true],
  ['16.8', true],
  ['17.2', true],
].map(([version, isOffered]) => ({
  version: String(version),
  family: `aurora-postgresql${String(version).slice(0, 2)}`,
  isOffered: isOffered === true,
  exportableLogs: undefined,
}));

function fit(asked: Partial<Parameters<typeof fitVersion>[0]> = {}) {
  return fitVersion({
    kind: 'cluster',
    region: 'eu-central-1',
    engine: 'aurora-postgresql',
    snapshotVersion: '16.4',
    parameter: undefined,
    versions,
    ...asked,
  });
}

describe('the version that a snapshot is restored as', () => {
  it.each(['cluster', 'instance'] as const)(
    "a %s is restored as the snapshot's version where it is offered",
    (kind) => {
      expect(fit({ kind })).toEqual({
        version: '16.4',
        family: 'aurora-postgresql16',
        differences: [],
        misfits: [],
      });
    },
  );

  it('a cluster is restored as a later minor version that the stack names, which is said', () => {
    expect(fit({ parameter: '16.6' })).toMatchObject({
      version: '16.6',
      differences: ['EngineVersion is 16.6, as EngineVersion says; the snapshot is of 16.4'],
      misfits: [],
    });
  });

  it("the snapshot's own version by the parameter is no difference", () => {
    expect(fit({ parameter: '16.4' })).toMatchObject({ version: '16.4', differences: [] });
  });

  it('nothing is held against a version where none could be looked up', () => {
    expect(fit({ versions: undefined, snapshotVersion: '9.6' })).toEqual({
      version: '9.6',
      family: undefined,
      differences: [],
      misfits: [],
    });
  });

  it('a withdrawn version of a cluster is refused with the parameter and what it may be', () => {
    expect(fit({ snapshotVersion: '16.5' }).misfits).toEqual([
      "EngineVersion is 16.5 in the snapshot, and eu-central-1 doesn't offer it for " +
        'aurora-postgresql, for AWS has withdrawn that version: set EngineVersion to one of 16.6, ' +
        '16.8, or upgrade the source database to a version that is offered there (16.6, 16.8, 17.2)',
    ]);
  });

  it.each([
    ['a DB instance', { kind: 'instance', snapshotVersion: '16.5' }],
    ['a cluster of a major that is gone', { snapshotVersion: '15.12' }],
    ['a cluster of a version that AWS doesn’t list', { snapshotVersion: '15.3' }],
  ] as const)('no parameter helps %s: its source has to be upgraded', (_what, asked) => {
    const { misfits } = fit(asked);
    expect(misfits).toEqual([expect.stringMatching(/: upgrade the source database to a version/)]);
    expect(misfits[0]).not.toContain('set EngineVersion');
  });

  it('a refusal says where nothing later is offered', () => {
    const { misfits } = fit({ snapshotVersion: '18.1' });
    expect(misfits).toEqual([expect.stringContaining('(none is later)')]);
  });

  it.each([
    ['earlier than the snapshot', { parameter: '16.4', snapshotVersion: '16.6' }, /earlier than/],
    ['of another major', { parameter: '17.2' }, /of the family aurora-postgresql17/],
    ['for a DB instance', { parameter: '16.6', kind: 'instance' }, /leave EngineVersion empty/],
    [
      'withdrawn',
      { parameter: '16.5' },
      /leave EngineVersion empty, or set EngineVersion to one of/,
    ],
  ] as const)('a parameter is refused that is %s', (_what, asked, why) => {
    expect(fit(asked).misfits).toEqual([expect.stringMatching(why)]);
  });
});
