import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { scalingAnswers } from '../../shared/adapters/answers/application-auto-scaling.ts';
import { perRegion } from '../../shared/adapters/clients/per-region.ts';

export const autoScalingIn = perRegion(
  (settings) => new ApplicationAutoScalingClient(settings),
  scalingAnswers,
);
