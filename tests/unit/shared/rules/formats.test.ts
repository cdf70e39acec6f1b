import { describe, expect, it } from '@jest/globals';
import {
  AccountId,
  AnswerUrl,
  count,
  FunctionName,
  KeyArn,
  list,
  optional,
  Ranges,
  Region,
  SnapshotArnText,
  StateMachineArn,
  TopicArn,
} from '../../../../functions/shared/rules/formats.ts';
import * as z from 'zod/mini';

const account = '111111111111';

describe('Region', () => {
  it.each([
    'eu-central-1',
    'us-gov-west-1',
    'cn-north-1',
    'us-isob-east-1',
    'eusc-de-east-1',
    'xx-region-12',
  ])('a Region of any partition is accepted: %s', (region) => {
    expect(Region.parse(region)).toBe(region);
  });

  it.each([
    '',
    '-',
    '1',
    'eu',
    'eu-1',
    'eu-central',
    'EU-central-1',
    'eu-central-1 ',
    'eu-central-123',
  ])('the text %j is refused as a Region', (region) => {
    expect(Region.safeParse(region).error?.issues[0]?.message).toContain('expected an AWS Region');
  });
});

describe.each([
  ['KMS key', KeyArn, `arn:aws:kms:eu-central-1:${account}:key/7f0b-2C`],
  ['SNS topic', TopicArn, `arn:aws-cn:sns:cn-north-1:${account}:orders_Notices-1`],
  ['state machine', StateMachineArn, `arn:aws:states:eu-west-1:${account}:stateMachine:Target-1_a`],
  ['snapshot', SnapshotArnText, `arn:aws:rds:eu-west-1:${account}:snapshot:orders-1`],
  ['snapshot', SnapshotArnText, `arn:aws-eusc:rds:eusc-de-east-1:${account}:cluster-snapshot:a`],
])('the ARN of a %s', (what, format, arn) => {
  const parts = arn.split(':');
  const changed = (index: number, text: string): string => parts.with(index, text).join(':');

  it(`the ARN ${arn} is accepted`, () => {
    expect(format.parse(arn)).toBe(arn);
  });

  it.each([
    ['with something before it', ` ${arn}`],
    ['with something after it', `${arn}\n`],
    ['of no partition', changed(1, '')],
    ['of another service', changed(2, 's3')],
    ['of no Region', changed(3, '')],
    ['of what is no Region', changed(3, '-')],
    ['of no account', changed(4, '')],
    ['of an account with 13 digits', changed(4, '1111111111111')],
    ['of another resource', changed(5, 'alias/orders').replace(/:[^:]*$/, ':alias/orders')],
    ['without its end', parts.slice(0, 5).join(':')],
  ])('an ARN is refused %s', (_how, other) => {
    expect(format.safeParse(other).error?.issues[0]?.message).toMatch(
      new RegExp(`^expected the ARN of .*${what === 'snapshot' ? 'DB' : what}`),
    );
  });
});

describe('AccountId', () => {
  it.each(['', '1', '1111111111111', 'a11111111111', '111111111111 '])(
    'the text %j is refused as an account',
    (text) => {
      expect(AccountId.safeParse(text).error?.issues[0]?.message).toContain('the 12 digits');
    },
  );
});

describe('the formats of environment variables', () => {
  it.each([
    ['', undefined],
    ['orders', 'orders'],
    [undefined, undefined],
  ])('the optional variable %j is read as %j', (text, value) => {
    expect(optional(z.string()).parse(text)).toBe(value);
  });

  it.each([
    ['', []],
    [undefined, []],
    ['a', ['a']],
    ['a,,b,', ['a', 'b']],
  ])('the list variable %j is read as %j', (text, items) => {
    expect(list.parse(text)).toEqual(items);
  });

  it('a count variable is a whole number in digits, from its least value on', () => {
    expect(count(1).parse('12')).toBe(12);
    expect(count(0).parse('0')).toBe(0);
    expect(count(1).safeParse('1.5').success).toBe(false);
    expect(count(1).safeParse('many').success).toBe(false);
    expect(count(1).safeParse('0').error?.issues[0]?.message).toBe(
      'expected a whole number from 1 on',
    );
  });

  it.each([
    ['10.0.0.0/16', ['10.0.0.0/16']],
    ['10.0.0.0/8,100.64.10.123/32,1.2.3.4/5', ['10.0.0.0/8', '100.64.10.123/32', '1.2.3.4/5']],
  ])('the ranges variable %j is read as each of its ranges', (text, ranges) => {
    expect(Ranges.parse(text)).toEqual(ranges);
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0/16',
    '10.0.0.0/',
    '10.0.0.0/160',
    '1000.0.0.0/16',
    '10.0.0.0/16,',
    'x10.0.0.0/16',
    '10.0.0.0/16,10.1.0/16',
    '10.0.0.0/16,10.1.0.0/160',
    '10.0.0.0/16 10.1.0.0/16',
  ])('the ranges variable %j is refused', (text) => {
    expect(Ranges.safeParse(text).error?.issues[0]?.message).toContain("the VPC's IPv4 ranges");
  });
});

describe('FunctionName', () => {
  it.each(['a', 'understudy-access_Sync', 'x'.repeat(64)])(
    'the function name %s is accepted',
    (name) => {
      expect(FunctionName.parse(name)).toBe(name);
    },
  );

  it.each(['', 'a b', ' a', 'a:1', 'x'.repeat(65)])('the function name %j is refused', (name) => {
    expect(FunctionName.safeParse(name).error?.issues[0]?.message).toContain("a function's name");
  });
});

describe('AnswerUrl', () => {
  it('an https URL for the answer to CloudFormation is accepted as it is', () => {
    const url = 'https://cloudformation.example/arn%3Aaws?X-Amz-Signature=a%2Fb';
    expect(AnswerUrl.parse(url)).toBe(url);
  });

  it('a port of the local host is accepted for the answer in a rehearsal', () => {
    const url = 'http://127.0.0.1:8080/answer';
    expect(AnswerUrl.parse(url)).toBe(url);
  });

  it.each([
    '',
    'answer',
    'http://cloudformation.example/',
    'http://127.0.0.1.example/',
    'http://127.0.0.1:80@a.example/',
    'ftp://a.example',
    'javascript:alert(1)',
  ])('the text %j is refused as a URL for the answer to CloudFormation', (url) => {
    expect(AnswerUrl.safeParse(url).error?.issues[0]?.message).toContain('the URL of https');
  });
});
