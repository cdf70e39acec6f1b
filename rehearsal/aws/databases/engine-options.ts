import type { CertificateAuthority } from './certificates.ts';
import type { ServerDied } from './server-process.ts';

/** How an engine is set up. */
export interface EngineOptions {
  /**
   * The engine's own directory: volumes, logs, certificates. It is opened to the servers' user when
   * this process is root. Whoever hands it in removes it.
   */
  readonly directory: string;
  /** Kept from run to run, it saves the initialization: templates, keyed by version. */
  readonly cacheDirectory?: string;
  /** Who vouches for the servers; an authority of the engine's own when left out. */
  readonly authority?: CertificateAuthority;
  /** Host names that the servers' certificate is valid for, such as those of `rdsHosts`. */
  readonly hosts?: readonly string[];
  /**
   * For how many real milliseconds a restored volume is cold, from its server's first start on: whoever
   * reads a table waits, as for blocks that are loaded from S3 at first touch. Source: field reports; RDS
   * User Guide, "Restoring to a DB instance" (lazy loading), from memory, unverified. Not at all where left out.
   */
  readonly coldMilliseconds?: number | undefined;
  /**
   * Told of every server that ends by itself. Without it, `close` rejects with the first death that
   * nobody has met otherwise.
   */
  readonly onServerDied?: (death: ServerDied) => void;
}
