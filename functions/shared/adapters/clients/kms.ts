import { KMSClient } from '@aws-sdk/client-kms';
import { perRegion } from './per-region.ts';

export const kmsIn = perRegion((settings) => new KMSClient(settings));
