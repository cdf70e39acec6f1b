import type { Location } from '../../../functions/shared/rules/database.ts';

export const sourceLocation: Location = {
  partition: 'aws',
  accountId: '111111111111',
  region: 'eu-west-1',
};

export const targetLocation: Location = {
  partition: 'aws',
  accountId: '222222222222',
  region: 'eu-central-1',
};

export const sourceKeyArn = 'arn:aws:kms:eu-west-1:111111111111:key/source';
export const recoveryKeyArn = 'arn:aws:kms:eu-central-1:111111111111:key/recovery';
export const targetKeyArn = 'arn:aws:kms:eu-central-1:222222222222:key/target';
export const captureTopicArn = 'arn:aws:sns:eu-west-1:111111111111:captures';

/** The name of the stack, in either account. */
export const stackName = 'understudy';

/** When every test's workflow started, unless it says otherwise. */
export const startedAt = '2026-01-05T10:30:00.000Z';
