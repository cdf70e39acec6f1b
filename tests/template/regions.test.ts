import { describe, expect, it } from '@jest/globals';
import type { PolicyStatement } from '../../rehearsal/aws/contracts.ts';
import { callsOf } from '../../rehearsal/tests/deployment/recording-simulator.ts';
import { deployStack, mapAt, templateOf } from './deploy-stack.ts';

const optInRegion = /"((?:af|ap|ca|eu|il|me|mx)-[a-z]+-\d)"/g;

/** The Regions that a part of a template names. */
function regionsIn(part: unknown): readonly string[] {
  return [...JSON.stringify(part).matchAll(optInRegion)]
    .map(([, region = '']) => region)
    .toSorted();
}

function rulesOf(stack: string): unknown {
  return mapAt(templateOf(`stacks/${stack}.yaml`), 'Rules', 'NoticesReachTheTarget');
}

describe('the opt-in Regions', () => {
  const ruled = regionsIn(rulesOf('source'));

  it('the rules of source and subscription name the same Regions', () => {
    expect(ruled.length).toBeGreaterThan(10);
    expect(rulesOf('subscription')).toEqual(rulesOf('source'));
  });

  it('the condition that names the principal knows the same Regions as the rules', () => {
    const { SourceIsOptIn: condition } = mapAt(templateOf('stacks/target.yaml'), 'Conditions');

    expect(regionsIn(condition)).toEqual(ruled);
  });

  it.each([
    ['eu-west-1', 'sns.amazonaws.com'],
    ...ruled.map((region) => [region, `sns.${region}.amazonaws.com`] as const),
  ])('SNS of %s calls the function as %s', async (region, principal) => {
    const { asked } = await deployStack('target', { SourceAWSRegion: region });

    const [[, statement]] = callsOf(asked, 'addPermission') as [[string, PolicyStatement]];
    expect(statement.Principal).toEqual({ Service: principal });
  });
});
