import { SNSClient } from '@aws-sdk/client-sns';
import { perRegion } from './per-region.ts';

export const snsIn = perRegion((settings) => new SNSClient(settings));
