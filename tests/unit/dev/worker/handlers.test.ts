import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HandlerCode } from '../../../../commands/dev/worker/handler-code.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-handlers-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** One with each driver, one with neither. */
it.each(['target/verify-postgresql', 'target/verify-mysql', 'access/sync-targets'])(
  'the handler %s can be built for this machine',
  async (name) => {
    const code = await HandlerCode.open({
      entry: path.resolve(`functions/${name}.ts`),
      handler: `${path.basename(name)}.handler`,
      directory: path.join(directory, name),
      say: () => undefined,
    });

    expect(code.current.version).toBe(1);
    await code.close();
  },
);
