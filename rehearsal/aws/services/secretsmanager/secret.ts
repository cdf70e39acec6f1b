import { arnIn } from '../../authorization/arn.ts';
import type { Location, PolicyDocument } from '../../contracts.ts';

/** A version of a secret's value. */
export interface SecretVersion {
  readonly id: string;
  readonly text: string;
  readonly created: Date;
  stages: string[];
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly location: Location;
  readonly description: string | undefined;
  readonly kmsKeyArn: string | undefined;
  readonly policy: PolicyDocument | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly created: Date;
  /** Newest first. */
  readonly versions: SecretVersion[];
}

/**
 * Finds a secret as a caller in `location` names it: by name, by ARN, or by an ARN without the six
 * characters that Secrets Manager puts after the name. Only an ARN reaches into another account.
 */
export function findSecret(
  secrets: Iterable<Secret>,
  location: Location,
  id: string,
): Secret | undefined {
  for (const secret of secrets) {
    const { accountId, region } = secret.location;
    if (region !== location.region) continue;
    if (secret.arn === id || secret.arn.slice(0, -7) === id) return secret;
    if (secret.name === id && accountId === location.accountId) return secret;
  }
  return undefined;
}

/** The ARN that a request for a secret that isn't there is decided by. */
export function askedArn(location: Location, id: string): string {
  return id.startsWith('arn:') ? id : arnIn(location, 'secretsmanager', `secret:${id}`);
}
