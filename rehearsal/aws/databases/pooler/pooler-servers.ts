import { readFile } from 'node:fs/promises';
import type { VirtualClock } from '../../clock.ts';
import type { ProxyServer, ProxyServers, ProxySurroundings } from '../../proxy-contracts.ts';
import { createAuthority, type CertificateAuthority } from '../certificates.ts';
import { Pooler } from './pooler.ts';

/**
 * Opens poolers. Their certificates aren't by RDS's authority: RDS Proxy's are of AWS Certificate
 * Manager, by Amazon's. Source: RDS User Guide, "Using TLS/SSL with RDS Proxy".
 */
export class PoolerServers implements ProxyServers {
  readonly #clock: VirtualClock;
  readonly #serverAuthorityFile: string;
  readonly #open = new Set<Pooler>();
  #authority: Promise<CertificateAuthority> | undefined;

  /** @param serverAuthorityFile the certificate that the database servers are verified with */
  constructor(clock: VirtualClock, serverAuthorityFile: string) {
    this.#clock = clock;
    this.#serverAuthorityFile = serverAuthorityFile;
  }

  /** The certificate, PEM, that clients verify proxies with. */
  async certificate(): Promise<string> {
    return (await this.#issuer()).certificate;
  }

  async open(hosts: readonly string[], surroundings: ProxySurroundings): Promise<ProxyServer> {
    const issuer = await this.#issuer();
    const pooler = await Pooler.open({
      clock: this.#clock,
      certificate: await issuer.issue(hosts[0] ?? 'proxy', hosts),
      surroundings,
      serverAuthority: await readFile(this.#serverAuthorityFile, 'utf8'),
    });
    this.#open.add(pooler);
    return pooler;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((pooler) => pooler.close()));
    this.#open.clear();
  }

  #issuer(): Promise<CertificateAuthority> {
    return (this.#authority ??= createAuthority('Amazon Root CA rehearsal', 'Amazon'));
  }
}
