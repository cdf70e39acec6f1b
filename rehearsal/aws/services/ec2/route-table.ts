import type { Location } from '../../contracts.ts';

/** Where a subnet's packets go that leave it; within the VPC they always arrive. */
export interface RouteTable {
  readonly id: string;
  readonly location: Location;
  readonly vpcId: string;
  /** By destination in CIDR notation, the id of a gateway. */
  readonly routes: Map<string, string>;
  /** By subnet, the id of the association. */
  readonly associations: Map<string, string>;
}
