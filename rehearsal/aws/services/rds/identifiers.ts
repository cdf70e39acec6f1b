import { AwsError } from '../../contracts.ts';

/**
 * Clusters and instances have 1–63 characters, cluster snapshots that are created or copied as many.
 * Instance snapshots, and final snapshots of both kinds, have up to 255.
 * Source: the SDK's model, CreateDBClusterSnapshotMessage, CopyDBClusterSnapshotMessage,
 * CreateDBSnapshotMessage, DeleteDBClusterMessage.
 */
const lengths = { database: 63, 'cluster-snapshot': 63, snapshot: 255 } as const;

/** What a snapshot of a kind of database may be called that is created or copied. */
export function snapshotLengths(kind: 'cluster' | 'instance'): 'cluster-snapshot' | 'snapshot' {
  return kind === 'cluster' ? 'cluster-snapshot' : 'snapshot';
}

/**
 * Checks a new identifier by RDS's rule and lower-cases it: ASCII letters, digits and hyphens, a
 * letter first, no hyphen last, none doubled.
 *
 * @param member the request's member that it came in, for the message
 * @throws AwsError `MissingParameter` or `InvalidParameterValue`
 */
export function newIdentifier(
  value: string | undefined,
  member: string,
  kind: keyof typeof lengths,
): string {
  const given = required(value, member);
  const identifier = given.toLowerCase();
  const wellFormed = /^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/.test(identifier);
  if (!wellFormed) {
    throw new AwsError(
      'InvalidParameterValue',
      `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens. Found: ${given}`,
    );
  }
  if (identifier.length > lengths[kind]) {
    throw new AwsError(
      'InvalidParameterValue',
      `The parameter ${member} must be at most ${lengths[kind]} characters long, and is ${identifier.length}: ${given}`,
    );
  }
  return identifier;
}

/**
 * A member that the request must have.
 *
 * @throws AwsError `MissingParameter`
 */
export function required<T>(value: T | undefined, member: string): T {
  if (value === undefined || value === '') {
    throw new AwsError('MissingParameter', `The request must contain the parameter ${member}`);
  }
  return value;
}
