import { describe, expect, it } from '@jest/globals';
import { parseFault, faultName } from '../../plays/campaign/faults.ts';
import { readOptions } from '../../plays/campaign/options.ts';
import { parseRunId, runId } from '../../plays/campaign/run-spec.ts';

describe('the options of the campaign', () => {
  it('the campaign without options plays all runs', () => {
    expect(readOptions([])).toEqual({
      kind: 'campaign',
      request: {
        seed: 1,
        combinations: 1500,
        sample: undefined,
        cover: false,
        kind: undefined,
        scenario: undefined,
        only: undefined,
        databases: 'lineage',
      },
      json: undefined,
    });
  });

  it('the options --only and --seed select one run, as a violation names it', () => {
    const id = 'drill/notice:late+target.SwapNames.ModifyDBCluster.1:cut-after:once';
    expect(readOptions(['--only', id, '--seed', '7'])).toMatchObject({
      request: { only: id, seed: 7 },
    });
  });

  it.each([
    [['--sample', '0'], '--sample: expected a whole number from 1 to 4294967295, found "0"'],
    [['--seed', 'x'], '--seed: expected a whole number from 0 to 4294967295, found "x"'],
    [['--runs', '-1'], "Option '--runs' argument is ambiguous; --help lists the options"],
    [['--only', 'swap/nonsense'], '--only: expected <scenario>/<fault>'],
    [['--only', 'nowhere/clean'], '--only: expected <scenario>/<fault>'],
    [['--databases', 'mysql'], '--databases: expected lineage or postgresql, found "mysql"'],
    [
      ['--kind', 'flood'],
      '--kind: expected call or step or notice or operation or condition or status or encounter or forger or again',
    ],
    [['--scenario', 'nowhere'], '--scenario: expected one of swap, swap-reader, '],
    [['--bogus'], "Unknown option '--bogus'"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('the campaign refuses the options %j in one line', (args, message) => {
    const refused = (): unknown => readOptions(args);
    expect(refused).toThrow(expect.objectContaining({ name: 'WrongOption' }));
    expect(refused).toThrow(message);
    expect(refused).not.toThrow(/\n/);
  });
});

describe('the name of a fault', () => {
  it.each([
    'target.SwapNames.ModifyDBCluster.1:cut-after:lasting',
    'source.CreateSnapshot.0:timeout-before:once',
    'notice:foreign-account',
    'rename-cluster.orders-restoring:overdue',
    'target-key-disabled@target.Preflight',
    'another:newer@VerifyFinally',
    'forger:flood',
    'upgrade_failed.restored@target.SwapNames',
  ])('the fault name %s is parsed and printed unchanged', (name) => {
    const fault = parseFault(name);
    expect(fault && faultName(fault)).toBe(name);
  });

  it("the name of a fault becomes part of the run id together with its scenario's", () => {
    const id = 'swap-reader/notice:late+notice:duplicate';
    const found = parseRunId(id);
    expect(found && runId(found)).toBe(id);
    const twice = 'swap/notice:lost>>target.SwapNames.0:crash-after:once+notice:late';
    const again = parseRunId(twice);
    expect(again && runId(again)).toBe(twice);
    expect(again?.again).toHaveLength(2);
    expect(parseRunId('swap/notice:lost>>notice:lost>>notice:lost')).toBeUndefined();
    expect(parseRunId('swap/clean')).toMatchObject({ faults: [] });
  });
});
