import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readEvent } from '../../../commands/dev/read-event.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-event-'));
});
afterEach(() => rm(directory, { recursive: true }));

it.each(['{"n":1}', 'null', '[]'])('%s is an event', async (text) => {
  const file = path.join(directory, 'event.json');
  await writeFile(file, text);

  expect(await readEvent(file)).toEqual(JSON.parse(text));
});

it('no file is no event', async () => {
  expect(await readEvent(undefined)).toBeUndefined();
});

it.each(['', '{', 'hello'])('"%s" is refused, for it is no JSON', async (text) => {
  const file = path.join(directory, 'event.json');
  await writeFile(file, text);

  await expect(readEvent(file)).rejects.toThrow(`--event: expected JSON in "${file}"`);
});

it('a file that is not there is refused', async () => {
  await expect(readEvent('none.json')).rejects.toThrow('--event: can\'t read "none.json"');
});
