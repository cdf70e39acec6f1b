// `npm run soak`: starts commands that run real servers, ends each at a random moment by a random signal
// to a random process, and looks what is left. Linux alone tells all that it asks.
import { parseArgs } from 'node:util';
import { perform } from '../commands/terminal/command.ts';
import { helpText } from '../commands/terminal/help-text.ts';
import { helpOption, parsed, wholeNumber } from '../commands/terminal/option-values.ts';
import { Random } from '../rehearsal/aws/random.ts';
import { playStart } from './soak/play-start.ts';

const options = {
  starts: { type: 'string', default: '30' },
  seed: { type: 'string', default: '1' },
  help: helpOption,
} as const;

process.exitCode = await perform(
  {
    help: helpText(import.meta.url, 'help/soak.txt'),
    readOptions(args) {
      const { values } = parsed(() =>
        parseArgs({ args: [...args], options, strict: true, tokens: true }),
      );
      if (values.help) return { kind: 'help' } as const;
      const starts = wholeNumber('starts', values.starts, 1, 1000);
      return { kind: 'soak', starts, seed: wholeNumber('seed', values.seed, 0, 4e9) } as const;
    },
    async run({ starts, seed }) {
      const random = new Random(seed);
      const slowest = { seconds: 0 };
      let failed = 0;
      for (let number = 1; number <= starts; number++) {
        const { what, left, seconds } = await playStart(random.fork());
        slowest.seconds = Math.max(slowest.seconds, seconds);
        if (left.length > 0) failed += 1;
        const result = left.length === 0 ? `nothing left after ${seconds} s` : 'LEFT';
        console.log([`${number}  ${what}: ${result}`, ...left].join('\n  '));
      }
      console.log(`${starts} starts, ${failed} left something; ${slowest.seconds} s at most`);
      return failed === 0 ? 0 : 1;
    },
  },
  process.argv.slice(2),
);
