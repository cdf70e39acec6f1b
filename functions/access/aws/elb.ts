import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { perRegion } from '../../shared/adapters/clients/per-region.ts';

export const elbIn = perRegion((settings) => new ElasticLoadBalancingV2Client(settings));
