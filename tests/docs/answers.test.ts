import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { answersPage } from './answers-text.ts';

const page = fileURLToPath(new URL('../../docs/answers.md', import.meta.url));

it('docs/answers.md says what the tables of answers say', async () => {
  const options = { ...(await resolveConfig(page)), parser: 'markdown' };
  const written = await format(answersPage(), options);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, written);

  expect(readFileSync(page, 'utf8')).toBe(written);
});
