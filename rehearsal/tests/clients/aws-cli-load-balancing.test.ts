import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { target } from '../../plays/scene/locations.ts';
import { instanceHost } from '../../aws/services/rds/endpoints.ts';
import { answerOf, asTheSdkReads } from './as-the-sdk-reads.ts';
import { AwsCli } from './aws-cli.ts';
import { stay } from './staying-simulator.ts';
import type { StayingSimulator } from './staying-simulator.ts';

let staying: StayingSimulator;
let cli: AwsCli;
let elb: ElasticLoadBalancingV2Client;
let made: { readonly balancer: string; readonly group: string };

/** A load balancer in front of the recovered database, made as a person makes it. */
beforeAll(async () => {
  cli = await AwsCli.install();
  staying = await stay();
  const { url: endpoint, credentials, names } = staying.simulator;
  elb = new ElasticLoadBalancingV2Client({
    endpoint,
    region: target.region,
    credentials: credentials.operator(target.accountId),
  });
  const [address] = names.resolve(instanceHost(target, 'orders-1'));
  made = (await inTarget(`
    database=$(aws rds describe-db-instances --db-instance-identifier orders-1 \
      --query 'DBInstances[0].VpcSecurityGroups[0].VpcSecurityGroupId' --output text)
    range=$(aws ec2 describe-vpcs --query 'Vpcs[0].CidrBlock' --output text)
    aws ec2 authorize-security-group-ingress --group-id $database --protocol tcp --port 5432 \
      --cidr $range > /dev/null
    subnets=$(aws ec2 describe-subnets --query 'Subnets[:2].SubnetId' --output text)
    vpc=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)
    balancer=$(aws elbv2 create-load-balancer --name access --type network --scheme internal \
      --subnets $subnets --tags Key=team,Value=shop \
      --query 'LoadBalancers[0].LoadBalancerArn' --output text)
    group=$(aws elbv2 create-target-group --name writer --target-type ip --protocol TCP --port 5432 \
      --vpc-id $vpc --health-check-interval-seconds 10 \
      --query 'TargetGroups[0].TargetGroupArn' --output text)
    aws elbv2 create-listener --load-balancer-arn $balancer --protocol TCP --port 5432 \
      --default-actions Type=forward,TargetGroupArn=$group > /dev/null
    aws elbv2 register-targets --target-group-arn $group --targets Id=${address},Port=5432
    echo "{\\"balancer\\": \\"$balancer\\", \\"group\\": \\"$group\\"}"`)) as typeof made;
});

afterAll(async () => {
  elb?.destroy();
  await staying?.leave();
  await cli?.remove();
});

function inTarget(command: string): Promise<unknown> {
  return cli.json(staying.pasted.target, command);
}

describe('a load balancer in the staying simulator', () => {
  it('a load balancer comes to have a healthy target', async () => {
    const health = await inTarget(`
      shown() { aws elbv2 describe-target-health --target-group-arn ${made.group} "$@"; }
      for attempt in $(seq 50)
      do
        state=$(shown --query 'TargetHealthDescriptions[0].TargetHealth.State' --output text)
        [ "$state" = initial ] || break
        sleep 0.2
      done
      shown`);

    expect(health).toMatchObject({
      TargetHealthDescriptions: [
        { Target: { Port: 5432 }, HealthCheckPort: '5432', TargetHealth: { State: 'healthy' } },
      ],
    });
  });

  it.each<[string, (given: typeof made) => string, (given: typeof made) => Promise<object>]>([
    [
      'describe-target-health --target-group-arn',
      ({ group }) => group,
      ({ group }) => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group })),
    ],
    [
      'describe-target-groups --load-balancer-arn',
      ({ balancer }) => balancer,
      ({ balancer }) => elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: balancer })),
    ],
    [
      'describe-target-group-attributes --target-group-arn',
      ({ group }) => group,
      ({ group }) => elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: group })),
    ],
    [
      'describe-load-balancers --load-balancer-arns',
      ({ balancer }) => balancer,
      ({ balancer }) =>
        elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancer] })),
    ],
    [
      'describe-load-balancer-attributes --load-balancer-arn',
      ({ balancer }) => balancer,
      ({ balancer }) =>
        elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: balancer })),
    ],
    [
      'describe-listeners --load-balancer-arn',
      ({ balancer }) => balancer,
      ({ balancer }) => elb.send(new DescribeListenersCommand({ LoadBalancerArn: balancer })),
    ],
    [
      'describe-tags --resource-arns',
      ({ balancer }) => balancer,
      ({ balancer }) => elb.send(new DescribeTagsCommand({ ResourceArns: [balancer] })),
    ],
  ])('the CLI shows what the SDK reads: aws elbv2 %s', async (command, argument, send) => {
    const sdk = await send(made);

    const shown = await inTarget(`aws elbv2 ${command} ${argument(made)}`);

    expect(asTheSdkReads(shown, sdk)).toEqual(answerOf(sdk));
  });

  it('a deregistered target is gone once it has drained', async () => {
    const state = await inTarget(`
      target=$(aws elbv2 describe-target-health --target-group-arn ${made.group} \
        --query 'TargetHealthDescriptions[0].Target.Id' --output text)
      aws elbv2 deregister-targets --target-group-arn ${made.group} --targets Id=$target,Port=5432
      shown() {
        aws elbv2 describe-target-health --target-group-arn ${made.group} \
          --query 'TargetHealthDescriptions[].TargetHealth.State'
      }
      for attempt in $(seq 50)
      do
        [ "$(shown)" != '[]' ] || break
        sleep 0.2
      done
      shown`);

    expect(state).toEqual([]);
  });

  it('a call for a missing target group is refused with the error of AWS', async () => {
    const { passed, output } = await cli.run(
      staying.pasted.target,
      `aws elbv2 describe-target-health --target-group-arn ${made.group.replace(/.{16}$/, '0'.repeat(16))}`,
    );

    expect(output).toContain('(TargetGroupNotFound)');
    expect(passed).toBe(false);
  });

  it('the calls for load balancing leave no defect in the simulator', () => {
    expect(staying.simulator.defects).toEqual([]);
  });
});
