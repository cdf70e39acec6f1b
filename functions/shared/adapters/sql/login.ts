import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Signer } from '@aws-sdk/rds-signer';
import * as z from 'zod/mini';
import type { Endpoint } from '../../rules/endpoint.ts';
import { InvalidEnvironment } from '../../rules/errors.ts';
import { parseJson } from '../../rules/json.ts';
import { secretsIn } from '../clients/secrets-manager.ts';

/** Who to log in as at an endpoint. It is made anew for each connection, and kept nowhere. */
export type Login = (endpoint: Endpoint) => Promise<Credentials>;

export interface Credentials {
  /** A token of IAM is good for minutes and for one endpoint; a password for as long as it stands. */
  readonly kind: 'password' | 'token';
  readonly user: string;
  readonly password: string;
  readonly database?: string | undefined;
}

const Secret = z.object({
  username: z.string(),
  password: z.string(),
  dbname: z.optional(z.string()),
});

/**
 * From a secret with `username`, `password` and perhaps `dbname`, as RDS itself writes them. It has the
 * source's password: of a master user whose password RDS has taken over since, RDS's own secret counts.
 */
export function secretLogin(region: string, secretArn: string): Login {
  return async ({ master }) => {
    const { username, password, dbname } = await readSecret(region, secretArn);
    const current =
      master?.user === username ? (await readSecret(region, master.keptIn)).password : password;
    return { kind: 'password', user: username, password: current, database: dbname };
  };
}

async function readSecret(region: string, secretArn: string): Promise<z.infer<typeof Secret>> {
  const answer = await secretsIn(region).send(new GetSecretValueCommand({ SecretId: secretArn }));
  const secret = Secret.safeParse(parseJson(answer.SecretString ?? ''));
  if (secret.success) return secret.data;
  // The message says which fields are wrong, and nothing of what is in them.
  throw new InvalidEnvironment(
    `expected ${secretArn} to hold JSON with username and password; wrong are: ` +
      secret.error.issues.map(({ path }) => path.join('.') || 'the document').join(', '),
  );
}

/** With a token of IAM database authentication, which needs no call of AWS at all. */
export function iamLogin(region: string, user: string, database: string | undefined): Login {
  return async ({ host, port }) => {
    const signer = new Signer({ region, hostname: host, port, username: user });
    return { kind: 'token', user, password: await signer.getAuthToken(), database };
  };
}
