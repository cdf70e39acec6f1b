// `npm run draw`: draws the workflows of README.md anew, from their definitions.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { project } from './checks/project.ts';
import { withPictures } from './workflows/page.ts';

const page = path.join(project, 'README.md');
await writeFile(page, await withPictures(await readFile(page, 'utf8'), project));
