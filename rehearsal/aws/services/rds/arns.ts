import type { Location } from '../../contracts.ts';

/** The resource types of RDS ARNs that the simulator knows. */
export type ArnType =
  | 'cluster'
  | 'db'
  | 'cluster-snapshot'
  | 'snapshot'
  | 'subgrp'
  | 'cluster-pg'
  | 'pg'
  | 'og'
  | 'cluster-endpoint'
  | 'db-proxy'
  | 'db-proxy-endpoint'
  | 'target-group'
  | 'integration'
  | 'deployment';

/** What an RDS ARN says. */
export interface ArnParts {
  readonly location: Location;
  readonly type: string;
  readonly identifier: string;
}

/** The partition and the DNS suffix of a Region. */
export function partitionOf(region: string): { name: string; dnsSuffix: string } {
  if (region.startsWith('cn-')) return { name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' };
  if (region.startsWith('us-gov-')) return { name: 'aws-us-gov', dnsSuffix: 'amazonaws.com' };
  return { name: 'aws', dnsSuffix: 'amazonaws.com' };
}

/** `arn:<partition>:rds:<region>:<account>:<type>:<identifier>` */
export function rdsArn(location: Location, type: ArnType, identifier: string): string {
  const partition = partitionOf(location.region).name;
  return `arn:${partition}:rds:${location.region}:${location.accountId}:${type}:${identifier}`;
}

/** Takes an RDS ARN apart; snapshot identifiers may hold a colon (`rds:…`). */
export function parseRdsArn(text: string): ArnParts | undefined {
  const match = /^arn:[\w-]+:rds:([\w-]+):(\d{12}):([\w-]+):(.+)$/.exec(text);
  const [, region, accountId, type, identifier] = match ?? [];
  if (!region || !accountId || !type || !identifier) return undefined;
  return { location: { accountId, region }, type, identifier: identifier.toLowerCase() };
}

/** Whether two locations are the same account and Region. */
export function samePlace(one: Location, other: Location): boolean {
  return one.accountId === other.accountId && one.region === other.region;
}

/**
 * What an `…Identifier` member names: an ARN as it says, a bare name in the caller's location.
 *
 * @returns undefined for an ARN of another resource type
 */
export function referenceOf(
  value: string,
  type: ArnType,
  location: Location,
): { location: Location; identifier: string } | undefined {
  if (!value.startsWith('arn:')) return { location, identifier: value.toLowerCase() };
  const parts = parseRdsArn(value);
  return parts?.type === type ? parts : undefined;
}
