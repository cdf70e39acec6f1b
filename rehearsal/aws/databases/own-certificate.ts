import type { Certificate, CertificateAuthority } from './certificates.ts';
import type { ServerUser } from './command.ts';
import { writeOwned } from './owned-directory.ts';

/** A certificate of one server, and the files that it reads it from. */
export interface OwnCertificate {
  readonly issued: Certificate;
  readonly files: { readonly certificate: string; readonly privateKey: string };
}

/**
 * Issues a certificate for the server on a volume, over an earlier one. As at RDS it lists the server's
 * own endpoints, and no others: "The server certificate contains the endpoint of the DB instance"
 * (RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance or cluster", from memory).
 */
export async function issueOwn(
  volume: string,
  hosts: readonly string[],
  to: {
    readonly authority: CertificateAuthority;
    readonly directory: string;
    readonly user: ServerUser | undefined;
  },
): Promise<OwnCertificate> {
  const { authority, directory, user } = to;
  const issued = await authority.issue('Simulator database', [...hosts, 'localhost', '127.0.0.1']);
  const certificate = await writeOwned(directory, `${volume}.pem`, issued.certificate, user);
  const privateKey = await writeOwned(directory, `${volume}.key`, issued.privateKey, user);
  return { issued, files: { certificate, privateKey } };
}
