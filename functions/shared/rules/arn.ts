import { InvalidInput } from './errors.ts';
import type { DatabaseKind, Location } from './database.ts';

/** A snapshot's ARN in parts. */
export interface SnapshotArn extends Location {
  readonly kind: DatabaseKind;
  readonly identifier: string;
}

const pattern = /^arn:(aws[a-z-]*):rds:([a-z0-9-]+):(\d{12}):(cluster-snapshot|snapshot):(.+)$/;

/** @throws InvalidInput when `arn` isn't the ARN of a DB or DB cluster snapshot */
export function parseSnapshotArn(arn: string): SnapshotArn {
  const match = pattern.exec(arn);
  if (!match) {
    throw new InvalidInput(
      `expected the ARN of a DB snapshot or DB cluster snapshot, found "${arn}"`,
    );
  }
  const [, partition = '', region = '', accountId = '', type, identifier = ''] = match;
  return {
    kind: type === 'cluster-snapshot' ? 'cluster' : 'instance',
    partition,
    region,
    accountId,
    identifier,
  };
}

export function snapshotArn(location: Location, kind: DatabaseKind, identifier: string): string {
  const type = kind === 'cluster' ? 'cluster-snapshot' : 'snapshot';
  return `arn:${location.partition}:rds:${location.region}:${location.accountId}:${type}:${identifier}`;
}

/** The Region in an ARN, or undefined where `arn` is none or names no Region. */
export function regionOf(arn: string): string | undefined {
  return arn.startsWith('arn:') ? arn.split(':')[3] || undefined : undefined;
}
