import { describe, expect, it } from '@jest/globals';
import type { PolicyStatement } from '../../rehearsal/aws/contracts.ts';
import { callsOf } from '../../rehearsal/tests/deployment/recording-simulator.ts';
import { deployPlace, mapAt, templateOf } from './places.ts';

const optInRegion = /"((?:af|ap|ca|eu|il|me|mx)-[a-z]+-\d)"/g;

/** The Regions that a part of a template names. */
function regionsIn(part: unknown): readonly string[] {
  return [...JSON.stringify(part).matchAll(optInRegion)]
    .map(([, region = '']) => region)
    .toSorted();
}

describe('the opt-in Regions', () => {
  const ruled = regionsIn(mapAt(templateOf('template.yaml'), 'Rules', 'NoticesReachTheTarget'));

  it('are the same in the rule that refuses and in the condition that names the principal', () => {
    const { SourceIsOptIn: condition } = mapAt(templateOf('stacks/target.yaml'), 'Conditions');

    expect(ruled.length).toBeGreaterThan(10);
    expect(regionsIn(condition)).toEqual(ruled);
  });

  it.each([
    ['eu-west-1', 'sns.amazonaws.com'],
    ...ruled.map((region) => [region, `sns.${region}.amazonaws.com`] as const),
  ])('let SNS of %s call the function as %s', async (region, principal) => {
    const { asked } = await deployPlace('target', { SourceAWSRegion: region });

    const [[, statement]] = callsOf(asked, 'addPermission') as [[string, PolicyStatement]];
    expect(statement.Principal).toEqual({ Service: principal });
  });
});
