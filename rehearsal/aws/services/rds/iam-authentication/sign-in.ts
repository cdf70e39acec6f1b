import type { Admits, FrontDoor } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { storageOwner, type Cluster, type Instance } from '../databases.ts';
import { clusterHost, instanceHost, readerHost } from '../endpoints.ts';
import { checkToken } from './check-token.ts';

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

/** The front door of a server where its database has IAM authentication, and it isn't passed by. */
export function doorOf(
  database: Cluster | Instance,
  door: FrontDoor | undefined,
): FrontDoor | undefined {
  return database.iamAuthentication ? door : undefined;
}

function ownerOf(served: Cluster | Instance): Cluster | Instance {
  return 'members' in served ? served : storageOwner(served);
}

/** The names of a database, by each of which a token may have been made, and which its servers prove. */
export function hostsOf(database: Cluster | Instance): readonly string[] {
  const { location, identifier } = database;
  if (!('members' in database)) return [instanceHost(location, identifier)];
  return [
    clusterHost(location, identifier),
    readerHost(location, identifier),
    ...database.members.map((member) => instanceHost(location, member.identifier)),
  ];
}
