import type { CreateVpcEndpointRequest } from '@aws-sdk/client-ec2';
import { domainOf } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call } from '../../contracts.ts';
import type { Vpc } from '../../network/vpcs.ts';
import { notSimulated } from '../typed-operation.ts';
import type { Ec2State } from './state.ts';
import type { AwsService } from './vpc-endpoint.ts';

/**
 * Services with interface endpoints, as far as stacks name them.
 * Source: PrivateLink guide, "AWS services that integrate with AWS PrivateLink".
 */
const offered = new Set(
  'elasticloadbalancing kms lambda logs monitoring rds s3 secretsmanager sns sqs states sts'.split(
    ' ',
  ),
);

/** The service of AWS that an endpoint is to lead to. @throws AwsError `InvalidServiceName` */
export function awsService(
  { ServiceName: name = '' }: CreateVpcEndpointRequest,
  call: Call,
): AwsService {
  const { location } = call;
  const { region } = location;
  const short = name.replace(`com.amazonaws.${region}.`, '');
  if (offered.has(short)) {
    return { name, location, host: `${short}.${region}.${domainOf(region)}` };
  }
  throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
}

/**
 * Lets the service's own name lead to the endpoint within its VPC.
 * Source of the rules: PrivateLink guide, "Private DNS"; of the words: from memory, unverified.
 * @throws AwsError `InvalidParameter` for a VPC without names, or a name that is taken
 */
export function requirePrivateDns(state: Ec2State, vpc: Vpc, service: AwsService): void {
  if (!vpc.dns.support || !vpc.dns.hostnames) {
    throw new AwsError(
      'InvalidParameter',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    );
  }
  const taken = [...state.endpoints.values()].some(
    (one) => one.vpcId === vpc.id && one.privateDns && one.service.name === service.name,
  );
  if (!taken) return;
  throw new AwsError(
    'InvalidParameter',
    `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service.host} in the VPC ${vpc.id}`,
  );
}

/**
 * S3 has endpoints of both types. Without a gateway endpoint its name must be for all resolvers.
 * Source: S3 User Guide, "AWS PrivateLink for Amazon S3", Private DNS.
 */
export function requireResolvers(input: CreateVpcEndpointRequest): void {
  const { PrivateDnsOnlyForInboundResolverEndpoint: inbound, ...more } = input.DnsOptions ?? {};
  const [extra] = Object.keys(more);
  if (extra !== undefined) throw notSimulated(`endpoints with the DNS option ${extra}`);
  if (input.ServiceName?.endsWith('.s3') !== true || input.PrivateDnsEnabled !== true) return;
  if (inbound === false) return;
  throw new AwsError(
    'InvalidParameter',
    'To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC must have a Gateway endpoint for the service.',
  );
}
