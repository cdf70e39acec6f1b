import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { perRegion } from '../../shared/adapters/clients/per-region.ts';

export const secretsIn = perRegion((settings) => new SecretsManagerClient(settings));
