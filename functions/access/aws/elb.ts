import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { loadBalancingAnswers } from '../../shared/adapters/answers/elastic-load-balancing.ts';
import { perRegion } from '../../shared/adapters/clients/per-region.ts';

export const elbIn = perRegion(
  (settings) => new ElasticLoadBalancingV2Client(settings),
  loadBalancingAnswers,
);
