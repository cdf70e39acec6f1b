import { rm } from 'node:fs/promises';

import { createAuthority, type Certificate, type CertificateAuthority } from './certificates.ts';
import { makeOwned, writeOwned } from './owned-directory.ts';
import type { ServerUser } from './command.ts';

/**
 * The superuser that RDS keeps for itself on every server, and so does the simulator. It has no
 * password but a certificate, which is the engine's and not the volume's: so an engine gets into
 * every volume that it restores, and no volume carries a secret of an engine.
 */
export const internalUser = 'rdsadmin';

/** Files outside the volumes that every server of an engine reads. */
export interface ServerFiles {
  readonly certificate: string;
  readonly privateKey: string;
  /** The authority of the internal user's certificate, and of no other. */
  readonly clientAuthority: string;
}

/** What the internal user connects with. */
export type InternalIdentity = Certificate & { readonly authority: string };

/** What a front door proves to clients to be the server by, and to the server to be the door. */
export interface DoorIdentity {
  readonly server: Certificate;
  readonly door: Certificate;
}

/** Whom the certificate of front doors names; no user of a database has it. */
export const doorName = 'front-door';

/**
 * Writes the files of an engine's servers into `directory`, over those of an earlier run.
 * @param hosts names that the servers can prove to be, besides `localhost` and 127.0.0.1
 */
export async function writeServerFiles(
  directory: string,
  user: ServerUser | undefined,
  authority: CertificateAuthority,
  hosts: readonly string[],
): Promise<{ files: ServerFiles; identity: InternalIdentity; doorIdentity: DoorIdentity }> {
  const internal = await createAuthority('Simulator engine');
  const [server, identity, door] = await Promise.all([
    authority.issue('Simulator database', [...hosts, 'localhost', '127.0.0.1']),
    internal.issue(internalUser, []),
    internal.issue(doorName, []),
  ]);
  await rm(directory, { recursive: true, force: true });
  await makeOwned(directory, user);
  return {
    files: {
      certificate: await writeOwned(directory, 'server.pem', server.certificate, user),
      privateKey: await writeOwned(directory, 'server.key', server.privateKey, user),
      clientAuthority: await writeOwned(directory, 'clients.pem', internal.certificate, user),
    },
    identity: { ...identity, authority: authority.certificate },
    doorIdentity: { server, door },
  };
}
