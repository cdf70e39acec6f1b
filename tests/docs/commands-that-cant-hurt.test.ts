import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';

it('each sam local invoke of the documentation has credentials of nobody', async () => {
  const found: string[] = [];
  for (const file of [
    'README.md',
    'CONTRIBUTING.md',
    'docs/operating.md',
    'docs/architecture.md',
  ]) {
    const text = await readFile(file, 'utf8');
    for (const [, block = ''] of text.matchAll(/```sh\n([^]*?)```/g)) {
      if (block.includes('sam local invoke')) found.push(block);
    }
  }
  expect(found).not.toEqual([]);
  for (const block of found) {
    for (const setting of [
      '-u AWS_PROFILE',
      'AWS_CONFIG_FILE=/dev/null',
      'AWS_SHARED_CREDENTIALS_FILE=/dev/null',
      'AWS_ACCESS_KEY_ID=nobody',
      'AWS_SECRET_ACCESS_KEY=nothing',
    ]) {
      expect(block).toContain(setting);
    }
  }
});
