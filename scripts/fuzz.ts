/**
 * `npm run fuzz -- --runs 100000 --seed 7`: the properties of `tests/fuzz`, over more cases than
 * `npm test` has time for.
 */
import { parseArgs } from 'node:util';
import { perform } from '../commands/terminal/command.ts';
import { helpText } from '../commands/terminal/help-text.ts';
import { helpOption, parsed, wholeNumber } from '../commands/terminal/option-values.ts';
import { runJest } from './checks/parts.ts';

const options = {
  runs: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
  help: helpOption,
} as const;
const most = 4_294_967_295;

process.exitCode = await perform(
  {
    help: helpText(import.meta.url, 'help/fuzz.txt'),
    readOptions(args) {
      const { values } = parsed(() =>
        parseArgs({ args: [...args], options, strict: true, tokens: true }),
      );
      if (values.help) return { kind: 'help' } as const;
      const runs = wholeNumber('runs', values.runs, 1, most);
      return { kind: 'fuzz', runs, seed: wholeNumber('seed', values.seed, 0, most) } as const;
    },
    run: ({ runs, seed }) =>
      runJest(['tests/fuzz'], { FUZZ_RUNS: String(runs), FUZZ_SEED: String(seed) }),
  },
  process.argv.slice(2),
);
