import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseDocument, visit } from 'yaml';
import type { Bundle } from '../../rehearsal/aws/deployment/build-request.ts';
import { EsbuildBundles } from '../../rehearsal/aws/deployment/bundle.ts';
import { readResources } from '../../rehearsal/aws/deployment/resource.ts';
import { readTemplate } from '../../rehearsal/aws/deployment/template-text.ts';
import { project } from '../../scripts/checks/project.ts';
import { exportsOf } from './exports-of.ts';
import { functionsOf } from './functions-of.ts';
import { stacks } from '../template/stacks.ts';

const samBuild = path.join(project, '.aws-sam', 'build');
const bundles = new EsbuildBundles(path.join(project, '.rehearsal', 'bundles'));
const functions = functionsOf(stacks);

beforeAll(() => {
  if (!existsSync(path.join(samBuild, 'template.yaml'))) {
    throw new Error('expected what `sam build` makes in .aws-sam/build: npm run check:sam');
  }
});

describe('the functions that sam build makes', () => {
  it('sam build makes every function of every place', () => {
    expect(functions.length).toBeGreaterThanOrEqual(22);
    expect(functions.filter(({ name }) => !existsSync(path.join(samBuild, name)))).toEqual([]);
  });

  it.each(functions)(
    'sam build makes, byte for byte, the bundle that the rehearsal runs: $name',
    async ({ name, request }) => {
      const bundle = await bundles.build(request);

      const built = await readFile(builtFile(name, bundle), 'utf8');

      expect(built === (await readFile(bundle.file, 'utf8'))).toBe(true);
    },
  );

  it.each(functions)(
    'sam build makes the source map of the bundle that the rehearsal runs: $name',
    async ({ name, request }) => {
      const bundle = await bundles.build(request);

      expect(await sourceMap(builtFile(name, bundle))).toEqual(await sourceMap(bundle.file));
    },
  );

  it.each(functions)(
    'the built bundle exports the handler that the template names: $name',
    async ({ name, request }) => {
      const bundle = await bundles.build(request);
      const exported = bundle.handler.split('.')[1] ?? '';

      expect(await exportsOf(builtFile(name, bundle))).toContain(exported);
    },
  );
});

describe('the templates that sam build writes', () => {
  const written = [
    path.join(samBuild, 'template.yaml'),
    ...new Set(
      functions.map(({ name }) => path.join(samBuild, path.dirname(name), 'template.yaml')),
    ),
  ];

  // Source: CloudFormation User Guide, "Template formats": no aliases and no hash merges.
  it.each(written)(
    'the written template has no YAML that CloudFormation refuses: %s',
    async (file) => {
      const found: string[] = [];
      visit(parseDocument(await readFile(file, 'utf8')), {
        Alias: (_key, { source }) => {
          found.push(`*${source}`);
        },
        Pair: (_key, { key }) => {
          if (String(key) === '<<') found.push('<<');
        },
      });

      expect(found).toEqual([]);
    },
  );

  it.each(functions)(
    'the written template names the handler that the rehearsal calls: $name',
    async ({ name, request }) => {
      const file = path.join(samBuild, path.dirname(name), 'template.yaml');
      const resources = readResources(readTemplate(await readFile(file, 'utf8'))['Resources']);
      const built = resources.find(({ logicalId }) => logicalId === request.logicalId);

      expect(built?.properties['Handler']).toBe((await bundles.build(request)).handler);
      expect(built?.properties['CodeUri']).toBe(request.logicalId);
    },
  );
});

describe('the build properties', () => {
  it('the build properties are the same in all stacks', () => {
    const declared = stacks
      .map(({ template }) => template['Metadata'])
      .flatMap((metadata) =>
        typeof metadata === 'object' && metadata !== null && 'Bundle' in metadata
          ? [metadata.Bundle]
          : [],
      );

    expect(declared.length).toBeGreaterThanOrEqual(2);
    expect(new Set(declared.map((properties) => JSON.stringify(properties))).size).toBe(1);
  });

  it('the build properties are the same for all functions', () => {
    const options = functions.map(({ request }) => JSON.stringify(request.options));

    expect(new Set(options).size).toBe(1);
  });
});

function builtFile(name: string, bundle: Bundle): string {
  return path.join(samBuild, name, path.basename(bundle.file));
}

/** A source map with its sources where they lie, not as seen from where it was written. */
async function sourceMap(file: string): Promise<unknown> {
  const map = JSON.parse(await readFile(`${file}.map`, 'utf8')) as { sources: string[] };
  return { ...map, sources: map.sources.map((source) => path.resolve(path.dirname(file), source)) };
}
