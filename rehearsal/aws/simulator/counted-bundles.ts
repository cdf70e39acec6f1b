import path from 'node:path';
import type { Bundle, BuildRequest, Bundles } from '../deployment/build-request.ts';

/** Remembers what was built, for the report. */
export class CountedBundles implements Bundles {
  readonly #bundles: Bundles;
  readonly #built = new Map<string, number>();

  constructor(bundles: Bundles) {
    this.#bundles = bundles;
  }

  /** By `<stack>/<function>`, in alphabetical order. */
  get built(): readonly { readonly function: string; readonly bytes: number }[] {
    return [...this.#built]
      .map(([name, bytes]) => ({ function: name, bytes }))
      .toSorted((one, other) => one.function.localeCompare(other.function));
  }

  async build(request: BuildRequest): Promise<Bundle> {
    const bundle = await this.#bundles.build(request);
    const entry = path.join(request.codeDirectory, request.entryPoints[0] ?? '');
    const name = `${path.basename(path.dirname(entry))}/${path.basename(entry, '.ts')}`;
    this.#built.set(name, bundle.bytes);
    return bundle;
  }
}
