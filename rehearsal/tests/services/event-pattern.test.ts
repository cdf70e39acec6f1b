import { describe, expect, it } from '@jest/globals';
import { readEventPattern } from '../../aws/services/eventbridge/event-pattern.ts';
import { failure } from './failure.ts';

const event = {
  source: 'aws.rds',
  'detail-type': 'RDS DB Cluster Event',
  resources: ['arn:aws:rds:eu-west-1:111111111111:cluster:orders', 'arn:second'],
  detail: {
    EventID: 'RDS-EVENT-0071',
    EventCategories: ['failover'],
    SourceIdentifier: 'rds:orders',
    Count: 5,
    Started: true,
    Cause: null,
    Parts: [{ Name: 'writer' }, { Name: 'reader' }],
    Empty: [],
  },
};

const detail = (fields: object) => ({ detail: fields });

describe('event patterns', () => {
  it.each([
    ['an exact value', { source: ['aws.rds'] }, true],
    ['another value', { source: ['aws.ec2'] }, false],
    ['one of several values', { source: ['aws.ec2', 'aws.rds'] }, true],
    ['several fields', { source: ['aws.rds'], 'detail-type': ['RDS DB Cluster Event'] }, true],
    ['several fields, one of them wrong', { source: ['aws.rds'], region: ['x'] }, false],
    ['another case', { source: ['AWS.RDS'] }, false],
    ['one of a list', { resources: ['arn:second'] }, true],
    ['none of a list', { resources: ['arn:third'] }, false],
    ['a nested value', detail({ EventID: ['RDS-EVENT-0071'] }), true],
    ['a nested list', detail({ EventCategories: ['failover', 'deletion'] }), true],
    ['an object in a list', detail({ Parts: { Name: ['reader'] } }), true],
    ['no object in a list', detail({ Parts: { Name: ['proxy'] } }), false],
    ['a number', detail({ Count: [5] }), true],
    ['a number as text', detail({ Count: ['5'] }), false],
    ['a boolean', detail({ Started: [true] }), true],
    ['null', detail({ Cause: [null] }), true],
    ['null where nothing is', detail({ Nothing: [null] }), false],
    ['a prefix', { resources: [{ prefix: 'arn:aws:rds:' }] }, true],
    ['another prefix', { source: [{ prefix: 'rds' }] }, false],
    ['a suffix', { resources: [{ suffix: ':cluster:orders' }] }, true],
    ['another suffix', { source: [{ suffix: 'aws' }] }, false],
    ['any case', { source: [{ 'equals-ignore-case': 'AWS.rds' }] }, true],
    ['anything but this', { source: [{ 'anything-but': 'aws.rds' }] }, false],
    ['anything but that', { source: [{ 'anything-but': 'aws.ec2' }] }, true],
    ['anything but these', { source: [{ 'anything-but': ['aws.ec2', 'aws.rds'] }] }, false],
    ['anything but a number', detail({ Count: [{ 'anything-but': [5, 6] }] }), false],
    ['anything but, where nothing is', detail({ Nothing: [{ 'anything-but': 'x' }] }), false],
    ['anything but one of a list', { resources: [{ 'anything-but': 'arn:second' }] }, true],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'aws' } }] }, false],
    ['anything but a suffix', { source: [{ 'anything-but': { suffix: 'ec2' } }] }, true],
    ['what is there', detail({ Cause: [{ exists: true }] }), true],
    ['what is not there', detail({ Nothing: [{ exists: false }] }), true],
    ['what should not be there', detail({ Cause: [{ exists: false }] }), false],
    ['what is missing with its parent', { detail: { No: { No: [{ exists: false }] } } }, true],
    ['an empty list as nothing', detail({ Empty: [{ exists: false }] }), true],
    [
      'a beginning in another case',
      { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] },
      true,
    ],
    ['another beginning', { source: [{ prefix: { 'equals-ignore-case': 'RDS' } }] }, false],
    ['an end in another case', { source: [{ suffix: { 'equals-ignore-case': '.RDS' } }] }, true],
    ['a range', detail({ Count: [{ numeric: ['>', 0, '<=', 5] }] }), true],
    ['out of a range', detail({ Count: [{ numeric: ['>', 0, '<', 5] }] }), false],
    ['an equal number', detail({ Count: [{ numeric: ['=', 5] }] }), true],
    ['a number where text is', { source: [{ numeric: ['>', 0] }] }, false],
    ['one of two alternatives', { $or: [{ source: ['x'] }, { source: ['aws.rds'] }] }, true],
    ['neither alternative', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
    [
      'nested alternatives',
      detail({ $or: [{ Count: [4] }, { EventID: [{ prefix: 'RDS' }] }] }),
      true,
    ],
    [
      'alternatives and a field',
      { source: ['x'], $or: [{ region: ['x'] }, { source: ['aws.rds'] }] },
      false,
    ],
  ])('an event pattern matches by %s', (_, pattern, matches) => {
    expect(readEventPattern(pattern)(event)).toBe(matches);
  });

  it.each(['wildcard', 'cidr', 'contains', 'constructor'])('matcher %s is refused', (matcher) => {
    expect(() => readEventPattern({ source: [{ [matcher]: 'x' }] })).toThrow(
      failure('NotSimulated', `"${matcher}"`),
    );
  });

  it.each(['prefix', 'suffix'])('a pattern with an unknown form of %s is refused', (matcher) => {
    expect(() => readEventPattern({ source: [{ [matcher]: { wildcard: 'x' } }] })).toThrow(
      failure('NotSimulated', 'within a prefix or suffix'),
    );
  });

  it('an event pattern with anything-but of an unknown matcher is refused by name', () => {
    expect(() => readEventPattern({ source: [{ 'anything-but': { wildcard: '*' } }] })).toThrow(
      failure('NotSimulated', 'wildcard'),
    );
  });

  it.each([
    ['nothing', {}],
    ['a bare value', { source: 'aws.rds' }],
    ['an empty list', { source: [] }],
    ['an empty object', { detail: {} }],
    ['two matchers in one', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['a list in a list', { source: [['a']] }],
    ['one alternative', { $or: [{ source: ['x'] }] }],
    ['a comparison that does not exist', { count: [{ numeric: ['!=', 1] }] }],
    ['half a comparison', { count: [{ numeric: ['>'] }] }],
    ['a test for existence by text', { count: [{ exists: 'true' }] }],
  ])('an event pattern is invalid with %s', (_, pattern) => {
    expect(() => readEventPattern(pattern)).toThrow(
      expect.objectContaining({ name: 'InvalidEventPatternException' }),
    );
  });
});
