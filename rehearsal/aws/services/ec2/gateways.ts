import type { Location } from '../../contracts.ts';

/** A VPC's way to the internet, for whoever has a public address. */
export interface InternetGateway {
  readonly id: string;
  readonly location: Location;
  vpcId: string | undefined;
}

/** A public address that stays. */
export interface ElasticAddress {
  readonly id: string;
  readonly location: Location;
  readonly publicIp: string;
  /** The NAT gateway that has it. */
  holder: string | undefined;
}

/** A way out for whoever has no public address: nobody comes in by it. */
export interface NatGateway {
  readonly id: string;
  readonly location: Location;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly addressId: string;
}
