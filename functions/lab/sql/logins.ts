import { iamLogin, secretLogin } from '../../shared/adapters/sql/login.ts';
import type { Credentials } from '../../shared/adapters/sql/login.ts';
import type { Path } from '../rules/path.ts';
import { wayOf } from '../rules/ways.ts';
import type { Hosts } from '../rules/ways.ts';

/** Of what logins are made. */
export interface LoginSettings {
  readonly region: string;
  readonly hosts: Hosts;
  readonly port: number;
  readonly database: string;
  /** Who signs in by a token, except through the proxy. */
  readonly user: string;
  /** RDS's own secret of the master. */
  readonly masterSecretArn: string;
  readonly login: 'iam' | 'secret';
}

/** As whom, and by what, the clients of each path sign in. */
export interface Logins {
  of(path: Path): Promise<Credentials>;
  master(): Promise<Credentials>;
}

/**
 * Tokens are made for each connection, by no call of AWS. The secret is read once: make these
 * anew for each invocation, as RDS changes the password every week. The proxy takes tokens alone, and
 * knows the secret's user alone: one signs in to it as that one, by a token for the proxy's own host.
 */
export function loginsOf(settings: LoginSettings): Logins {
  const { region, hosts, port, database, user, masterSecretArn, login } = settings;
  let secret: Promise<Credentials> | undefined;
  const master = async (): Promise<Credentials> => {
    secret ??= secretLogin(region, masterSecretArn)({ host: hosts.direct, port });
    try {
      return { ...(await secret), database };
    } catch (error) {
      secret = undefined;
      throw error;
    }
  };
  return {
    master,
    async of(path) {
      if (login === 'secret' && path !== 'proxy') return master();
      const signedFor = path === 'proxy' ? (await master()).user : user;
      const host = wayOf(path, hosts).provenName;
      return iamLogin(region, signedFor, database)({ host, port });
    },
  };
}
