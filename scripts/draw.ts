// `npm run draw`: makes anew what documentation shows of the code: the workflows of README.md, from their
// definitions, and docs/carried.md, from the tables that the adapters follow.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { carriedPage } from './carried/page.ts';
import { project } from './checks/project.ts';
import { withPictures } from './workflows/page.ts';

const readme = path.join(project, 'README.md');
await writeFile(readme, await withPictures(await readFile(readme, 'utf8'), project));
await writeFile(path.join(project, 'docs', 'carried.md'), carriedPage());
