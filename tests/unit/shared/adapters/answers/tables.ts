import { scalingAnswers } from '../../../../../functions/shared/adapters/answers/application-auto-scaling.ts';
import { loadBalancingAnswers } from '../../../../../functions/shared/adapters/answers/elastic-load-balancing.ts';
import { kmsAnswers } from '../../../../../functions/shared/adapters/answers/kms.ts';
import { lambdaAnswers } from '../../../../../functions/shared/adapters/answers/lambda.ts';
import { rdsAnswers } from '../../../../../functions/shared/adapters/answers/rds.ts';
import { secretAnswers } from '../../../../../functions/shared/adapters/answers/secrets-manager.ts';
import { sfnAnswers } from '../../../../../functions/shared/adapters/answers/sfn.ts';
import { snsAnswers } from '../../../../../functions/shared/adapters/answers/sns.ts';
import type { ServiceAnswers } from '../../../../../functions/shared/adapters/answers/verdict.ts';

/** A service as it is called, in the SDK, on the wire and in the tables. */
export interface Table {
  readonly service: string;
  /** The SDK's package. */
  readonly package: string;
  /** The name that signatures have. */
  readonly signedAs: string;
  readonly answers: ServiceAnswers;
}

/** Every service that the functions call. */
export const tables: readonly Table[] = [
  { service: 'Amazon RDS', package: 'client-rds', signedAs: 'rds', answers: rdsAnswers },
  { service: 'AWS KMS', package: 'client-kms', signedAs: 'kms', answers: kmsAnswers },
  { service: 'Amazon SNS', package: 'client-sns', signedAs: 'sns', answers: snsAnswers },
  { service: 'Step Functions', package: 'client-sfn', signedAs: 'states', answers: sfnAnswers },
  {
    service: 'Secrets Manager',
    package: 'client-secrets-manager',
    signedAs: 'secretsmanager',
    answers: secretAnswers,
  },
  {
    service: 'Elastic Load Balancing',
    package: 'client-elastic-load-balancing-v2',
    signedAs: 'elasticloadbalancing',
    answers: loadBalancingAnswers,
  },
  {
    service: 'Application Auto Scaling',
    package: 'client-application-auto-scaling',
    signedAs: 'application-autoscaling',
    answers: scalingAnswers,
  },
  { service: 'AWS Lambda', package: 'client-lambda', signedAs: 'lambda', answers: lambdaAnswers },
];
