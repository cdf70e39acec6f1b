import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, posix, relative, resolve, sep } from 'node:path';
import { build, version } from 'esbuild';
import type { Metafile } from 'esbuild';
import type { Bundle, BuildRequest, Bundles } from './build-request.ts';

const day = 24 * 60 * 60_000;

/** A function couldn't be built: what esbuild says of its code. */
export class BundleFailed extends Error {
  override readonly name = 'BundleFailed';
}

/**
 * Builds functions as `sam build` does with `BuildMethod: esbuild`, at once where several are asked
 * for. What was built is kept by its content: it is built again only when one of the files that went
 * into it, or an option, has changed.
 */
export class EsbuildBundles implements Bundles {
  readonly #cache: string;
  readonly #builds = new Map<string, Promise<Bundle>>();
  readonly #hashes = new Map<string, Promise<string>>();

  /** @param cache the folder that keeps the bundles, such as `.rehearsal/bundles` */
  constructor(cache: string) {
    this.#cache = resolve(cache);
  }

  build(given: BuildRequest): Promise<Bundle> {
    const request = { ...given, codeDirectory: realDirectory(given.codeDirectory) };
    const key = keyOf(request);
    const underway = this.#builds.get(key);
    if (underway !== undefined) return underway;
    const started = this.#buildOrReuse(request, key);
    this.#builds.set(key, started);
    return started;
  }

  /**
   * A bundle is named after all that went into it, and appears whole: several processes may share a
   * cache, and one that builds anew takes nothing from under another's functions.
   */
  async #buildOrReuse(request: BuildRequest, key: string): Promise<Bundle> {
    const name = `${request.logicalId}-${key.slice(0, 16)}`;
    const receipt = join(this.#cache, `${name}.json`);
    const kept = await this.#fresh(receipt, name);
    if (kept !== undefined) return describe(request, kept);
    await this.#leaveThePackage();
    const partial = join(this.#cache, `${name}.${process.pid}-${process.hrtime.bigint()}`);
    const metafile = await bundle(request, partial);
    const inputs = await this.#inputsOf(metafile, request.codeDirectory);
    const directory = this.#directory(name, inputs);
    await appear(partial, directory);
    await writeFile(`${partial}.json`, inputs);
    await rename(`${partial}.json`, receipt);
    await this.#removePredecessors(name, directory);
    return describe(request, directory);
  }

  #directory(name: string, inputs: string): string {
    const digest = createHash('sha256').update(inputs).digest('hex');
    return join(this.#cache, `${name}-${digest.slice(0, 8)}`);
  }

  /** Those that nobody runs any more. */
  async #removePredecessors(name: string, directory: string): Promise<void> {
    for (const entry of await readdir(this.#cache)) {
      const other = join(this.#cache, entry);
      if (!entry.startsWith(`${name}-`) || other === directory) continue;
      const { mtimeMs } = await stat(other).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > day) await rm(other, { recursive: true, force: true });
    }
  }

  /** Lambda's task root is in no package: without this, `.js` would be what ours says it is. */
  async #leaveThePackage(): Promise<void> {
    await mkdir(this.#cache, { recursive: true });
    await writeFile(join(this.#cache, 'package.json'), '{}\n');
  }

  /** @returns the directory of what was built from the files as they are */
  async #fresh(receipt: string, name: string): Promise<string | undefined> {
    const inputs = await readFile(receipt, 'utf8').catch(() => undefined);
    if (inputs === undefined || !existsSync(this.#directory(name, inputs))) return undefined;
    const hashes = JSON.parse(inputs) as Record<string, string>;
    const same = await Promise.all(
      Object.entries(hashes).map(async ([file, hash]) => (await this.#hash(file)) === hash),
    );
    return same.every(Boolean) ? this.#directory(name, inputs) : undefined;
  }

  /** The files that went into a bundle with their hashes, as JSON. */
  async #inputsOf(metafile: Metafile, directory: string): Promise<string> {
    const inputs = await Promise.all(
      Object.keys(metafile.inputs).map(async (input) => {
        const file = resolve(directory, input);
        return [file, await this.#hash(file)] as const;
      }),
    );
    return JSON.stringify(Object.fromEntries(inputs));
  }

  /** Functions share most of their files: each is read once. */
  #hash(file: string): Promise<string> {
    const known = this.#hashes.get(file);
    if (known !== undefined) return known;
    const hash = readFile(file).then(
      (content) => createHash('sha256').update(content).digest('base64'),
      () => 'gone',
    );
    this.#hashes.set(file, hash);
    return hash;
  }
}

/** A link to the code is the code: esbuild resolves it as well. */
function realDirectory(directory: string): string {
  return existsSync(directory) ? realpathSync(directory) : directory;
}

/** Gives a directory its name, unless another process has put the same there meanwhile. */
async function appear(partial: string, directory: string): Promise<void> {
  try {
    await rename(partial, directory);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

async function bundle(request: BuildRequest, outdir: string): Promise<Metafile> {
  await mkdir(outdir, { recursive: true });
  try {
    const result = await build({
      ...request.options,
      absWorkingDir: request.codeDirectory,
      entryPoints: request.entryPoints.map((entry) => entryFile(entry, request)),
      outdir,
      bundle: true,
      platform: 'node',
      metafile: true,
      logLevel: 'silent',
    });
    return result.metafile;
  } catch (error) {
    await rm(outdir, { recursive: true, force: true });
    throw new BundleFailed(
      `${request.logicalId}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Without an extension, SAM looks for `.ts` and then for `.js`. */
function entryFile(entry: string, request: BuildRequest): string {
  const candidates = extname(entry) === '' ? [`${entry}.ts`, `${entry}.js`] : [entry];
  const found = candidates.find((file) => existsSync(join(request.codeDirectory, file)));
  if (found === undefined) {
    throw new BundleFailed(
      `${request.logicalId}: entry point ${entry} does not exist in ${request.codeDirectory}`,
    );
  }
  return found;
}

async function describe(request: BuildRequest, directory: string): Promise<Bundle> {
  const handler = deployedHandler(request.handler, directory);
  const path = handler.slice(0, handler.lastIndexOf('.'));
  const file = ['.js', '.mjs', '.cjs']
    .map((extension) => join(directory, `${path}${extension}`))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new BundleFailed(
      `${request.logicalId}: the handler ${request.handler} isn't in what was built from ${request.entryPoints.join(', ')}; name its file as the one entry point.`,
    );
  }
  const { bytes } = await stat(file).then(({ size }) => ({ bytes: size }));
  const { sourcemap } = request.options;
  return {
    directory,
    file,
    bytes,
    handler,
    sourceMap: sourcemap !== undefined && sourcemap !== false,
  };
}

/**
 * SAM keeps a handler's path when the build has `<path>.js`; otherwise, and so always with `.mjs`,
 * it keeps the file's name alone.
 */
function deployedHandler(handler: string, directory: string): string {
  const path = posix.join(dirname(handler), basename(handler, extname(handler)));
  return existsSync(join(directory, `${path}.js`)) ? handler : basename(handler);
}

function keyOf(request: BuildRequest): string {
  const { codeDirectory, ...rest } = request;
  const place = relative(process.cwd(), codeDirectory).split(sep).join('/');
  return createHash('sha256')
    .update(JSON.stringify([version, place, rest]))
    .digest('hex');
}
