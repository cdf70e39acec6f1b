import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findEntry } from '../../../commands/dev/find-entry.ts';

describe('findEntry', () => {
  it.each([
    ['SwapNames', 'swap-names.handler', 'functions/target/swap-names.ts'],
    ['Target/SwapNames', 'swap-names.handler', 'functions/target/swap-names.ts'],
    ['ProbeDatabase', 'probe-database.handler', 'functions/lab/probe-database.ts'],
    ['SyncTargets', 'sync-targets.handler', 'functions/access/sync-targets.ts'],
    ['CopySnapshot', 'copy-snapshot.handler', 'functions/source/copy-snapshot.ts'],
  ])('the templates of the project say where %s is', async (named, handler, expected) => {
    expect(await findEntry(named, handler, 'stacks')).toBe(path.resolve(expected));
  });

  it.each([
    ['Nobody', 'nobody.handler', 'expected the source of Nobody (nobody.handler)'],
    ['SwapNames', 'other.handler', 'name it by --entry'],
  ])('%s with %s is refused', async (named, handler, sentence) => {
    await expect(findEntry(named, handler, 'stacks')).rejects.toThrow(sentence);
  });

  describe('where two templates have an id', () => {
    let directory: string;
    beforeEach(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'understudy-entry-'));
      for (const name of ['a', 'b']) {
        await mkdir(path.join(directory, name));
        await writeFile(path.join(directory, name, 'x.ts'), '');
        await writeFile(
          path.join(directory, `${name}.yaml`),
          `Resources: { X: { Type: AWS::Serverless::Function, Properties: { CodeUri: ${name}, Handler: x.handler, Role: !GetAtt R.Arn } } }`,
        );
      }
    });
    afterEach(() => rm(directory, { recursive: true }));

    it('both are named', async () => {
      await expect(findEntry('X', 'x.handler', directory)).rejects.toThrow(
        /a\/x\.ts or .*b\/x\.ts; name it by --entry/,
      );
    });
  });
});
