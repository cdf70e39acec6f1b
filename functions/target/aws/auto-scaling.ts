import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { perRegion } from '../../shared/adapters/clients/per-region.ts';

export const autoScalingIn = perRegion((settings) => new ApplicationAutoScalingClient(settings));
