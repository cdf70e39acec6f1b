import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretAnswers } from '../answers/secrets-manager.ts';
import { perRegion } from './per-region.ts';

export const secretsIn = perRegion((settings) => new SecretsManagerClient(settings), secretAnswers);
