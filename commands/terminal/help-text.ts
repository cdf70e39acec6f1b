import { readFileSync } from 'node:fs';

/**
 * A command's help: `help.txt` beside the module that asks. It is a file of its own so that it can be
 * read before any package is installed.
 * @param module the `import.meta.url` of whoever asks
 */
export function helpText(module: string, file = 'help.txt'): string {
  return readFileSync(new URL(file, module), 'utf8').trimEnd();
}
