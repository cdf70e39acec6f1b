import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { HandlerCode } from '../../../../commands/dev/worker/handler-code.ts';

let directory: string;
let entry: string;
let said: string[];
let open: HandlerCode | undefined;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-code-'));
  entry = path.join(directory, 'probe.ts');
  said = [];
  open = undefined;
});
afterEach(async () => {
  await open?.close();
  await rm(directory, { recursive: true });
});

async function start(text: string): Promise<HandlerCode> {
  await writeFile(entry, text);
  open = await HandlerCode.open({
    entry,
    handler: 'probe.handler',
    directory: path.join(directory, 'built'),
    say: (line) => said.push(line),
  });
  await open.watch();
  return open;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 400 && !isSo(); look++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

it('a change is built, and a build that fails leaves the code before it', async () => {
  const code = await start('export const handler = (n: number) => n + 1;');
  const first = code.current;
  expect(first).toMatchObject({ name: 'handler', version: 1 });
  expect(await readFile(first.file, 'utf8')).toContain('n + 1');

  await writeFile(entry, 'export const handler = ((;');
  await until(() => said.length > 0);
  expect(said.join()).toContain('the code before it goes on to answer');
  expect(said.join()).toContain('probe.ts');
  expect(code.current).toEqual(first);

  await writeFile(entry, 'export const handler = (n: number) => n + 2;');
  await until(() => code.current.version > 1);
  expect(code.current.version).toBe(2);
  expect(await readFile(code.current.file, 'utf8')).toContain('n + 2');
  expect(await readFile(first.file, 'utf8')).toContain('n + 1');
}, 60_000);

it.each(['export const handler = ((;', 'import "./nowhere.ts";'])(
  'code that can not be built at first is refused: %s',
  async (text) => {
    await expect(start(text)).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining("probe.ts can't be built"),
    });
  },
);
