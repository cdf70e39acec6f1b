import type { BuildOptions, Format, Loader } from 'esbuild';
import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { isList, isMap, show } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/** What of esbuild's options a template can set. */
export type BundleOptions = Pick<
  BuildOptions,
  | 'minify'
  | 'target'
  | 'sourcemap'
  | 'sourcesContent'
  | 'format'
  | 'mainFields'
  | 'outExtension'
  | 'external'
  | 'keepNames'
  | 'banner'
  | 'footer'
  | 'loader'
  | 'define'
  | 'charset'
  | 'legalComments'
  | 'treeShaking'
>;

/** A function to build. Paths of entry points are relative to its code directory. */
export interface BuildRequest {
  readonly logicalId: string;
  readonly codeDirectory: string;
  readonly entryPoints: readonly string[];
  /** As the template has it. */
  readonly handler: string;
  readonly options: BundleOptions;
}

/** A built function. */
export interface Bundle {
  /** What is deployed: Lambda's task root. */
  readonly directory: string;
  /** The file that holds the handler. */
  readonly file: string;
  readonly bytes: number;
  /** The handler as it is deployed: `sam build` points it to the built file. */
  readonly handler: string;
  /** Whether there is a source map, so that Node must be told to read it. */
  readonly sourceMap: boolean;
}

/** Builds functions; the same request twice is one build. */
export interface Bundles {
  build(request: BuildRequest): Promise<Bundle>;
}

type Reader = (value: TemplateValue, path: string) => BundleOptions;

/**
 * `BuildProperties` by name. SAM hands each to esbuild as a flag by the type of its value: `true` as
 * `--flag` (`false` as nothing), a text as `--flag=text`, a list as `--flag:item` for each.
 */
const readers: Readonly<Record<string, Reader>> = {
  Minify: (value, path) => ({ minify: truth(value, path) }),
  KeepNames: (value, path) => ({ keepNames: truth(value, path) }),
  TreeShaking: (value, path) => ({ treeShaking: truth(value, path) }),
  Sourcemap: (value, path) => ({
    sourcemap:
      typeof value === 'boolean'
        ? value
        : oneOf(value, ['linked', 'inline', 'external', 'both'] as const, path),
  }),
  // `false` sets no flag, and esbuild's default is true: only the text 'false' leaves them out.
  SourcesContent: (value, path) => (value === false ? {} : { sourcesContent: truth(value, path) }),
  Target: (value, path) => ({ target: text(value, path).split(',') }),
  Format: (value, path) => ({ format: oneOf(value, ['esm', 'cjs', 'iife'] as const, path) }),
  MainFields: (value, path) => ({ mainFields: text(value, path).split(',') }),
  Charset: (value, path) => ({ charset: oneOf(value, ['ascii', 'utf8'] as const, path) }),
  LegalComments: (value, path) => ({
    legalComments: oneOf(value, ['none', 'inline', 'eof', 'linked', 'external'] as const, path),
  }),
  External: (value, path) => ({ external: texts(value, path) }),
  OutExtension: (value, path) => ({ outExtension: pairs(value, path) }),
  Banner: (value, path) => ({ banner: pairs(value, path) }),
  Footer: (value, path) => ({ footer: pairs(value, path) }),
  Define: (value, path) => ({ define: pairs(value, path) }),
  Loader: (value, path) => ({ loader: pairs(value, path) as Record<string, Loader> }),
  UseNpmCi: () => ({}),
  EntryPoints: () => ({}),
};

/** What Lambda Builders sets when the template doesn't. */
const defaults: BundleOptions = {
  target: ['es2020'],
  format: 'cjs' satisfies Format,
  minify: true,
};

/**
 * Reads a function's `Metadata` into what to build.
 * @throws UnknownTemplateConstruct for a build method but esbuild, and for an unknown property
 */
export function buildFrom(
  metadata: TemplateMap,
  request: {
    readonly logicalId: string;
    readonly codeDirectory: string;
    readonly handler: string;
    readonly path: string;
  },
): BuildRequest {
  const path = request.path.replace(/\/Properties$/, '/Metadata');
  const { BuildMethod: method, BuildProperties: declared = {}, ...others } = metadata;
  if (method !== 'esbuild') {
    throw new UnknownTemplateConstruct(`the build method ${show(method)}`, `${path}/BuildMethod`);
  }
  const extra = Object.keys(others).find((name) => !/^(?:cfn-lint|cfn_nag|Comment)$/.test(name));
  if (extra !== undefined) throw new UnknownTemplateConstruct(`the key ${extra}`, path);
  if (!isMap(declared)) throw new TemplateRefused(`${path}/BuildProperties must be a map`);
  let options = defaults;
  for (const [name, value] of Object.entries(declared)) {
    const read = readers[name];
    const place = `${path}/BuildProperties/${name}`;
    if (read === undefined) throw new UnknownTemplateConstruct(`the build property ${name}`, place);
    options = { ...options, ...read(value, place) };
  }
  const entryPoints = declared['EntryPoints'];
  const { logicalId, codeDirectory, handler } = request;
  return {
    logicalId,
    codeDirectory,
    handler,
    options,
    entryPoints:
      entryPoints === undefined
        ? [handler.split('.')[0] ?? handler]
        : texts(entryPoints, `${path}/BuildProperties/EntryPoints`),
  };
}

function truth(value: TemplateValue, path: string): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw refuse('true or false', value, path);
}

function text(value: TemplateValue, path: string): string {
  if (typeof value === 'string') return value;
  throw refuse('a text', value, path);
}

function oneOf<T extends string>(value: TemplateValue, known: readonly T[], path: string): T {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw refuse(`one of ${known.join(', ')}`, value, path);
  return found;
}

function texts(value: TemplateValue, path: string): string[] {
  if (isList(value)) return value.map((item) => text(item, path));
  throw refuse('a list', value, path);
}

/** A list of `key=value`. */
function pairs(value: TemplateValue, path: string): Record<string, string> {
  return Object.fromEntries(
    texts(value, path).map((item) => {
      const at = item.indexOf('=');
      if (at < 0) throw refuse('a list of key=value', item, path);
      return [item.slice(0, at), item.slice(at + 1)];
    }),
  );
}

function refuse(expected: string, found: TemplateValue, path: string): TemplateRefused {
  return new TemplateRefused(`${path}: expected ${expected}, found ${JSON.stringify(found)}`);
}
