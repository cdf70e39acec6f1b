import { z } from 'zod';
import type { ProxyCredentials } from '../../../proxy-contracts.ts';
import type { Context } from '../context.ts';
import { proxyArn } from './find.ts';
import type { Proxy, ProxyAuth } from './proxy.ts';

/** A user of whom a proxy has the password. */
export interface KnownUser {
  readonly user: string;
  readonly password: string;
  readonly auth: ProxyAuth;
}

/**
 * What a secret must hold. Source: RDS User Guide, "Setting up database credentials in AWS Secrets
 * Manager": `username` and `password`; other fields are ignored.
 */
const secretValue = z.object({ username: z.string().min(1), password: z.string() });

/** Reads every secret of a proxy by its role. @returns whom it knows then, and why not others */
export async function readSecrets(
  context: Context,
  proxy: Proxy,
): Promise<{ readonly users: readonly KnownUser[]; readonly failures: readonly string[] }> {
  const users: KnownUser[] = [];
  const failures: string[] = [];
  for (const auth of proxy.auth) {
    try {
      const text = await readSecret(context, proxy, auth.secretArn);
      const { username, password } = secretValue.parse(JSON.parse(text));
      users.push({ user: auth.userName ?? username, password, auth });
    } catch (error) {
      failures.push(`${auth.secretArn}: ${reasonOf(error)}`);
    }
  }
  return { users, failures };
}

/** How a user signs in. @returns undefined for one whom the proxy has no secret of */
export async function credentialsOf(
  context: Context,
  proxy: Proxy,
  user: string,
): Promise<ProxyCredentials | undefined> {
  const { users } = await readSecrets(context, proxy);
  const found = users.find((one) => one.user === user);
  if (found === undefined) return undefined;
  const { auth, password } = found;
  const byPassword = auth.clientPasswordAuthType === 'POSTGRES_MD5' ? 'md5' : 'scram';
  return { password, client: auth.iamAuth === 'REQUIRED' ? 'token' : byPassword };
}

async function readSecret(context: Context, proxy: Proxy, secretArn: string): Promise<string> {
  const { proxySecrets } = context;
  if (proxySecrets === undefined) throw new Error('nobody here reads secrets for proxies');
  const { roleArn, location } = proxy;
  return proxySecrets({ roleArn, location, proxyArn: proxyArn(proxy), secretArn });
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return 'it must be JSON with a username and a password';
  }
  return error instanceof Error ? error.message : String(error);
}
