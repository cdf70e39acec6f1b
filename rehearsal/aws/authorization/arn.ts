import type { Location } from '../contracts.ts';

/** The six parts of an ARN; `resource` keeps its own colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** @returns undefined when `text` isn't an ARN */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, accountId, ...rest] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || rest.length === 0) return undefined;
  return {
    partition,
    service,
    region: region ?? '',
    accountId: accountId ?? '',
    resource: rest.join(':'),
  };
}

/** The partition that a Region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** What the host names of a Region's services end in. */
export function domainOf(region: string): string {
  return partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** `<service>.<region>.amazonaws.com`, as `kms:ViaService` has it. */
export function serviceHost(service: string, region: string): string {
  return `${service}.${region}.${domainOf(region)}`;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>` in a place. */
export function arnIn(location: Location, service: string, resource: string): string {
  const { region, accountId } = location;
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;
}
