import type { DomainMembership } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { partitionOf } from '../arns.ts';
import type { Domain } from './database-settings.ts';
import { requireTogether } from './valid-values.ts';

interface GivenDomain {
  readonly Domain?: string | undefined;
  readonly DomainIAMRoleName?: string | undefined;
  readonly DomainFqdn?: string | undefined;
  readonly DomainOu?: string | undefined;
  readonly DomainAuthSecretArn?: string | undefined;
  readonly DomainDnsIps?: readonly string[] | undefined;
  readonly DisableDomain?: boolean | undefined;
}

/**
 * The Active Directory that a request puts a database into: one of AWS Directory Service, by its id and
 * with a role, or a self-managed one by its name. `none`, or DisableDomain, takes it out.
 * Source: the SDK's model, Domain and the members that begin with it.
 *
 * @throws AwsError `DomainNotFoundFault` for what is no directory's id
 */
export function readDomain(given: GivenDomain, engine: string): Domain | undefined {
  if (given.DisableDomain === true || given.Domain === 'none') return undefined;
  requireTogether(engine !== 'mariadb', 'MariaDB instances can’t be in an Active Directory Domain');
  const { Domain: directory, DomainIAMRoleName: roleName, DomainFqdn: fqdn } = given;
  requireTogether(
    (directory === undefined) === (roleName === undefined),
    'Domain and DomainIAMRoleName are specified together',
  );
  requireTogether(
    (directory === undefined) !== (fqdn === undefined),
    'Specify Domain for a directory of AWS Directory Service, or DomainFqdn for a self-managed one',
  );
  if (directory !== undefined && !/^d-[0-9a-f]{10}$/.test(directory)) {
    throw new AwsError('DomainNotFoundFault', `The Domain ${directory} doesn't exist`);
  }
  const dnsAddresses = given.DomainDnsIps;
  if (dnsAddresses !== undefined && dnsAddresses.length !== 2) {
    throw new AwsError('InvalidParameterValue', 'DomainDnsIps must have two IP addresses');
  }
  for (const member of ['DomainFqdn', 'DomainOu'] as const) {
    const value = given[member];
    if (value === undefined || value.length <= 64) continue;
    throw new AwsError('InvalidParameterValue', `${member} can't be longer than 64 characters`);
  }
  return {
    directory,
    roleName,
    fqdn,
    organizationalUnit: given.DomainOu,
    secretArn: given.DomainAuthSecretArn,
    dnsAddresses,
  };
}

/** The caller passes the role; to which service AWS checks it for is from memory, unverified. */
export function passDomainRole(domain: Domain | undefined, { call }: { call: Call }): void {
  if (domain?.roleName === undefined) return;
  const { accountId, region } = call.location;
  const role = `arn:${partitionOf(region).name}:iam::${accountId}:role/${domain.roleName}`;
  call.authorize('iam:PassRole', role, {
    context: { 'iam:PassedToService': 'rds.amazonaws.com' },
  });
}

/** In the API's shape. */
export function showDomain(domain: Domain | undefined): { DomainMemberships: DomainMembership[] } {
  if (domain === undefined) return { DomainMemberships: [] };
  const { directory, roleName, fqdn, organizationalUnit, secretArn, dnsAddresses } = domain;
  return {
    DomainMemberships: [
      {
        Status: 'joined',
        ...(directory === undefined ? {} : { Domain: directory }),
        ...(roleName === undefined ? {} : { IAMRoleName: roleName }),
        ...(fqdn === undefined ? {} : { FQDN: fqdn }),
        ...(organizationalUnit === undefined ? {} : { OU: organizationalUnit }),
        ...(secretArn === undefined ? {} : { AuthSecretArn: secretArn }),
        ...(dnsAddresses === undefined ? {} : { DnsIps: [...dnsAddresses] }),
      },
    ],
  };
}
