import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeZip } from '../../aws/lambda/zip.ts';
import { eventually, LiveScene } from './live-scene.ts';

const original = { result: { from: 'the deployed code' } };
const onStack = ['WhoAmI', '--stack', 'understudy-lab'];

describe('npm run dev', () => {
  let scene: LiveScene;
  beforeEach(async () => {
    scene = await LiveScene.open();
  }, 120_000);
  afterEach(async () => {
    await scene.close();
  }, 60_000);

  it('a real event meets the handler on this machine, as it is edited, until the command dies', async () => {
    expect(await scene.send({ n: 0 })).toEqual(original);
    const file = await scene.edit(local('version 1'));
    const command = scene.start(...onStack, '--entry', file);
    await command.says('until Ctrl-C');
    const role = scene.simulator.functions.find(scene.functionArn)?.roleArn.split('/').at(-1);

    const first = (await scene.send({ n: 1 })) as { result: Record<string, unknown> };
    expect(first).toMatchObject({
      result: {
        from: 'version 1',
        n: 1,
        greeting: 'hello',
        who: expect.stringContaining(`${role}/`),
      },
    });
    expect(first.result['left']).toBeGreaterThan(1000);
    expect(first.result['left']).toBeLessThanOrEqual(30_000);
    await command.says('the handler got 1');
    expect(await scene.send({ n: -1 })).toEqual({ error: 'NameTaken: -1 is taken' });

    await scene.edit(local('version 2'));
    await command.says('Reloaded');
    const several = await Promise.all([2, 3, 4].map((n) => scene.send({ n })));
    expect(several).toMatchObject([2, 3, 4].map((n) => ({ result: { from: 'version 2', n } })));

    command.process.kill('SIGKILL');
    await eventually(async () => JSON.stringify(await scene.send({})) === JSON.stringify(original));
    expect(await scene.send({ n: 5 })).toEqual(original);
    await eventually(() => scene.isTidy());
    expect(await scene.isTidy()).toBe(true);
  }, 180_000);

  it('nobody listens when the command and its watcher are gone, until the code is put back', async () => {
    const file = await scene.edit(local('here'));
    const command = scene.start(...onStack, '--entry', file);
    await command.says('until Ctrl-C');
    const { watcherPid } = await scene.saved();
    process.kill(watcherPid, 'SIGKILL');
    command.process.kill('SIGKILL');
    await command.ended();

    const begun = scene.simulator.clock.now();
    expect(await scene.send({ n: 1 })).toEqual({
      error: expect.stringMatching(
        /^NobodyListens: .*npm run dev -- --restore understudy-lab-WhoAmI/,
      ),
    });
    expect(scene.simulator.clock.now() - begun).toBeLessThan(10_000);

    const again = scene.start(...onStack, '--entry', file);
    expect(await again.ended()).toBe(2);
    expect(again.output()).toMatch(/is live already, since .*--restore/);
    const restoring = scene.start('--restore', 'WhoAmI');
    expect(await restoring.ended()).toBe(0);
    expect(restoring.output()).toContain('has its deployed code again');
    expect(await scene.send({ n: 2 })).toEqual(original);
    expect(await scene.isTidy()).toBe(true);
  }, 180_000);

  it('Ctrl-C puts the code back, unless somebody has deployed meanwhile', async () => {
    const file = await scene.edit(local('here'));
    const first = scene.start(...onStack, '--entry', file);
    await first.says('until Ctrl-C');
    const underway = scene.send({ n: 100 });
    await first.says('the handler got 100');
    first.process.kill('SIGINT');

    expect(await underway).toMatchObject({ result: { from: 'here', n: 100 } });
    expect(await first.ended()).toBe(0);
    expect(first.output()).toContain('has its deployed code again');
    expect(await scene.send({})).toEqual(original);
    expect(await scene.isTidy()).toBe(true);

    const second = scene.start(...onStack, '--entry', file);
    await second.says('until Ctrl-C');
    const theirs = Buffer.from(`export const handler = async () => 'deployed meanwhile';`);
    await scene.deploy(writeZip(new Map([['who-am-i.mjs', theirs]])));
    second.process.kill('SIGTERM');

    expect(await second.ended()).toBe(0);
    expect(second.output()).toContain('somebody deployed meanwhile: it stays');
    expect(await scene.send({})).toEqual({ result: 'deployed meanwhile' });
    expect(await scene.isTidy()).toBe(true);
  }, 180_000);

  it('the code comes back when npm is killed, which started the command', async () => {
    const file = await scene.edit(local('here'));
    const command = scene.startBelow(...onStack, '--entry', file);
    await command.says('until Ctrl-C');
    command.process.kill('SIGKILL');
    await eventually(() => scene.isTidy());

    expect(await scene.send({})).toEqual(original);
    expect(await scene.isTidy()).toBe(true);
  }, 180_000);

  it('a sample event runs once, as the deployed function', async () => {
    const file = await scene.edit(local('here'));
    const event = path.join(scene.home, 'event.json');
    await writeFile(event, '{ "n": 9 }');
    const sample = scene.start(...onStack, '--entry', file, '--event', event);

    expect(await sample.ended()).toBe(0);
    expect(sample.output()).toMatch(/"n": 9,\n\s+"who": "arn:aws:sts::111111111111:assumed-role/);
    expect(await scene.send({})).toEqual(original);

    expect(await scene.actionsUsed()).toEqual(await scene.actionsDocumented());

    await writeFile(event, '{ "n": -9 }');
    const failing = scene.start(...onStack, '--entry', file, '--event', event);
    expect(await failing.ended()).toBe(1);
    expect(failing.output()).toContain('NameTaken: -9 is taken');
    expect(await scene.send({})).toEqual(original);
    expect(await scene.isTidy()).toBe(true);
  }, 180_000);
});

describe('npm run dev, refused', () => {
  it('what is refused is told in one line, and nothing is made', async () => {
    const scene = await LiveScene.open({ LiveCode: 'refused' }, 'operator');
    const file = await scene.edit(local('here'));
    const commands = [
      [[...onStack, '--entry', file], "isn't tagged understudy:live-code = allowed"],
      [['Nobody', '--stack', 'understudy-lab'], 'expected Nobody in the stack understudy-lab'],
      [['WhoAmI', '--stack', 'none'], 'Stack with id none does not exist'],
      [['WhoAmI'], 'expected a function called WhoAmI, found none'],
      [['--restore', 'WhoAmI'], 'no command of this machine left WhoAmI behind'],
    ] as const;
    try {
      for (const [args, sentence] of commands) {
        const command = scene.start(...args);
        expect(await command.ended()).toBe(2);
        expect(command.output().trim().split('\n')).toEqual([expect.stringContaining(sentence)]);
      }
      expect(await scene.send({})).toEqual(original);
      expect(await scene.isTidy()).toBe(true);
    } finally {
      await scene.close();
    }
  }, 180_000);
});

/** A handler that says who it is to AWS, and what it is told. */
function local(version: string): string {
  return `
    import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
    export const handler = async ({ n }: { n: number }, context: { getRemainingTimeInMillis(): number }) => {
      if (n < 0) throw Object.assign(new Error(n + ' is taken'), { name: 'NameTaken' });
      const { Arn: who } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
      console.log('the handler got ' + n);
      await new Promise((resolve) => setTimeout(resolve, n * 30));
      return { from: '${version}', n, who, greeting: process.env.GREETING, left: context.getRemainingTimeInMillis() };
    };
  `;
}
