import { KMSClient } from '@aws-sdk/client-kms';
import { kmsAnswers } from '../answers/kms.ts';
import { perRegion } from './per-region.ts';

export const kmsIn = perRegion((settings) => new KMSClient(settings), kmsAnswers);
