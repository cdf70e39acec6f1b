import type { Location } from '../../contracts.ts';

/** A Client VPN endpoint: people's machines come into a VPC by it. */
export interface ClientVpn {
  readonly id: string;
  readonly location: Location;
  /** From which clients have their addresses, in CIDR notation. */
  readonly clientRange: string;
  readonly serverCertificateArn: string;
  readonly rootCertificateArn: string;
  readonly protocol: string;
  readonly port: number;
  readonly splitTunnel: boolean;
  readonly log: { readonly group: string; readonly stream: string | undefined } | undefined;
  vpcId: string | undefined;
  securityGroupIds: readonly string[];
  /** By id, the subnet that each association is with. */
  readonly associations: Map<string, string>;
  /** What clients may reach, in CIDR notation. */
  readonly authorized: string[];
}
