import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../aws/deployment/intrinsics.ts';
import type { Scope } from '../../aws/deployment/intrinsics.ts';
import { readTemplate } from '../../aws/deployment/template-text.ts';

const references: Readonly<Record<string, string | readonly string[]>> = {
  Name: 'night',
  Zones: ['a', 'b'],
  Topic: 'arn:topic',
  'AWS::Region': 'eu-west-1',
};

const scope: Scope = {
  reference: (name) => references[name],
  attribute: (logicalId, attribute) =>
    logicalId === 'Topic' && attribute === 'TopicName' ? 'notices' : undefined,
  condition: (name) => name === 'Yeah',
  mappings: { ByRegion: { 'eu-west-1': { Delay: 5 } } },
};

function evaluated(yaml: string): unknown {
  return evaluate(readTemplate(`Value: ${yaml}`)['Value'] ?? null, scope, 'Resources/X');
}

describe('intrinsic functions', () => {
  it.each([
    ['!Ref Name', 'night'],
    ['!Ref Zones', ['a', 'b']],
    ['!GetAtt Topic.TopicName', 'notices'],
    ['!Sub "${Name}/${AWS::Region}/${Topic.TopicName}"', 'night/eu-west-1/notices'],
    ['!Sub "keep ${!This} of ${Name}"', 'keep ${This} of night'],
    ['!Sub ["${Name}-${Own}", { Own: !Ref Topic }]', 'night-arn:topic'],
    ['!Join ["-", [a, !Ref Name]]', 'a-night'],
    ['!Join [",", !Ref Zones]', 'a,b'],
    ['!Select [1, !Ref Zones]', 'b'],
    ['!Select ["0", !Split ["-", "x-y"]]', 'x'],
    ['!Split [",", "a,b,c"]', ['a', 'b', 'c']],
    ['!FindInMap [ByRegion, !Ref AWS::Region, Delay]', 5],
    ['!Cidr [10.80.0.0/16, 3, 7]', ['10.80.0.0/25', '10.80.0.128/25', '10.80.1.0/25']],
    ['!Select [1, !Cidr [192.168.4.0/23, "2", "8"]]', '192.168.5.0/24'],
    ['!Select [1, !GetAZs ""]', 'eu-west-1b'],
    ['!Select [0, !GetAZs us-east-1]', 'us-east-1a'],
    ['!If [Yeah, 1, 2]', 1],
    ['!If [Nope, 1, 2]', 2],
    ['!If [Nope, 1, !Ref AWS::NoValue]', undefined],
    ['{ a: !If [Nope, 1, !Ref AWS::NoValue], b: 2 }', { b: 2 }],
    ['[!If [Nope, 1, !Ref AWS::NoValue], 2]', [2]],
    ['{ Condition: { Bool: { a: b } } }', { Condition: { Bool: { a: 'b' } } }],
  ])('the intrinsic function %s is evaluated', (yaml, value) => {
    expect(evaluated(yaml)).toEqual(value);
  });

  it.each([
    ['!Base64 x', 'UnknownTemplateConstruct', 'the function Fn::Base64'],
    ['!ImportValue x', 'UnknownTemplateConstruct', 'the function Fn::ImportValue'],
    ['{ Fn::Transform: { Name: x } }', 'UnknownTemplateConstruct', 'Fn::Transform'],
    ['!Equals [a, b]', 'UnknownTemplateConstruct', 'the function Fn::Equals'],
    ['"{{resolve:ssm:/night}}"', 'UnknownTemplateConstruct', 'the dynamic reference'],
    ['!Sub "{{resolve:ssm:/${Name}}}"', 'UnknownTemplateConstruct', 'the dynamic reference'],
    ['!Ref Nobody', 'TemplateRefused', 'Unresolved resource dependencies [Nobody]'],
    ['!Sub "${Nobody}"', 'TemplateRefused', 'Unresolved resource dependencies [Nobody]'],
    ['!Sub "${Nobody.Arn}"', 'TemplateRefused', 'Unresolved resource dependencies [Nobody]'],
    ['!Sub "${Zones}"', 'TemplateRefused', 'Fn::Sub takes a string'],
    ['!Select [2, !Ref Zones]', 'TemplateRefused', 'nonexistent value at index 2'],
    ['!FindInMap [ByRegion, x, Delay]', 'TemplateRefused', 'ByRegion::x::Delay'],
    ['!Join [",", !Ref Name]', 'TemplateRefused', 'Fn::Join takes a list'],
    ['!Cidr [10.80.0.0/24, 3, 7]', 'TemplateRefused', "can't cut 10.80.0.0/24 into 3"],
    ['!Cidr [10.80.0.0/24, 0, 7]', 'TemplateRefused', "can't cut"],
    ['!Cidr [night, 1, 7]', 'TemplateRefused', "can't cut night"],
  ])('the intrinsic function %s is refused', (yaml, name, sentence) => {
    expect(() => evaluated(yaml)).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(sentence) }),
    );
  });

  it('a refused intrinsic function is reported with its place in the template', () => {
    expect(() => evaluated('{ a: [!Base64 x] }')).toThrow(/^Resources\/X\/a\/0: /);
  });
});
