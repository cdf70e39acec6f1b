import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { markKey } from '../../../commands/dev/fitness.ts';
import { decide, restore } from '../../../commands/dev/restore.ts';
import { SavedSessions } from '../../../commands/dev/saved-session.ts';
import { beginSession } from '../../../commands/dev/session.ts';
import type { StubSettings } from '../../../commands/dev/stub/relay-event.ts';
import { InMemoryFunctions, sha256 } from './fakes/in-memory-functions.ts';
import { InMemoryQueues } from './fakes/in-memory-queues.ts';

const name = 'lab-Probe';
const stubZip = Buffer.from('the stub');

let directory: string;
let sessions: SavedSessions;
let functions: InMemoryFunctions;
let queues: InMemoryQueues;
let baked: StubSettings | undefined;
/** What was there when the watcher was started. */
let watched: { readonly hasOriginal: boolean; readonly isChanged: boolean } | undefined;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-session-'));
  sessions = new SavedSessions(directory);
  functions = new InMemoryFunctions();
  queues = new InMemoryQueues();
  baked = undefined;
  watched = undefined;
});
afterEach(() => rm(directory, { recursive: true }));

function begin(found = functions.facts) {
  const asked = { function: 'Probe', place: {}, publicKey: 'key' };
  return beginSession(asked, found, {
    functions,
    queues,
    sessions,
    watch: async () => {
      const hasOriginal = (await sessions.original(functions.facts.name)).length > 0;
      watched = { hasOriginal, isChanged: queues.queues.size > 0 || !functions.isOriginal };
      return 4711;
    },
    buildStub: async (_handler, settings) => {
      baked = settings;
      return { zip: stubZip, sha256: sha256(stubZip) };
    },
    now: () => new Date('2031-04-06T07:08:09Z'),
    machine: 'desk',
  });
}

const restoreParts = () => ({ functions, queues, sessions });

describe('beginSession', () => {
  it('the stub takes the place of the code, with its queues baked in, and a mark', async () => {
    const session = await begin();

    expect(functions.code).toEqual(stubZip);
    expect(functions.tags[markKey]).toBe('2031-04-06T07:08:09.000Z desk');
    expect(baked).toMatchObject({ requestQueueUrl: session.requestQueueUrl, publicKey: 'key' });
    expect(await sessions.find(name)).toMatchObject({
      asked: 'Probe',
      place: { region: 'eu-west-1' },
      watcherPid: 4711,
      stubSha256: sha256(stubZip),
      queueUrls: [session.requestQueueUrl, session.answerQueueUrl],
    });
  });

  it("the queues let exactly the function's role do what the stub does", async () => {
    const { requestQueueUrl, answerQueueUrl } = await begin();
    const { roleArn } = functions.facts;

    expect(queues.access.get(requestQueueUrl)).toEqual({ roleArn, actions: ['sqs:SendMessage'] });
    expect(queues.access.get(answerQueueUrl)).toEqual({
      roleArn,
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    });
    expect(requestQueueUrl).toMatch(/\/understudy-dev-lab-Probe-[0-9a-f]{8}-requests$/);
  });

  it('a queue has a name that SQS takes, whatever the function is called', async () => {
    const long = 'x'.repeat(64);
    functions = new InMemoryFunctions({ name: long });
    const { requestQueueUrl } = await begin();

    expect(requestQueueUrl.split('/').at(-1)?.length).toBeLessThanOrEqual(80);
  });

  it('somebody watches, and the original is saved, before anything is changed', async () => {
    await begin();

    expect(watched).toEqual({ hasOriginal: true, isChanged: false });
    for (const extension of ['json', 'zip'] as const) {
      const { mode } = await stat(sessions.file(name, extension));
      expect(mode & 0o777).toBe(0o600);
    }
  });

  it('a function that a command of this machine left behind is refused', async () => {
    await begin();
    functions.tags = { 'understudy:live-code': 'allowed' };

    await expect(begin()).rejects.toThrow('npm run dev -- --restore lab-Probe');
  });

  it('a second command is refused, and the first one is left alone', async () => {
    await begin();

    await expect(begin()).rejects.toThrow('live already, since 2031-04-06');
    expect(functions.code).toEqual(stubZip);
    expect(await sessions.find(name)).toBeDefined();
  });

  it("code that can't be put back is not replaced", async () => {
    const other = { ...functions.facts, codeSha256: sha256(Buffer.from('other')) };

    await expect(begin(other)).rejects.toThrow("it couldn't be put back");
    expect(functions.isOriginal).toBe(true);
    expect(await sessions.all()).toEqual([]);
  });

  it('of two who begin at once the second one changes nothing', async () => {
    const seenBefore = functions.facts;
    const others = Buffer.from('the stub of somebody else');
    await functions.replaceCode(seenBefore.arn, others);
    functions.download = async () => Buffer.from('the original package');

    await expect(begin(seenBefore)).rejects.toThrow('somebody changed lab-Probe just now');
    expect(functions.code).toEqual(others);
    expect(queues.queues.size).toBe(0);
    expect(await sessions.all()).toEqual([]);
  });

  it.each(['requests', 'answers'])(
    'what was made is removed when the queue of %s fails',
    async (which) => {
      queues.failing.set(which, new Error('no queue'));

      await expect(begin()).rejects.toThrow('no queue');
      expect(queues.queues.size).toBe(0);
      expect(await sessions.all()).toEqual([]);
      expect(functions.isOriginal).toBe(true);
    },
  );

  it("the code is put back when the mark can't be set", async () => {
    functions.failing.set('tag', new Error('no tag'));

    await expect(begin()).rejects.toThrow('no tag');
    expect(functions.isOriginal).toBe(true);
    expect(queues.queues.size).toBe(0);
  });
});

describe('the end of a session', () => {
  it('the code comes back, and nothing stays', async () => {
    const session = await begin();
    expect(await session.putBack()).toBe('put back');
    await session.tidyUp();

    expect(functions.isOriginal).toBe(true);
    expect(functions.tags).toEqual({ 'understudy:live-code': 'allowed' });
    expect(queues.queues.size).toBe(0);
    expect(await sessions.all()).toEqual([]);
  });

  it('whoever deployed meanwhile keeps what they deployed', async () => {
    const session = await begin();
    const theirs = Buffer.from('deployed meanwhile');
    functions.code = theirs;

    expect(await session.putBack()).toBe('somebody deployed');
    await session.tidyUp();
    expect(functions.code).toEqual(theirs);
    expect(functions.tags[markKey]).toBeUndefined();
  });

  it("another command's mark stays", async () => {
    const session = await begin();
    functions.tags = { ...functions.tags, [markKey]: 'somebody else' };
    await session.tidyUp();

    expect(functions.tags[markKey]).toBe('somebody else');
  });

  it.each(['find', 'replaceCode', 'untag'])(
    'a restoration that fails at %s is finished by the next one',
    async (call) => {
      await begin();
      const [saved] = await sessions.all();
      if (saved === undefined) throw new Error('nothing is saved');
      functions.failing.set(call, new Error('no way'));
      await expect(restore(saved, restoreParts())).rejects.toThrow('no way');
      expect(await sessions.find(name)).toBeDefined();
      functions.failing.clear();

      expect(await restore(saved, restoreParts())).toMatch(/^lab-Probe has its deployed code/);
      expect(functions.isOriginal).toBe(true);
      expect(await sessions.all()).toEqual([]);
      expect(queues.queues.size).toBe(0);
    },
  );

  it('a function that is gone needs nothing', async () => {
    await begin();
    const [saved] = await sessions.all();
    functions.code = undefined;

    expect(saved && (await restore(saved, restoreParts()))).toContain('is gone');
    expect(queues.queues.size).toBe(0);
    expect(await sessions.all()).toEqual([]);
  });
});

describe('decide', () => {
  const session = { originalSha256: 'original', stubSha256: 'stub' };
  it.each([
    [session, { codeSha256: 'stub' }, 'put back'],
    [session, { codeSha256: 'original' }, 'is back'],
    [session, { codeSha256: 'other' }, 'somebody deployed'],
    [session, undefined, 'function is gone'],
    [{ originalSha256: 'original' }, { codeSha256: 'original' }, 'is back'],
    [{ originalSha256: 'original' }, { codeSha256: 'other' }, 'somebody deployed'],
  ])('%j with %j: %s', (saved, deployed, expected) => {
    expect(decide(saved, deployed)).toBe(expected);
  });
});
