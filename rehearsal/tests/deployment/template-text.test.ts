import { describe, expect, it } from '@jest/globals';
import { readTemplate } from '../../aws/deployment/template-text.ts';

describe('the text of a template', () => {
  it.each([
    ['!Ref Topic', { Ref: 'Topic' }],
    ['!Condition IsSwap', { Condition: 'IsSwap' }],
    ['!GetAtt Nested.Outputs.TopicArn', { 'Fn::GetAtt': ['Nested', 'Outputs.TopicArn'] }],
    ['!Sub "${A}-${B.Arn}"', { 'Fn::Sub': '${A}-${B.Arn}' }],
    ['!Join [",", [!Ref A, b]]', { 'Fn::Join': [',', [{ Ref: 'A' }, 'b']] }],
    ['!Not [!Equals [!Ref A, ""]]', { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'A' }, ''] }] }],
    ['!If [C, 1, !Ref AWS::NoValue]', { 'Fn::If': ['C', 1, { Ref: 'AWS::NoValue' }] }],
    ['{ Fn::Sub: x }', { 'Fn::Sub': 'x' }],
    ['2010-09-09', '2010-09-09'],
    ["'0123'", '0123'],
  ])('the template reader reads %s', (yaml, value) => {
    expect(readTemplate(`Value: ${yaml}`)).toEqual({ Value: value });
  });

  it('the template reader resolves anchors and merge keys, own keys first', () => {
    const text = `
One: &one { Timeout: 5, Name: !Ref A }
Two:
  <<: *one
  Timeout: 9
Three: *one
Four:
  <<: [{ X: 1 }, { X: 2, Y: 3 }]
`;
    expect(readTemplate(text)).toEqual({
      One: { Timeout: 5, Name: { Ref: 'A' } },
      Two: { Timeout: 9, Name: { Ref: 'A' } },
      Three: { Timeout: 5, Name: { Ref: 'A' } },
      Four: { X: 1, Y: 3 },
    });
  });

  it.each([
    ['Value: !Reff A', 'UnknownTemplateConstruct', 'the tag !Reff'],
    ['Value: yes', 'TemplateRefused', 'YAML 1.1'],
    ['Value: 0755', 'TemplateRefused', 'YAML 1.1'],
    ['A: 1\nA: 2', 'TemplateRefused', 'unique'],
    ['A: [', 'TemplateRefused', "isn't YAML"],
    ['- a', 'TemplateRefused', 'must be a map'],
    ['A:\n  <<: text', 'TemplateRefused', 'merges maps'],
  ])('the template reader refuses %j', (text, name, sentence) => {
    expect(() => readTemplate(text)).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(sentence) }),
    );
  });
});
