import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildFrom } from '../../aws/deployment/build-request.ts';
import type { Bundle } from '../../aws/deployment/build-request.ts';
import { EsbuildBundles } from '../../aws/deployment/bundle.ts';
import type { TemplateMap } from '../../aws/deployment/template-value.ts';
import { SimulatorWithFunctions } from '../lambda/simulator-with-functions.ts';

const source = `
import { helper } from './helper.ts';
class SnapshotFailed extends Error { constructor(text: string) { super(text); this.name = new.target.name; } }
export const handler = async (event: { fail?: boolean }): Promise<string> => {
  if (event.fail === true) throw new SnapshotFailed(helper());
  return helper();
};
`;

const buildProperties: TemplateMap = {
  Minify: true,
  Target: 'node20',
  Format: 'esm',
  MainFields: 'module,main',
  OutExtension: ['.js=.mjs'],
  KeepNames: true,
  EntryPoints: ['source/create-snapshot.ts'],
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-bundle-'));
  await mkdir(join(directory, 'code/source'), { recursive: true });
  await writeFile(join(directory, 'code/source/create-snapshot.ts'), source);
  await writeFile(
    join(directory, 'code/source/helper.ts'),
    "export const helper = (): string => 'helped';\n",
  );
});
afterAll(() => rm(directory, { recursive: true }));

function build(
  properties: TemplateMap,
  options: { handler?: string; cache?: string } = {},
): Promise<Bundle> {
  const { handler = 'source/create-snapshot.handler', cache = 'cache' } = options;
  return new EsbuildBundles(join(directory, cache)).build(
    buildFrom(
      { BuildMethod: 'esbuild', BuildProperties: properties },
      {
        logicalId: 'CreateSnapshot',
        codeDirectory: join(directory, 'code'),
        handler,
        path: 'Resources/CreateSnapshot/Properties',
      },
    ),
  );
}

async function sourceMapWith(sourcesContent: boolean | string): Promise<object> {
  const properties = { ...buildProperties, Sourcemap: true, SourcesContent: sourcesContent };
  const { file } = await build(properties);
  return JSON.parse(await readFile(`${file}.map`, 'utf8')) as object;
}

describe('a function bundle', () => {
  it('a bundle follows the build properties of the template', async () => {
    const bundle = await build(buildProperties);
    const text = await readFile(bundle.file, 'utf8');
    expect(bundle).toEqual({
      directory: expect.stringMatching(/cache\/CreateSnapshot-[0-9a-f]{16}-[0-9a-f]{8}$/),
      file: join(bundle.directory, 'create-snapshot.mjs'),
      bytes: Buffer.byteLength(text),
      handler: 'create-snapshot.handler',
      sourceMap: false,
    });
    expect(text).toMatch(/export\s*\{/);
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).toContain('"SnapshotFailed"');
  });

  it.each([
    [{ ...buildProperties, Minify: false }, /\n.*\n/, true],
    [{ ...buildProperties, Format: 'cjs', OutExtension: ['.js=.cjs'] }, /module\.exports/, true],
    [{ ...buildProperties, KeepNames: false }, /"SnapshotFailed"/, false],
    [{ ...buildProperties, Banner: ['js=/* ours */'] }, /^\/\* ours \*\//, true],
    [{ ...buildProperties, Sourcemap: true }, /sourceMappingURL=create-snapshot\.mjs\.map/, true],
    [{ ...buildProperties, External: ['./helper.ts'] }, /helped/, false],
  ])('a bundle follows the properties %j', async (properties, pattern, matches) => {
    const { file } = await build(properties);
    expect(pattern.test(await readFile(file, 'utf8'))).toBe(matches);
  });

  it('a bundle leaves out sources only for the text "false", as SAM passes it', async () => {
    expect(await sourceMapWith('false')).not.toHaveProperty('sourcesContent');
    expect(await sourceMapWith(false)).toHaveProperty('sourcesContent');
  });

  it('a bundle has the defaults of SAM, with the handler as entry point', async () => {
    const bundle = await build({});
    expect(bundle.handler).toBe('create-snapshot.handler');
    expect(await readFile(bundle.file, 'utf8')).toMatch(/module\.exports/);
  });

  it('a bundle is built once while nothing that went into it changes', async () => {
    const first = await build(buildProperties, { cache: 'kept' });
    const made = await stat(first.file);
    const again = await build(buildProperties, { cache: 'kept' });
    expect((await stat(again.file)).mtimeMs).toBe(made.mtimeMs);
    const helper = join(directory, 'code/source/helper.ts');
    const before = await readFile(helper, 'utf8');
    await writeFile(helper, "export const helper = (): string => 'changed';\n");
    try {
      const changed = await build(buildProperties, { cache: 'kept' });
      expect(await readFile(changed.file, 'utf8')).toContain('changed');
    } finally {
      await writeFile(helper, before);
    }
  });

  it('a bundle is built once for concurrent requests, and stays when another is built', async () => {
    const cache = 'shared';
    const all = await Promise.all([1, 2, 3].map(() => build(buildProperties, { cache })));
    expect(new Set(all.map((bundle) => bundle.file)).size).toBe(1);
    const helper = join(directory, 'code/source/helper.ts');
    const before = await readFile(helper, 'utf8');
    await writeFile(helper, "export const helper = (): string => 'changed';\n");
    try {
      const changed = await build(buildProperties, { cache });
      expect(changed.file).not.toBe(all[0]?.file);
      expect(await readFile(all[0]?.file ?? '', 'utf8')).toContain('helped');
    } finally {
      await writeFile(helper, before);
    }
    const files = await readdir(join(directory, cache));
    expect(files.filter((file) => file.includes('.json'))).toEqual([
      expect.stringMatching(/^CreateSnapshot-[0-9a-f]{16}\.json$/),
      'package.json',
    ]);
  });

  it('a bundle runs unmodified in Lambda: an error keeps its name through minification', async () => {
    const bundle = await build(buildProperties);
    const simulator = await SimulatorWithFunctions.open();
    try {
      const arn = await simulator.add('', {
        codeDirectory: bundle.directory,
        handler: bundle.handler,
      });
      expect(await simulator.invoke(arn)).toEqual({ payload: 'helped' });
      expect(await simulator.invoke(arn, { fail: true })).toMatchObject({
        functionError: 'Unhandled',
        payload: { errorType: 'SnapshotFailed', errorMessage: 'helped' },
      });
    } finally {
      await simulator.close();
    }
  });
});

describe('a build that fails', () => {
  it.each([
    [
      { ...buildProperties, Splitting: true },
      'UnknownTemplateConstruct',
      'the build property Splitting',
    ],
    [{ ...buildProperties, Format: 'umd' }, 'TemplateRefused', 'expected one of esm, cjs, iife'],
    [{ ...buildProperties, OutExtension: '.mjs' }, 'TemplateRefused', 'expected a list'],
    [{ ...buildProperties, OutExtension: ['.mjs'] }, 'TemplateRefused', 'key=value'],
    [
      { ...buildProperties, EntryPoints: ['gone.ts'] },
      'BundleFailed',
      'entry point gone.ts does not exist',
    ],
    [
      { ...buildProperties, EntryPoints: ['source/helper.ts'] },
      'BundleFailed',
      "isn't in what was built",
    ],
  ])('a build with the properties %j is refused by name', async (properties, name, sentence) => {
    await expect(async () => build(properties)).rejects.toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(sentence) }),
    );
  });

  it('a build whose code is wrong fails with the message of esbuild', async () => {
    await writeFile(join(directory, 'code/source/broken.ts'), 'export const = 1;');
    await expect(build({ ...buildProperties, EntryPoints: ['source/broken.ts'] })).rejects.toThrow(
      expect.objectContaining({
        name: 'BundleFailed',
        message: expect.stringContaining('CreateSnapshot: Build failed'),
      }),
    );
  });

  it.each([{ BuildMethod: 'makefile' }, {}])('a build with metadata %j is refused', (metadata) => {
    const request = { logicalId: 'F', codeDirectory: '.', handler: 'a.b', path: 'Resources/F' };
    expect(() => buildFrom(metadata, request)).toThrow(
      expect.objectContaining({ name: 'UnknownTemplateConstruct' }),
    );
  });
});
