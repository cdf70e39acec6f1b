import { SFNClient } from '@aws-sdk/client-sfn';
import { perRegion } from './per-region.ts';

export const sfnIn = perRegion((settings) => new SFNClient(settings));
