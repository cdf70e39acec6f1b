// `npm run draw`: makes anew what documentation shows of the code: the workflows of README.md, from their
// definitions, and docs/carried.md, from the tables that the adapters follow.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { perform } from '../commands/terminal/command.ts';
import { helpText } from '../commands/terminal/help-text.ts';
import { helpOption, parsed } from '../commands/terminal/option-values.ts';
import { carriedPage } from './carried/page.ts';
import { project } from './checks/project.ts';
import { withPictures } from './workflows/page.ts';

process.exitCode = await perform(
  {
    help: helpText(import.meta.url, 'help/draw.txt'),
    readOptions: (args) => {
      const options = { help: helpOption } as const;
      const { values } = parsed(() =>
        parseArgs({ args: [...args], options, strict: true, tokens: true }),
      );
      return values.help ? ({ kind: 'help' } as const) : ({ kind: 'draw' } as const);
    },
    async run() {
      const readme = path.join(project, 'README.md');
      await writeFile(readme, await withPictures(await readFile(readme, 'utf8'), project));
      await writeFile(path.join(project, 'docs', 'carried.md'), carriedPage());
      return 0;
    },
  },
  process.argv.slice(2),
);
