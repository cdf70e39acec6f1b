import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { context, formatMessages } from 'esbuild';
import type { BuildContext, BuildResult, OutputFile, Plugin } from 'esbuild';
import { Refused } from '../refused.ts';

/** A handler's code as it was built. */
export interface Code {
  readonly file: string;
  readonly name: string;
  /** 1, 2, 3 … */
  readonly version: number;
}

/** What is built, and who hears of it. */
export interface HandlerCodeOptions {
  readonly entry: string;
  /** `file.export`, as it is deployed. */
  readonly handler: string;
  /** Where bundles are written. */
  readonly directory: string;
  readonly say: (line: string) => void;
}

/**
 * A handler's code, built anew whenever a file of it changes. A build that fails is told, and the code
 * before it stays: real events go on to be answered while somebody is in the middle of a change.
 */
export class HandlerCode {
  readonly #options: HandlerCodeOptions;
  #context: BuildContext | undefined;
  #current: Code | undefined;
  #failure = '';
  /** Of what was built last: a file that was saved unchanged is no new code. */
  #built = '';

  private constructor(options: HandlerCodeOptions) {
    this.#options = options;
  }

  /** Builds it once. @throws Refused with what esbuild says */
  static async open(options: HandlerCodeOptions): Promise<HandlerCode> {
    const code = new HandlerCode(options);
    code.#context = await context({
      entryPoints: [options.entry],
      outfile: path.join(options.directory, 'handler.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      mainFields: ['module', 'main'],
      keepNames: true,
      sourcemap: 'linked',
      banner: {
        js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
      },
      write: false,
      logLevel: 'silent',
      plugins: [code.#plugin()],
    });
    await code.#context.rebuild().catch(() => undefined);
    if (code.#current === undefined) {
      await code.close();
      throw new Refused(`${options.entry} can't be built:\n${code.#failure}`);
    }
    return code;
  }

  /** The last that could be built. */
  get current(): Code {
    if (this.#current === undefined) throw new Error('the handler is not built yet');
    return this.#current;
  }

  /** Builds it again whenever a file of it changes. */
  async watch(): Promise<void> {
    await this.#context?.watch();
  }

  async close(): Promise<void> {
    await this.#context?.dispose();
    await rm(this.#options.directory, { recursive: true, force: true });
  }

  #plugin(): Plugin {
    return {
      name: 'handler-code',
      setup: (build) => build.onEnd((result) => this.#take(result)),
    };
  }

  async #take({ errors, outputFiles = [] }: BuildResult): Promise<void> {
    const { say, directory, handler } = this.#options;
    if (errors.length > 0) {
      this.#failure = (await formatMessages(errors, { kind: 'error' })).join('\n').trimEnd();
      if (this.#current !== undefined) {
        say(`${this.#failure}\nThe build failed: the code before it goes on to answer.`);
      }
      return;
    }
    const text = outputFiles.map((file) => file.hash).join();
    if (text === this.#built) return;
    this.#built = text;
    const version = (this.#current?.version ?? 0) + 1;
    const place = path.join(directory, String(version));
    await writeAll(place, outputFiles);
    const name = handler.slice(handler.lastIndexOf('.') + 1);
    this.#current = { file: path.join(place, 'handler.mjs'), name, version };
    if (version > 1) say(`Reloaded: the next event meets the code as it is now (${version}).`);
  }
}

async function writeAll(directory: string, files: readonly OutputFile[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { path: file, contents } of files) {
    await writeFile(path.join(directory, path.basename(file)), contents);
  }
}
