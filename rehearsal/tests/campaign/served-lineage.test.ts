import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postgresql } from '../../../functions/target/sql/postgresql.ts';
import { engineVersion, master } from '../../plays/campaign/fixtures.ts';
import { LineageEngine } from '../../plays/campaign/lineage-engine.ts';
import { ServedLineage } from '../../plays/campaign/served-lineage.ts';
import { openServers } from '../../plays/campaign/servers.ts';
import type { Servers } from '../../plays/campaign/servers.ts';
import { questions } from '../../plays/campaign/questions.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
let servers: Servers;

beforeAll(async () => {
  servers = await openServers(projectDirectory);
});
afterAll(() => servers.close());

function newEngine(): ServedLineage {
  return new ServedLineage(new LineageEngine('postgresql', engineVersion), servers.engine, master);
}

const first = { place: 'source', at: 1000.25 } as const;
const second = { place: 'source', at: 2000 } as const;

describe('a lineage backed by servers', () => {
  it('a served lineage holds in its servers what it remembers, through copies and restores', async () => {
    const directory = await servers.newDirectory();
    const [taken, secured] = ['taken', 'secured'].map((name) => path.join(directory, name));
    const key = Buffer.alloc(32, 1);
    const engine = newEngine();
    await engine.createVolume('cluster-a', master);
    await engine.start('cluster-a');
    await engine.write('cluster-a', first);

    await engine.dump('cluster-a', `${taken}`);
    await engine.write('cluster-a', second);
    await engine.reencrypt(`${taken}`, undefined, `${secured}`, key);
    await engine.restore(`${secured}`, key, 'cluster-b');
    await engine.start('cluster-b');

    await expect(engine.read('cluster-a')).resolves.toEqual([first, second]);
    await expect(engine.read('cluster-b')).resolves.toEqual([first]);
    expect(engine.expected('cluster-b')).toEqual([first]);
    await engine.close();
  }, 60_000);

  it('a served lineage reuses its last dump until something is written', async () => {
    const directory = await servers.newDirectory();
    const [one, two, three] = ['one', 'two', 'three'].map((name) => path.join(directory, name));
    const engine = newEngine();
    await engine.createVolume('cluster-a', master);
    await engine.start('cluster-a');
    await engine.dump('cluster-a', `${one}`);
    await engine.dump('cluster-a', `${two}`);
    await engine.removeDump(`${two}`);
    await engine.write('cluster-a', first);
    await engine.dump('cluster-a', `${three}`);

    await engine.restore(`${one}`, undefined, 'cluster-b');
    await engine.restore(`${three}`, undefined, 'cluster-c');
    for (const volume of ['cluster-b', 'cluster-c']) await engine.start(volume);

    await expect(engine.read('cluster-b')).resolves.toEqual([]);
    await expect(engine.read('cluster-c')).resolves.toEqual([first]);
    await engine.close();
  }, 60_000);

  it('a served lineage reads what the server holds, not what it should hold', async () => {
    const engine = newEngine();
    await engine.createVolume('cluster-a', master);
    await engine.start('cluster-a');
    await engine.write('cluster-a', first);
    const session = await engine.connect('cluster-a', 'localhost', master);
    await expect(session.query(questions.own.sql)).resolves.toEqual([{ count: '1' }]);

    await session.query('DELETE FROM entries');

    await expect(session.query(questions.own.sql)).resolves.toEqual([{ count: '0' }]);
    await expect(engine.read('cluster-a')).resolves.toEqual([]);
    expect(engine.expected('cluster-a')).toEqual([first]);
    await session.close();
    await engine.close();
  }, 60_000);

  it('a served lineage dumps the mark that VerifyDatabase wrote, and dumps again after a new mark', async () => {
    const directory = await servers.newDirectory();
    const [bare, marked] = ['bare', 'marked'].map((name) => path.join(directory, name));
    const engine = newEngine();
    const markOf = async (volume: string): Promise<string | undefined> => {
      const session = await engine.connect(volume, 'localhost', master);
      const mark = await postgresql.readMark(session);
      await session.close();
      return mark;
    };
    await engine.createVolume('cluster-a', master);
    await engine.start('cluster-a');
    await engine.dump('cluster-a', `${bare}`);
    const session = await engine.connect('cluster-a', 'localhost', master);
    // Twice, as where a step ran again.
    for (const mark of ['cluster-A', 'cluster-B']) await postgresql.writeMark(session, mark);
    await session.close();
    await engine.dump('cluster-a', `${marked}`);

    await engine.restore(`${bare}`, undefined, 'cluster-b');
    await engine.restore(`${marked}`, undefined, 'cluster-c');
    for (const volume of ['cluster-b', 'cluster-c']) await engine.start(volume);

    await expect(markOf('cluster-a')).resolves.toBe('cluster-B');
    await expect(markOf('cluster-b')).resolves.toBeUndefined();
    await expect(markOf('cluster-c')).resolves.toBe('cluster-B');
    await engine.close();
  }, 60_000);

  it('a served lineage refuses a wrong password, and tells a silent server from a refusal', async () => {
    const engine = newEngine();
    await engine.createVolume('cluster-a', master);
    await engine.start('cluster-a');
    const wrong = { ...master, password: 'another' };

    await expect(engine.connect('cluster-a', 'localhost', wrong)).rejects.toMatchObject({
      name: 'LoginRefused',
    });
    await engine.stop('cluster-a');
    await expect(engine.connect('cluster-a', 'localhost', master)).rejects.toMatchObject({
      name: 'NotAnswering',
    });
    await engine.close();
  }, 60_000);

  it('a served lineage removes its volumes from the servers when it is closed', async () => {
    const engine = newEngine();
    await engine.createVolume('cluster-a', master);
    await engine.start('cluster-a');
    await engine.close();

    await expect(servers.engine.createVolume('cluster-a', master)).resolves.toBeUndefined();
    await servers.engine.removeVolume('cluster-a');
  }, 60_000);
});
