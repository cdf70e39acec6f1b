import type { Admits, FrontDoor } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { storageOwner, type Cluster, type Instance } from '../databases.ts';
import { clusterHost, instanceHost, readerHost } from '../endpoints.ts';
import { checkToken } from './check-token.ts';
import type { TokenRefusal } from './token-refusal.ts';

/** A login that a token didn't get: what RDS writes to the log `iam-db-auth-error`. */
export interface SignInError extends TokenRefusal {
  /** Virtual milliseconds. */
  readonly time: number;
  readonly resourceId: string;
  readonly user: string;
}

/** Judges tokens that are shown to the server of a cluster, of one of its readers, or of an instance. */
export function admitsTo(context: Context, served: Cluster | Instance): Admits {
  return (user, token) =>
    context.clock.hold(async () => {
      const { tokenAuthority: authority } = context;
      const database = ownerOf(served);
      if (authority === undefined || !database.iamAuthentication) return false;
      const { location, port, resourceId } = database;
      const signIn = { token, user, hosts: hostsOf(database), port, resourceId, location };
      const refusal = await checkToken(signIn, authority);
      if (refusal === undefined) return true;
      context.signInErrors.push({ time: context.clock.now(), resourceId, user, ...refusal });
      return false;
    });
}

/**
 * The front door of a database's server, where clients don't get past it. MySQL without IAM
 * authentication has no plugin for it. PostgreSQL's rule for PAM is always there: a member of `rds_iam`
 * is refused by it where IAM authentication is off. Sources: AWS re:Post, "How do I resolve the PAM
 * authentication failed for user error"; the rule in pganalyze/collector#378.
 */
export function doorOf(
  context: Context,
  database: Cluster | Instance,
  door: FrontDoor | undefined,
): FrontDoor | undefined {
  const always = context.storage.engine(database.engine).family === 'postgresql';
  return always || database.iamAuthentication ? door : undefined;
}

function ownerOf(served: Cluster | Instance): Cluster | Instance {
  return 'members' in served ? served : storageOwner(served);
}

/** The names of a database, by each of which a token may have been made. */
function hostsOf(database: Cluster | Instance): readonly string[] {
  const { location, identifier } = database;
  if (!('members' in database)) return [instanceHost(location, identifier)];
  return [
    clusterHost(location, identifier),
    readerHost(location, identifier),
    ...database.members.map((member) => instanceHost(location, member.identifier)),
  ];
}
