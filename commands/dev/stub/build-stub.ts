import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';
import { zipFile } from '../zip-file.ts';
import type { StubSettings } from './relay-event.ts';

/** A stub as it is deployed. */
export interface Stub {
  readonly zip: Buffer;
  /** SHA-256 in base64, as Lambda gives it. */
  readonly sha256: string;
}

/**
 * Builds a stub: one file under the name that the function's handler has, so that nothing of the function's
 * configuration changes.
 * @param handler as it is deployed, such as `probe-database.handler`
 */
export async function buildStub(handler: string, settings: StubSettings): Promise<Stub> {
  const dot = handler.lastIndexOf('.');
  const file = handler.slice(0, dot);
  const name = handler.slice(dot + 1);
  const { outputFiles } = await build({
    stdin: {
      contents: `export { handler as ${name} } from './main.ts';`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    define: { stubSettings: JSON.stringify(settings) },
    absWorkingDir: path.resolve(import.meta.dirname, '../../..'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The oldest Node.js that Lambda still runs functions on.
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    write: false,
    logLevel: 'silent',
  });
  const zip = zipFile(`${file}.mjs`, Buffer.from(outputFiles[0]?.contents ?? []));
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
}
