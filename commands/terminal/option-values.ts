import { WrongOption } from './wrong-option.ts';

/** Gives what Node's `parseArgs` gives. @throws WrongOption where it throws */
export function parsed<Values>(parse: () => Values): Values {
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

/** @throws WrongOption for anything but a whole number within the bounds */
export function wholeNumber(option: string, found: string, low: number, high: number): number {
  const value = Number(found);
  if (/^\d+$/.test(found) && value >= low && value <= high) return value;
  throw new WrongOption(
    `--${option}: expected a whole number from ${low} to ${high}, found "${found}"`,
  );
}
