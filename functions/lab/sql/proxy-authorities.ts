import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { Authorities } from '../../shared/adapters/sql/authorities.ts';

/**
 * Who vouches for RDS Proxy: its certificate is one of AWS Certificate Manager, and not of RDS's own
 * authorities. Sources: RDS User Guide, "Using TLS/SSL with RDS Proxy"; Amazon Trust Services
 * repository, the five roots, which Node brings along. The name that the certificate must prove is the
 * proxy's own, which nobody but AWS gets one for.
 * @param rds RDS's authorities, by which a proxy of the rehearsal is believed
 */
export function proxyAuthorities(rds: Authorities): Authorities {
  return async () => [...rootCertificates.filter(isOfAmazon), ...(await rds())];
}

function isOfAmazon(pem: string): boolean {
  const lines = new X509Certificate(pem).subject.split('\n');
  return (
    (lines.includes('O=Amazon') && lines.some((line) => /^CN=Amazon Root CA [1-4]$/.test(line))) ||
    lines.includes('CN=Starfield Services Root Certificate Authority - G2')
  );
}
