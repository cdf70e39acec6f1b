import { isIP } from 'node:net';

import { generate } from 'selfsigned';

/** A certificate with its private key, both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Issues certificates that are trusted by whoever trusts `certificate`. */
export interface CertificateAuthority {
  /** The authority's own certificate, PEM: what clients verify with. */
  readonly certificate: string;
  /**
   * @param commonName the subject; of a client's certificate, the user that it stands for
   * @param hosts names (a wildcard stands for one label) and addresses that it is valid for
   */
  issue(commonName: string, hosts: readonly string[]): Promise<Certificate>;
}

/**
 * Makes an authority of its own, good for a day before now to two years after.
 * @param organization left out where nobody looks at whose authority it is
 */
export async function createAuthority(
  commonName: string,
  organization?: string,
): Promise<CertificateAuthority> {
  const validity = {
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate: new Date(Date.now() + 2 * 365 * 86_400_000),
  };
  const shape = { keyType: 'ec', algorithm: 'sha256', ...validity } as const;
  const names = [
    { name: 'commonName', value: commonName },
    // The names are put together as one text, in which a comma ends a name.
    ...(organization === undefined
      ? []
      : [{ name: 'organizationName', value: organization.replaceAll(',', '\\,') }]),
  ];
  const root = await generate(names, {
    ...shape,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    certificate: root.cert,
    issue: async (subject, hosts) => {
      const leaf = await generate([{ name: 'commonName', value: subject }], {
        ...shape,
        ca: { key: root.private, cert: root.cert },
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
          ...(hosts.length === 0
            ? []
            : [{ name: 'subjectAltName' as const, altNames: hosts.map(alternativeName) }]),
        ],
      });
      return { certificate: leaf.cert, privateKey: leaf.private };
    },
  };
}

/**
 * The host names that RDS gives out in one account and Region, as a certificate lists them:
 * instance, cluster, reader, custom and proxy endpoints.
 * @param suffix the part that RDS derives from account and Region, such as `c9akciq32rgv`
 */
export function rdsHosts(suffix: string, region: string): readonly string[] {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return ['', 'cluster-', 'cluster-ro-', 'cluster-custom-', 'proxy-'].map(
    (kind) => `*.${kind}${suffix}.${region}.rds.${domain}`,
  );
}

function alternativeName(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host };
}
