import type { DomainMembership } from '@aws-sdk/client-rds';
import type { DatabaseSettings } from '../../rules/database-settings.ts';
import { listed, truly } from './shown.ts';

type Domain = NonNullable<DatabaseSettings['domain']>;

/** The first domain, for a database is in one at most. A self-managed one is told by its FQDN. */
export function readDomain(
  memberships: readonly DomainMembership[] | undefined,
): Domain | undefined {
  const [found] = memberships ?? [];
  if (!found) return undefined;
  const domain: Record<string, unknown> = {
    id: truly(found.AuthSecretArn) === undefined ? truly(found.Domain) : undefined,
    roleName: truly(found.IAMRoleName),
    ...(truly(found.AuthSecretArn) !== undefined && {
      fqdn: truly(found.FQDN),
      organizationalUnit: truly(found.OU),
      loginArn: found.AuthSecretArn,
      dnsIps: listed(found.DnsIps),
    }),
  };
  return Object.fromEntries(Object.entries(domain).filter(([, value]) => value !== undefined));
}

/** As RestoreDBClusterFromSnapshot and ModifyDBCluster take it. */
export function writeClusterDomain({ id, roleName }: Domain): object {
  return { Domain: id, DomainIAMRoleName: roleName };
}

/** As RestoreDBInstanceFromDBSnapshot and ModifyDBInstance take it. */
export function writeInstanceDomain(domain: Domain): object {
  return {
    ...writeClusterDomain(domain),
    DomainFqdn: domain.fqdn,
    DomainOu: domain.organizationalUnit,
    DomainAuthSecretArn: domain.loginArn,
    DomainDnsIps: domain.dnsIps,
  };
}
