import type { DescribeLoadBalancerAttributesOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from '@jest/globals';
import { Scene } from './scene.ts';

describe('CreateLoadBalancer', () => {
  it('a new internal Network Load Balancer has the attributes and defaults that AWS documents', async () => {
    const scene = new Scene();
    const balancer = await scene.balancer();

    const { Attributes: shown } = await scene.call<DescribeLoadBalancerAttributesOutput>(
      'DescribeLoadBalancerAttributes',
      { LoadBalancerArn: balancer },
    );

    expect(Object.fromEntries((shown ?? []).map(({ Key, Value }) => [Key, Value]))).toEqual({
      'access_logs.s3.bucket': '',
      'access_logs.s3.enabled': 'false',
      'access_logs.s3.prefix': '',
      'deletion_protection.enabled': 'false',
      'dns_record.client_routing_policy': 'any_availability_zone',
      'ipv6.deny_all_igw_traffic': 'true',
      'load_balancing.cross_zone.enabled': 'false',
      'secondary_ips.auto_assigned.per_subnet': '0',
      'zonal_shift.config.enabled': 'false',
    });
  });
});
