import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { diagram } from './diagram.ts';
import type { WrittenDefinition } from './step-graph.ts';

export const workflows = ['source', 'target', 'access'] as const;

/**
 * A page with the picture of each workflow made anew: what stands between `<!-- <workflow> workflow -->` and the
 * end of the next code block.
 * @param directory of the project
 * @throws Error where the page has no such mark
 */
export async function withPictures(page: string, directory: string): Promise<string> {
  let drawn = page;
  for (const workflow of workflows) {
    const file = path.join(directory, 'statemachines', `${workflow}.asl.yaml`);
    const definition = parse(await readFile(file, 'utf8')) as WrittenDefinition;
    const picture = new RegExp(
      `(<!-- ${workflow} workflow -->\\n\\n\`\`\`mermaid\\n)[^]*?(\\n\`\`\`)`,
    );
    if (!picture.test(drawn)) {
      throw new Error(`expected a Mermaid block after <!-- ${workflow} workflow -->, found none`);
    }
    drawn = drawn.replace(picture, (_all, before: string, after: string) =>
      [before, diagram(definition), after].join(''),
    );
  }
  return drawn;
}
