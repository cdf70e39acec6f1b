import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SimulatorOptions } from './simulator-options.ts';

/**
 * Writes down whom Lambda's image trusts: "all Amazon CA certificates" (Lambda Developer Guide, "Building
 * Lambda functions with Node.js"), which are the authorities of databases and of proxies.
 *
 * @param proxyAuthority the latter's certificate, PEM
 */
export async function certificatesFile(
  { directory, engine }: Pick<SimulatorOptions, 'directory' | 'engine'>,
  proxyAuthority: () => Promise<string>,
): Promise<string> {
  if (directory === undefined) return engine.caFile;
  const file = path.join(directory, 'certificates.pem');
  const authorities = [await readFile(engine.caFile, 'utf8'), await proxyAuthority()];
  await writeFile(file, authorities.join('\n'));
  return file;
}
