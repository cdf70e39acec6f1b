import { aws, change, notFound } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

/** Calls of KMS. Source: the SDK's model, `@throws` of each command. */
export const kmsAnswers: ServiceAnswers = {
  DescribeKey: {
    DependencyTimeoutException: aws,
    InvalidArnException: change('correct the key that the stack names: it takes the ARN of a key'),
    KMSInternalException: aws,
    NotFoundException: notFound,
  },
};
