import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrontDoor, ServerAddress } from '../../aws/contracts.ts';
import { connectAsMaster } from '../../aws/databases/connection.ts';
import { installedEngines, master, openBench, type Bench } from './support.ts';

const engines = await installedEngines();
const domain = 'c9akciq32rgv.eu-west-1.rds.amazonaws.com';
const namesOf = (cluster: string): readonly string[] => [
  `${cluster}.cluster-${domain}`,
  `${cluster}.cluster-ro-${domain}`,
  `${cluster}-1.${domain}`,
];

describe.each(engines)('the certificate of a $name server', ({ create }) => {
  let bench: Bench;
  let at: ServerAddress;
  let door: FrontDoor;
  beforeAll(async () => {
    bench = await openBench(create);
    await bench.engine.createVolume('named', master);
    await bench.engine.certify('named', namesOf('orders'));
    at = await bench.engine.start('named');
    door = await bench.engine.openDoor(
      () => at,
      async () => false,
    );
  });
  afterAll(() => bench.end());

  /** Whether whoever listens there proves to have the name. */
  async function provesAt(host: string, place: ServerAddress): Promise<boolean> {
    try {
      const session = await connectAsMaster(bench.engine, place, master, { host });
      await session.end();
      return true;
    } catch (error) {
      if (/altnames/.test(String(error))) return false;
      throw error;
    }
  }

  it('each endpoint of its database is proved, and no other', async () => {
    for (const host of namesOf('orders')) {
      expect([host, await provesAt(host, at), await provesAt(host, door.at)]).toEqual([
        host,
        true,
        true,
      ]);
    }
    for (const host of [...namesOf('customers'), `orders-2.${domain}`]) {
      expect([host, await provesAt(host, at), await provesAt(host, door.at)]).toEqual([
        host,
        false,
        false,
      ]);
    }
  });

  it('a renamed database has a certificate of its new name at once, and its sessions go on', async () => {
    const session = await connectAsMaster(bench.engine, at, master, {
      host: namesOf('orders')[0] ?? '',
    });
    await bench.engine.certify('named', namesOf('orders-live'));

    for (const host of namesOf('orders-live')) {
      expect([await provesAt(host, at), await provesAt(host, door.at)]).toEqual([true, true]);
    }
    for (const host of namesOf('orders')) {
      expect([await provesAt(host, at), await provesAt(host, door.at)]).toEqual([false, false]);
    }
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await session.end();
  });

  it('a server that was started with the certificate of its engine gets no other one', async () => {
    await bench.session('plain');
    await expect(bench.engine.certify('plain', ['a'])).rejects.toThrow(
      'plain was started with the certificate of its engine',
    );
  });
});
