import { describe, expect, it } from '@jest/globals';
import { deployText } from './recording-simulator.ts';

async function holdsIn(condition: string): Promise<boolean> {
  const { stack } = await deployText({
    'template.yaml': `
Parameters:
  Mode: { Type: String, Default: swap }
  Zones: { Type: CommaDelimitedList, Default: 'a,b' }
Conditions:
  Swap: !Equals [!Ref Mode, swap]
  Asked: ${condition}
Resources:
  Always: { Type: AWS::SNS::Topic }
  Sometimes: { Type: AWS::SNS::Topic, Condition: Asked }
`,
  });
  return 'Sometimes' in stack.resources;
}

describe('template conditions', () => {
  it.each([
    ['!Condition Swap', true],
    ['!Not [!Condition Swap]', false],
    ['!Equals [1, "1"]', true],
    ['!And [!Condition Swap, !Equals [a, b]]', false],
    ['!Or [!Condition Swap, !Equals [a, b]]', true],
    ['!Equals [!Join ["", !Ref Zones], ""]', false],
    ['!Equals [!Select [1, !Ref Zones], b]', true],
  ])('the condition %s is %s', async (condition, expected) => {
    expect(await holdsIn(condition)).toBe(expected);
  });

  it.each([
    ['!Contains [[a], a]', 'UnknownTemplateConstruct', 'the condition Fn::Contains'],
    ['!Ref Mode', 'UnknownTemplateConstruct', 'the condition Ref'],
    ['!And [!Condition Swap]', 'TemplateRefused', '2 to 10 conditions'],
    ['!Condition Nobody', 'TemplateRefused', 'Unresolved condition dependency Nobody'],
    ['!Condition Asked', 'TemplateRefused', 'Circular dependency between conditions'],
    ['!Equals [!Ref Always, a]', 'TemplateRefused', 'Unresolved resource dependencies [Always]'],
  ])('the condition %s is refused', async (condition, name, sentence) => {
    await expect(holdsIn(condition)).rejects.toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(sentence) }),
    );
  });
});

async function underRule(rule: string): Promise<unknown> {
  return deployText({
    'template.yaml': `
Parameters:
  Place: { Type: String, Default: target }
  Zones: { Type: CommaDelimitedList, Default: 'a,b' }
Rules:
  Needed: ${rule}
Resources:
  Topic: { Type: AWS::SNS::Topic }
`,
  });
}

describe('template rules', () => {
  it.each([
    '{ Assertions: [{ Assert: !Contains [[target, source], !Ref Place] }] }',
    '{ Assertions: [{ Assert: !EachMemberIn [!Ref Zones, [a, b, c]] }] }',
    '{ Assertions: [{ Assert: !Not [!EachMemberEquals [!Ref Zones, a]] }] }',
    '{ Assertions: [{ Assert: !Equals [!Ref AWS::Region, eu-west-1] }] }',
    '{ RuleCondition: !Equals [!Ref Place, source], Assertions: [{ Assert: !Equals [a, b] }] }',
  ])('the rule %s lets the deployment through', async (rule) => {
    await expect(underRule(rule)).resolves.toBeDefined();
  });

  it('a rule refuses the deployment with the description of the assertion that fails', async () => {
    const rule =
      '{ RuleCondition: !Equals [!Ref Place, target], Assertions: [{ Assert: !Equals [a, a] }, { Assert: !Contains [[x], !Ref Place], AssertDescription: Choose a place that exists. }] }';
    await expect(underRule(rule)).rejects.toThrow(
      expect.objectContaining({
        name: 'TemplateRefused',
        message: 'Template rule Needed failed: Choose a place that exists.',
      }),
    );
  });

  it.each([
    ['{ Assertions: [{ Assert: !RefAll "AWS::EC2::VPC::Id" }] }', 'Fn::RefAll'],
    ['{ Assert: !Equals [a, a], Assertions: [] }', 'the key Assert'],
    ['{ Assertions: [{ Assert: !Equals [a, a], Description: x }] }', 'the key Description'],
  ])('the rule %s is refused by name', async (rule, sentence) => {
    await expect(underRule(rule)).rejects.toThrow(
      expect.objectContaining({
        name: 'UnknownTemplateConstruct',
        message: expect.stringContaining(sentence),
      }),
    );
  });
});
