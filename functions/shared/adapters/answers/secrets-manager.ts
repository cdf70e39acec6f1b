import { aws, change } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

const secret = change('name a secret that exists and has a value, in DatabaseSecretArn');

/** Calls of Secrets Manager. Source: the SDK's model, `@throws` of each command. */
export const secretAnswers: ServiceAnswers = {
  GetSecretValue: {
    DecryptionFailure: change(
      "the secret's key is out of reach: name it in DatabaseSecretKey, and look at its policy",
    ),
    InternalServiceError: aws,
    InvalidParameterException: secret,
    InvalidRequestException: change('the secret is being deleted, or has no value: restore it'),
    ResourceNotFoundException: secret,
  },
};
