import type {
  CreateSecurityGroupResult,
  CreateVpcEndpointResult,
  CreateVpcEndpointServiceConfigurationResult,
} from '@aws-sdk/client-ec2';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { Location, Reached } from '../../aws/contracts.ts';
import { Client } from '../../aws/network/client.ts';
import { PrivateZones } from '../../aws/network/private-zones.ts';
import { Random } from '../../aws/random.ts';
import { Ec2 } from '../../aws/services/ec2/ec2.ts';
import { ownLocation, Scene } from '../elasticloadbalancing/scene.ts';
import { callerOf } from '../services/caller.ts';

export const producer = ownLocation;
export const consumer: Location = { accountId: '222222222222', region: ownLocation.region };
export const elsewhere: Location = { accountId: '222222222222', region: 'eu-central-1' };

/** A producer with a load balancer, and consumers of another account. */
export class Exchange {
  readonly scene = new Scene();
  readonly zones = new PrivateZones(this.scene.names);
  readonly ec2 = new Ec2({
    clock: this.scene.clock,
    random: new Random(4),
    names: this.scene.names,
    network: this.scene.network,
    offered: (arn) => this.scene.elb.offered(arn),
  });

  call<Output = object>(place: Location, operation: string, input: object = {}): Promise<Output> {
    const { accountId, region } = place;
    const sessionArn = `arn:aws:sts::${accountId}:assumed-role/Operator/operator`;
    const principal = { kind: 'operator', accountId, sessionArn } as const;
    const call = callerOf(this.ec2, new Authorizer());
    return call<Output>(principal, region, operation, input as Record<string, unknown>);
  }

  vpc(place: Location) {
    return this.scene.network.vpcs.default(place);
  }

  /** A load balancer with its security group, and a listener on 5432 with a healthy target. */
  async balancer(): Promise<{ arn: string; group: string }> {
    const group = await this.group(producer, 'balancer');
    const { LoadBalancers: made } = await this.scene.call<{
      LoadBalancers: { LoadBalancerArn: string }[];
    }>('CreateLoadBalancer', {
      Name: 'access',
      Type: 'network',
      Scheme: 'internal',
      Subnets: this.vpc(producer)
        .subnets.slice(0, 2)
        .map(({ id }) => id),
      SecurityGroups: [group],
    });
    const arn = made[0]?.LoadBalancerArn ?? '';
    await this.scene.listener(arn, await this.scene.group());
    return { arn, group };
  }

  async group(place: Location, name: string): Promise<string> {
    const { GroupId: id = '' } = await this.call<CreateSecurityGroupResult>(
      place,
      'CreateSecurityGroup',
      { GroupName: name, Description: name, VpcId: this.vpc(place).id },
    );
    return id;
  }

  /** Lets a range, or whoever has a security group, in on port 5432. */
  allow(place: Location, group: string, from: string): Promise<object> {
    const source = from.startsWith('sg-')
      ? { UserIdGroupPairs: [{ GroupId: from }] }
      : { IpRanges: [{ CidrIp: from }] };
    return this.call(place, 'AuthorizeSecurityGroupIngress', {
      GroupId: group,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, ...source }],
    });
  }

  async service(
    balancerArn: string,
    settings: { AcceptanceRequired?: boolean; SupportedRegions?: string[] } = {},
  ): Promise<{ id: string; name: string }> {
    const { ServiceConfiguration: made } =
      await this.call<CreateVpcEndpointServiceConfigurationResult>(
        producer,
        'CreateVpcEndpointServiceConfiguration',
        { NetworkLoadBalancerArns: [balancerArn], AcceptanceRequired: false, ...settings },
      );
    return { id: made?.ServiceId ?? '', name: made?.ServiceName ?? '' };
  }

  permit(id: string, ...principals: string[]): Promise<object> {
    return this.call(producer, 'ModifyVpcEndpointServicePermissions', {
      ServiceId: id,
      AddAllowedPrincipals: principals,
    });
  }

  async endpoint(
    place: Location,
    service: string,
    settings: { ServiceRegion?: string; zones?: number; SecurityGroupIds?: string[] } = {},
  ): Promise<{ id: string; host: string; state: string }> {
    const { zones = 2, ...more } = settings;
    const { VpcEndpoint: made } = await this.call<CreateVpcEndpointResult>(
      place,
      'CreateVpcEndpoint',
      {
        VpcEndpointType: 'Interface',
        VpcId: this.vpc(place).id,
        ServiceName: service,
        SubnetIds: this.vpc(place)
          .subnets.slice(0, zones)
          .map(({ id }) => id),
        SecurityGroupIds: [await this.open(place)],
        ...more,
      },
    );
    return {
      id: made?.VpcEndpointId ?? '',
      host: made?.DnsEntries?.[0]?.DnsName ?? '',
      state: made?.State ?? '',
    };
  }

  /** A security group that lets the place's own VPC in. */
  async open(place: Location): Promise<string> {
    const group = await this.group(place, `endpoint ${this.#groups++}`);
    await this.allow(place, group, this.vpc(place).range);
    return group;
  }

  #groups = 0;

  client(place: Location): Client {
    const [subnet] = this.vpc(place).subnets;
    return new Client(
      { network: this.scene.network, zones: this.zones },
      { subnetId: subnet?.id ?? '' },
    );
  }

  /** What becomes of a client's connection to port 5432. */
  reach(place: Location, host: string): Reached['kind'] | undefined {
    return this.client(place).reach(host, 5432)?.kind;
  }
}
