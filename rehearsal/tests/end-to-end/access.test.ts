import path from 'node:path';
import { FailoverDBClusterCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connect } from '../../aws/databases/connection.ts';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import type { ScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import type { Client } from '../../aws/network/client.ts';
import { deployAccess, deployConsumer, targetGroupOf } from '../../plays/scene/deploy-access.ts';
import { observe } from '../../plays/scene/observe.ts';
import { Operator } from '../../plays/operator/operator.ts';
import { source } from '../../plays/scene/locations.ts';
import { clusterHost, instanceHost } from '../../aws/services/rds/endpoints.ts';
import { openEngine } from '../../aws/simulator/engines.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import { opening } from './deployed-simulator.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

jest.setTimeout(120_000);

const consumer = { accountId: '222222222222', region: source.region };
const master = { user: 'master', password: 'a password for tests' };
const host = clusterHost(source, 'orders');

let scratch: ScratchDirectory;
let simulator: Simulator;
let operator: Operator;
let access: DeployedStack;
let client: Client;

beforeAll(async () => {
  scratch = await openScratchDirectory('understudy-');
  const directory = scratch.path;
  const engine = await openEngine('postgresql', {
    directory,
    cacheDirectory: path.resolve('.rehearsal/databases'),
  });
  const cacheDirectory = path.resolve('.rehearsal');
  simulator = await Simulator.open({ seed: 5, start: opening, directory, cacheDirectory, engine });
  operator = new Operator(simulator);
  await operator.create(
    { ...standard, readers: 1 },
    {
      location: source,
      identifier: 'orders',
      master,
      encryption: 'none',
      deletionProtection: false,
    },
  );
  const setting = {
    stacksDirectory: path.resolve('stacks'),
    producer: source,
    consumer,
    followed: 'orders',
    privateName: host,
  };
  access = await deployAccess(simulator, setting);
  await deployConsumer(simulator, setting, access);
  const [subnet] = simulator.network.vpcs.default(consumer).subnets;
  client = simulator.client({ subnetId: subnet?.id ?? '' });
});

afterAll(async () => {
  operator.close();
  await simulator.close();
  await scratch.remove();
});

/** Writes through the name that clients of the other account use, with the certificate checked. */
async function write(text: string): Promise<unknown> {
  const reached = client.reach(host, 5432);
  if (reached?.kind !== 'open') throw new Error(`${host} is ${reached?.kind ?? 'unknown'}`);
  const { caFile, family } = simulator.engine;
  return observe(simulator, async () => {
    const sql = await connect({ ...reached.at, family, caFile, host, user: master });
    try {
      await sql.query('CREATE TABLE IF NOT EXISTS notes (text text)');
      await sql.query('INSERT INTO notes VALUES ($1)', [text]);
      return await sql.query('SELECT text FROM notes');
    } finally {
      await sql.end();
    }
  });
}

function pass(seconds: number): Promise<void> {
  return simulator.clock.run(simulator.clock.sleep(seconds * 1000));
}

function addressOf(instance: string): string {
  return simulator.names.resolve(instanceHost(source, instance))[0] ?? '';
}

describe('a client of another account', () => {
  it('the deployment of an access stack registers the writer', () => {
    expect(simulator.elb.targets(targetGroupOf(access))).toEqual([
      { spot: `${addressOf('orders-1')}:5432`, state: 'initial' },
    ]);
  });

  it("a client of another account resolves the database's own name and writes through it", async () => {
    await pass(240);
    expect(client.resolve(host)).not.toEqual(simulator.names.resolve(host));
    expect(client.resolve(host)).toHaveLength(3);
    expect(await write('before')).toEqual([{ text: 'before' }]);
  });

  it('a client of another account reaches the new writer after a failover, and no other', async () => {
    const began = simulator.clock.now();
    await observe(simulator, () =>
      operator.rds(source).send(new FailoverDBClusterCommand({ DBClusterIdentifier: 'orders' })),
    );
    await pass(600);
    expect(simulator.elb.targets(targetGroupOf(access))).toEqual([
      { spot: `${addressOf('orders-2')}:5432`, state: 'healthy' },
    ]);
    expect(await write('after')).toEqual([{ text: 'before' }, { text: 'after' }]);
    const since = simulator.elb.transitions.filter(({ time }) => time >= began);
    expect(since.map(({ address, to }) => [address, to])).toContainEqual([
      addressOf('orders-1'),
      'draining',
    ]);
  });

  it('the access stack leaves no defect of the simulator and no failed run', () => {
    expect(simulator.defects).toEqual([]);
    expect(simulator.events.failures).toEqual([]);
    expect(simulator.metrics.invalidMetrics()).toEqual([]);
    expect(simulator.metrics.metrics('SecondsToRepoint').length).toBeGreaterThan(0);
  });
});
