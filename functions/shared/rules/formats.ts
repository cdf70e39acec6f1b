import * as z from 'zod/mini';
import { en } from 'zod/v4/locales';

// The small build of zod brings no language: without one it says "Invalid input" of everything.
z.config(en());

/** The forms that AWS's names have, for every schema at an edge. */
export const AccountId = z
  .string()
  .check(z.regex(/^\d{12}$/, 'expected the 12 digits of an AWS account'));

/** Of every partition: `us-gov-west-1`, `eusc-de-east-1`. Source: the SDK's own list of partitions. */
const region = '[a-z]{2,4}(-[a-z]+)+-\\d{1,2}';

export const Region = z
  .string()
  .check(z.regex(new RegExp(`^${region}$`), 'expected an AWS Region such as eu-central-1'));

/** @param resource the rest of the ARN, as a pattern */
function arnPattern(service: string, resource: string): RegExp {
  return new RegExp(`^arn:aws[a-z-]*:${service}:${region}:\\d{12}:${resource}$`);
}

export const KeyArn = z
  .string()
  .check(
    z.regex(
      arnPattern('kms', 'key/[A-Za-z0-9-]+'),
      'expected the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
    ),
  );

export const TopicArn = z
  .string()
  .check(z.regex(arnPattern('sns', '[A-Za-z0-9_-]+'), 'expected the ARN of an SNS topic'));

export const StateMachineArn = z
  .string()
  .check(
    z.regex(
      arnPattern('states', 'stateMachine:[A-Za-z0-9_-]+'),
      'expected the ARN of a state machine',
    ),
  );

export const SnapshotArnText = z
  .string()
  .check(
    z.regex(
      arnPattern('rds', '(cluster-)?snapshot:[A-Za-z][A-Za-z0-9-]*'),
      'expected the ARN of a DB or DB cluster snapshot',
    ),
  );

/** ISO 8601 in UTC, as Step Functions writes it. */
export const Moment = z.iso.datetime();

export const Port = z.int().check(z.minimum(1), z.maximum(65_535));

export const Kind = z.enum(['cluster', 'instance']);

/** An environment variable in which a template gives an empty string for "none". */
export const optional = <Schema extends z.core.$ZodType>(schema: Schema) =>
  z.pipe(
    z.transform((value: unknown) => (value === '' ? undefined : value)),
    z.optional(schema),
  );

/** An environment variable that is a comma-separated list, empty for none. */
export const list = z.pipe(
  z.optional(z.string()),
  z.transform((text = '') => text.split(',').filter((item) => item !== '')),
);

/** An environment variable that is a whole number, in digits. */
export const count = (minimum: number) =>
  z.coerce
    .number()
    .check(z.int(), z.minimum(minimum, `expected a whole number from ${minimum} on`));

/** An environment variable with ranges of addresses, such as `10.0.0.0/16,100.64.0.0/16`. */
export const Ranges = z.pipe(
  z
    .string()
    .check(
      z.regex(
        /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}(,\d{1,3}(\.\d{1,3}){3}\/\d{1,2})*$/,
        "expected the VPC's IPv4 ranges, separated by commas, such as 10.0.0.0/16",
      ),
    ),
  z.transform((text) => text.split(',')),
);

/** An environment variable that a template's parameter switches. */
export const YesNo = z.enum(['yes', 'no']);

export const FunctionName = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, "expected a function's name"));

const answerUrl = 'expected the URL of https at which CloudFormation takes an answer';

/** Where CloudFormation takes an answer. In clear to this computer alone, for a rehearsal on it. */
export const AnswerUrl = z
  .url(answerUrl)
  .check(z.regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:\d+\/)/, answerUrl));
