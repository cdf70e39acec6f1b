import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { authoritiesIn } from '../../shared/adapters/sql/authorities.ts';
import type { Authorities } from '../../shared/adapters/sql/authorities.ts';

/**
 * Who vouches for RDS Proxy: its certificate is one of AWS Certificate Manager, and not of RDS's own
 * authorities. Sources: RDS User Guide, "Using TLS/SSL with RDS Proxy"; Amazon Trust Services
 * repository, whose roots Node brings along, and Lambda's file has. The name that the certificate must
 * prove is the proxy's own, which nobody but AWS gets one for.
 * @param file with certificates in PEM, such as Lambda's
 */
export function proxyAuthorities(file: string): Authorities {
  let known: Promise<readonly string[]> | undefined;
  return () => (known ??= readProxyAuthorities(file));
}

async function readProxyAuthorities(file: string): Promise<readonly string[]> {
  const ofNode = rootCertificates.filter((pem) =>
    isOfAmazon(new X509Certificate(pem).subject.split('\n')),
  );
  return [...new Set([...ofNode, ...(await authoritiesIn(file, isOfAmazon))])];
}

function isOfAmazon(subject: readonly string[]): boolean {
  return (
    (subject.includes('O=Amazon') &&
      subject.some((line) => line.startsWith('CN=Amazon Root CA '))) ||
    subject.includes('CN=Starfield Services Root Certificate Authority - G2')
  );
}
