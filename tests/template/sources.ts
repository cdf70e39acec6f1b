import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Every TypeScript file under a folder, sorted. */
export function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .toSorted();
}

/** What a file imports, as it is written: `@aws-sdk/client-rds`, `../domain/errors.ts`. */
export function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, module = '']) => module);
}

/** What a file imports of the house, as paths from its root. */
export function neighboursOf(file: string): readonly string[] {
  return importsOf(file)
    .filter((module) => module.startsWith('.'))
    .map((module) => normalize(join(dirname(file), module)));
}

/** A file with everything of the house that it imports, directly or not. */
export function closureOf(file: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (one: string): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const neighbour of neighboursOf(one)) visit(neighbour);
  };
  visit(file);
  return [...seen];
}

/** A file's code without its comments. */
export function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '');
}

const base = 'functions/shared/handler/environment.ts';

/** The environment variables that a handler reads: its own, and those that every handler reads. */
export function variablesReadBy(handler: string): readonly string[] {
  const own = closureOf(handler)
    .filter((file) => file !== base)
    .flatMap((file) => {
      const blocks = codeOf(file).matchAll(/readEnvironment\(\{([^]*?)\}\)/g);
      return [...blocks].flatMap(([, block = '']) => variablesIn(block));
    });
  const [, common = ''] = /const Base = z\.object\(\{([^]*?)\n\}\)/.exec(codeOf(base)) ?? [];
  // Whatever reads a variable has read those that all handlers have.
  return [...new Set([...own, ...variablesIn(common)])];
}

function variablesIn(block: string): readonly string[] {
  return [...block.matchAll(/\b([A-Z][A-Z0-9_]+):/g)].map(([, name = '']) => name);
}
