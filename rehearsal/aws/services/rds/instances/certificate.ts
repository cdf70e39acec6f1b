import type { CertificateDetails } from '@aws-sdk/client-rds';
import { oneOf } from '../settings/valid-values.ts';

/** The authorities of server certificates; the first is the default one. */
const authorities = ['rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1', 'rds-ca-ecc384-g1'] as const;
export const [defaultAuthority] = authorities;

/** RDS User Guide, "Certificate authorities". @throws AwsError `CertificateNotFoundFault` */
export function readAuthority(value: string): string {
  return oneOf<string>('CACertificateIdentifier', value, authorities, 'CertificateNotFoundFault');
}

/** In the API's shape. How long a server's certificate is valid is from memory, unverified. */
export function showAuthority({
  caCertificate,
  createdAt,
}: {
  readonly caCertificate: string;
  readonly createdAt: number;
}): { CACertificateIdentifier: string; CertificateDetails: CertificateDetails } {
  const ValidTill = new Date(createdAt + yearMilliseconds);
  return {
    CACertificateIdentifier: caCertificate,
    CertificateDetails: { CAIdentifier: caCertificate, ValidTill },
  };
}

const yearMilliseconds = 365 * 24 * 3_600_000;
