import { describe, expect, it } from '@jest/globals';
import { takeParameters } from '../../aws/deployment/parameters.ts';

describe('the parameters of a template', () => {
  it('a given parameter value takes precedence over the default', () => {
    const declared = {
      Prefix: { Type: 'String', Default: 'understudy' },
      Engine: { Type: 'String', Default: 'aurora-postgresql' },
    };
    expect(takeParameters(declared, { Prefix: 'night' })).toEqual({
      Prefix: 'night',
      Engine: 'aurora-postgresql',
    });
  });

  it('a list parameter is split at its commas', () => {
    const declared = {
      Zones: { Type: 'CommaDelimitedList' },
      None: { Type: 'CommaDelimitedList', Default: '' },
      Ports: { Type: 'List<Number>' },
    };
    expect(takeParameters(declared, { Zones: 'a, b', Ports: '1,2' })).toEqual({
      Zones: ['a', 'b'],
      None: [],
      Ports: ['1', '2'],
    });
  });

  it('the error for missing parameters names every one that has no value', () => {
    const declared = { One: { Type: 'String' }, Other: { Type: 'Number' } };
    expect(() => takeParameters(declared, {})).toThrow('Parameters: [One, Other] must have values');
  });

  it('a value for an unknown parameter is refused', () => {
    expect(() => takeParameters({}, { Typo: 'x' })).toThrow(
      'Parameters: [Typo] do not exist in the template',
    );
  });

  describe.each([
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', 'must be one of AllowedValues'],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'abc1', 'must match pattern [a-z]+'],
    [{ Type: 'String', MinLength: 1 }, '', 'must contain at least 1 characters'],
    [{ Type: 'String', MaxLength: 2 }, 'abc', 'must contain at most 2 characters'],
    [{ Type: 'Number', MinValue: 1 }, '0', 'must be a number not less than 1'],
    [{ Type: 'Number', MaxValue: 35 }, '36', 'must be a number not greater than 35'],
    [{ Type: 'Number' }, 'many', 'must be a number'],
    [
      { Type: 'String', AllowedPattern: '\\d{12}', ConstraintDescription: 'twelve digits' },
      '1',
      'Parameter P failed to satisfy constraint: twelve digits',
    ],
    [{ Type: 'AWS::EC2::VPC::Id' }, 'my-vpc', 'does not exist'],
    [{ Type: 'List<AWS::EC2::Subnet::Id>' }, 'subnet-11111111,oops', 'value oops'],
    [{ Type: 'List<AWS::EC2::Subnet::Id>', Default: '' }, '', 'does not exist'],
    [{ Type: 'CommaDelimitedList', AllowedPattern: '\\d+' }, '1,x', 'must match pattern'],
  ])('a parameter declared as %j', (declaration, value, sentence) => {
    it(`a parameter refuses the value ${JSON.stringify(value)}`, () => {
      expect(() => takeParameters({ P: declaration }, { P: value })).toThrow(sentence);
    });
  });

  it.each([
    [{ Type: 'AWS::SSM::Parameter::Value<String>' }, 'the parameter type'],
    [{ Type: 'String', Pattern: 'x' }, 'the attribute Pattern'],
  ])('an unknown parameter declaration is refused: %j', (declaration, what) => {
    expect(() => takeParameters({ P: declaration }, { P: 'x' })).toThrow(
      expect.objectContaining({
        name: 'UnknownTemplateConstruct',
        message: expect.stringContaining(what),
      }),
    );
  });
});
