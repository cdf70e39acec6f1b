import { partitionOf, serviceHost } from '../../authorization/arn.ts';
import type { Location, PolicyDocument, PolicyStatement } from '../../contracts.ts';
import type { Grant } from './grant.ts';

/** Services whose AWS-managed keys the simulator makes. */
export type ManagingService = (typeof managingServices)[number];
const managingServices = ['rds', 'secretsmanager', 'sns'] as const;

/** The service whose key a predefined alias names, such as `alias/aws/rds`. */
export function managingServiceOf(alias: string | undefined): ManagingService | undefined {
  return managingServices.find((service) => alias === `alias/aws/${service}`);
}

/** The policy that KMS gives to a key that is made without one: the account's policies decide. */
export function defaultKeyPolicy(location: Location): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: accountRoot(location) },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
}

/**
 * The policy of an AWS-managed key, such as `aws/rds`: used by the owning account through that
 * service and in no other way, so that nothing under it can be shared.
 */
export function managedKeyPolicy(location: Location, service: ManagingService): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: `Allow access through ${service.toUpperCase()}`,
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:ListGrants',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:CallerAccount': location.accountId,
            'kms:ViaService': serviceHost(service, location.region),
          },
        },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: accountRoot(location) },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  };
}

/**
 * The key's policy with what its grants permit: a grant lets its grantee do the operations that it
 * lists, and its retiring principal retire it. (A grantee in another account needs its own policies
 * besides: AWS may be more lenient there.)
 */
export function withGrants(policy: PolicyDocument, grants: readonly Grant[]): PolicyDocument {
  return { ...policy, Statement: [...policy.Statement, ...grants.flatMap(statementsOf)] };
}

function statementsOf(grant: Grant): PolicyStatement[] {
  const { GranteePrincipal, RetiringPrincipal, Operations = [] } = grant.entry;
  const operations = Operations.map((operation) => `kms:${operation}`);
  return [...allow(GranteePrincipal, operations), ...allow(RetiringPrincipal, ['kms:RetireGrant'])];
}

function allow(principal: string | undefined, actions: string[]): PolicyStatement[] {
  if (principal === undefined) return [];
  return [{ Effect: 'Allow', Principal: { AWS: principal }, Action: actions, Resource: '*' }];
}

function accountRoot({ accountId, region }: Location): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:root`;
}
