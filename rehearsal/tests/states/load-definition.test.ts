import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../aws/states/load-definition.ts';

const text = `
# What it does, in a comment.
QueryLanguage: JSONata
StartAt: Copy
States:
  Copy:
    Type: Task
    Resource: \${CopyArn}
    Arguments:
      text: 'from \${Region} to \${Region}, \${Seconds} s'
      total: '{% $states.input.n + \${Seconds} %}'
    End: true
`;
const substitutions = {
  CopyArn: 'arn:aws:lambda:eu-central-1:222222222222:function:copy',
  Region: 'eu-west-1',
  Seconds: 30,
};

describe('loadDefinition', () => {
  it('loadDefinition fills in the placeholders inside strings and expressions', () => {
    const definition = loadDefinition(text, substitutions);
    expect(definition.states.Copy).toMatchObject({
      resource: { kind: 'function', arn: substitutions.CopyArn },
      arguments: {
        text: 'from eu-west-1 to eu-west-1, 30 s',
        total: '{% $states.input.n + 30 %}',
      },
    });
  });

  it('loadDefinition refuses a placeholder without a substitution, by name and place', () => {
    const { Region: _, ...rest } = substitutions;
    expect(() => loadDefinition(text, rest)).toThrow(
      '/States/Copy/Arguments/text: the placeholder ${Region} has no substitution',
    );
  });

  it('loadDefinition refuses a placeholder with the name of an object’s own property', () => {
    expect(() => loadDefinition(text.replace('${CopyArn}', '${toString}'), substitutions)).toThrow(
      'the placeholder ${toString} has no substitution',
    );
  });

  it('loadDefinition refuses substitutions that no placeholder uses', () => {
    expect(() => loadDefinition(text, { ...substitutions, Old: 'x', Older: 'y' })).toThrow(
      'no placeholder uses the substitution Old, Older',
    );
  });

  it('loadDefinition refuses a definition that is invalid once it is filled in', () => {
    expect(() => loadDefinition(text, { ...substitutions, CopyArn: 'copy' })).toThrow(
      expect.objectContaining({ name: 'DefinitionError', location: '/States/Copy/Resource' }),
    );
  });
});
