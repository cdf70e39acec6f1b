import { WrongOption } from './wrong-option.ts';

/**
 * Every command has it, and the wrapper answers it before any package is installed. Node's own parser
 * serves: a library would be one package more, and ranges and conflicts were still ours to say.
 */
export const helpOption = { type: 'boolean', short: 'h', default: false } as const;

interface Parsed {
  readonly tokens: readonly { readonly kind: string; readonly name?: string }[];
}

/**
 * Gives what Node's `parseArgs` gives, with its tokens.
 * @throws WrongOption where it throws, or where an option is given twice
 */
export function parsed<Result extends Parsed>(parse: () => Result): Result {
  const result = told(parse);
  const names = result.tokens.flatMap(({ kind, name }) => (kind === 'option' ? [name ?? ''] : []));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return result;
  throw new WrongOption(`--${twice}: expected it once, found it twice`);
}

/**
 * Options that don't go together: one of them would be ignored.
 * @throws WrongOption where an option of `names` is given beside `option`
 */
export function requireAlone(
  option: string,
  names: readonly string[],
  { tokens }: Parsed,
  why: string,
): void {
  const given = tokens.flatMap(({ kind, name }) => (kind === 'option' ? [name] : []));
  const other = names.find((name) => given.includes(name));
  if (!given.includes(option) || other === undefined) return;
  throw new WrongOption(`--${option} goes without --${other}: ${why}`);
}

function told<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    // Node's first sentence; what follows is advice on parseArgs.
    const [sentence] = (error as Error).message.split(/\.?(?:\n|\. |$)/);
    throw new WrongOption(`${sentence}; --help lists the options`);
  }
}

/** @throws WrongOption for any but the expected values */
export function oneOf<Value extends string>(
  option: string,
  found: string,
  expected: readonly Value[],
): Value {
  const value = expected.find((one) => one === found);
  if (value !== undefined) return value;
  throw new WrongOption(`--${option}: expected ${expected.join(' or ')}, found "${found}"`);
}

/** @throws WrongOption for an empty name */
export function fileName(option: string, found: string | undefined): string | undefined {
  if (found !== '') return found;
  throw new WrongOption(`--${option}: expected the name of a file, found ""`);
}

/** Seeds are whole numbers of 32 bits. */
const highestSeed = 4_294_967_295;

/**
 * So many runs, each with the next seed.
 * @throws WrongOption for values out of bounds, and for a seed that has no such successors
 */
export function runsFromSeed(values: { readonly runs: string; readonly seed: string }): {
  readonly runs: number;
  readonly seed: number;
} {
  const runs = wholeNumber('runs', values.runs, 1, 50);
  const seed = wholeNumber('seed', values.seed, 0, highestSeed);
  if (seed + runs - 1 <= highestSeed) return { runs, seed };
  throw new WrongOption('--seed: expected a seed that leaves room for as many runs as --runs');
}

/** @throws WrongOption for anything but a whole number within the bounds */
export function wholeNumber(option: string, found: string, low: number, high: number): number {
  const value = Number(found);
  if (/^\d+$/.test(found) && value >= low && value <= high) return value;
  throw new WrongOption(
    `--${option}: expected a whole number from ${low} to ${high}, found "${found}"`,
  );
}
