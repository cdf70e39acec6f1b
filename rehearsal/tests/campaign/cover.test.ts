import { describe, expect, it } from '@jest/globals';
import { coverWith, featuresOf } from '../../plays/campaign/cover.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import type { RunSpec } from '../../plays/campaign/run-spec.ts';

function specOf(id: string): RunSpec {
  return { ...requireRun(id), seed: 1 };
}

const specs = [
  'swap/target.SwapNames.0:throttled:once',
  'swap/target.SwapNames.1:throttled:once',
  'swap/target.SwapNames.0:crash-before:once+target.RollBack.0:twice:once',
  'drill/clean',
].map(specOf);

describe('a sample chosen by coverage', () => {
  it('a sample begins with the run that covers the most, then takes what adds new features', () => {
    const { runs, covered, features } = coverWith(specs, 2);

    expect(runs).toEqual([specs[2], specs[0]]);
    expect({ covered, features }).toEqual({ covered: 6, features: 7 });
  });

  it('a sample is the same each time, and no larger than the number of runs', () => {
    expect(coverWith(specs, 9)).toEqual(coverWith(specs, 9));
    expect(coverWith(specs, 9)).toMatchObject({ runs: expect.any(Array), covered: 7, features: 7 });
    expect(coverWith(specs, 9).runs).toHaveLength(specs.length);
  });

  it('the coverage counts no fault that another fault may keep from happening', () => {
    const both =
      'swap/target.SwapNames.0:crash-before:lasting+target.RollBack.0:timeout-after:lasting';

    expect(featuresOf(specOf(both))).toEqual(['swap fails']);
  });

  it('the coverage tells second starts, encounters and statuses apart', () => {
    const ids = [
      'swap/notice:lost>>target.SwapNames.0:crash-after:lasting',
      'swap/another:newer@VerifyFinally',
      'swap/stopped.retired@target.TerminateOldCluster',
    ];

    expect(ids.map((id) => featuresOf(specOf(id)))).toEqual([
      ['swap fails twice', 'notice lost', 'again: step crash-after'],
      ['swap goes on', 'another newer', 'met at VerifyFinally'],
      ['swap fails', 'status stopped', 'retired target.TerminateOldCluster'],
    ]);
  });
});
