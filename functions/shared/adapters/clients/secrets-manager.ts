import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { perRegion } from './per-region.ts';

export const secretsIn = perRegion((settings) => new SecretsManagerClient(settings));
