import { expect, it } from '@jest/globals';
import { buildStub } from '../../../../commands/dev/stub/build-stub.ts';
import { readZip } from '../../../../rehearsal/aws/lambda/zip.ts';

const settings = {
  requestQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111111111111/requests',
  answerQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111111111111/answers',
  publicKey: 'key',
  advice: 'start it again',
};

it.each([
  ['probe-database.handler', 'probe-database.mjs', 'handler'],
  ['lab/probe.run', 'lab/probe.mjs', 'run'],
])('a stub for %s is one file that has its name and export', async (handler, file, name) => {
  const { zip, sha256 } = await buildStub(handler, settings);
  const files = readZip(zip);
  const text = files.get(file)?.toString() ?? '';

  expect([...files.keys()]).toEqual([file]);
  expect(text).toContain(settings.requestQueueUrl);
  expect(text).toMatch(new RegExp(`export\\{\\w+ as ${name}\\}`));
  expect(sha256).toHaveLength(44);
  // What a cold start loads, and what is uploaded at each start.
  expect(zip.length).toBeLessThan(400_000);
});

it('the same stub is the same package', async () => {
  const [one, other] = await Promise.all([
    buildStub('probe.handler', settings),
    buildStub('probe.handler', settings),
  ]);

  expect(one.sha256).toBe(other?.sha256);
});
