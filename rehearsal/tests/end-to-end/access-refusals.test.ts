import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { deployAccess } from '../../plays/scene/deploy-access.ts';
import type { AccessSetting } from '../../plays/scene/deploy-access.ts';
import { source } from '../../plays/scene/locations.ts';
import { emptySimulator } from './deployed-simulator.ts';
import type { EmptySimulator } from './deployed-simulator.ts';

jest.setTimeout(120_000);

let empty: EmptySimulator;
beforeAll(async () => {
  empty = await emptySimulator();
});
afterAll(() => empty.close());

/** Each in a stack of its own: what a refused one has made stays. */
let stacks = 0;
function deploy(changes: Partial<AccessSetting>): Promise<unknown> {
  return deployAccess(empty.simulator, {
    suffix: `-${++stacks}`,
    stacksDirectory: path.resolve('stacks'),
    producer: source,
    consumer: { accountId: '222222222222', region: source.region },
    followed: 'orders',
    ...changes,
  });
}

/** An own endpoint, which leads to an address. */
function named(address: string): Partial<AccessSetting> {
  empty.simulator.names.set('orders.example', [address]);
  return { followed: 'orders.example', parameters: { Followed1Kind: 'name' } };
}

describe('the deployment of an access stack', () => {
  it('a deployment with one subnet is refused in a sentence', async () => {
    const [subnet] = empty.simulator.network.vpcs.default(source).subnets;
    await expect(deploy({ parameters: { AccessSubnetIds: subnet?.id ?? '' } })).rejects.toThrow(
      'at least two subnets',
    );
  });

  it('a deployment with a principal that is no ARN is refused in a sentence', async () => {
    await expect(deploy({ parameters: { AllowedPrincipals: 'somebody' } })).rejects.toThrow(
      'ARNs of accounts, roles or users',
    );
  });

  it('a deployment for a live name that no database has is refused', async () => {
    await expect(deploy({})).rejects.toThrow(
      /EndpointUnknown: .*knows no cluster-writer "orders".*deploy again/s,
    );
  });

  it('a deployment for a name that does not resolve is refused', async () => {
    const nobody = { followed: 'nobody.example', parameters: { Followed1Kind: 'name' } };
    await expect(deploy(nobody)).rejects.toThrow(
      /EndpointUnknown: .*nobody\.example.* doesn't resolve.*deploy again/s,
    );
    expect(empty.simulator.elb.transitions).toEqual([]);
  });

  it.each([
    ['a public address', '192.0.2.7', "isn't a private IPv4 address"],
    ['an address outside the ranges', '10.200.0.7', "outside the VPC's ranges"],
  ])('a deployment for a name that leads to %s is refused', async (_, address, sentence) => {
    const before = empty.simulator.elb.transitions.length;
    await expect(deploy(named(address))).rejects.toThrow(sentence);
    expect(empty.simulator.elb.transitions).toHaveLength(before);
  });
});

describe.each([
  ['a new account', 10],
  ['another new account', 50],
])('an access stack in %s, with a quota of %i concurrent executions', (_what, concurrencyQuota) => {
  let small: EmptySimulator;
  beforeAll(async () => {
    small = await emptySimulator({ concurrencyQuota });
  });
  afterAll(() => small.close());

  // What the template did whatever the account.
  it('a stack that reserves concurrency is refused, and one that does not is not', async () => {
    const setting = {
      stacksDirectory: path.resolve('stacks'),
      producer: source,
      consumer: { accountId: '222222222222', region: source.region },
      followed: 'orders.example',
    };
    const { vpcs } = small.simulator.network;
    const address = vpcs
      .default(source)
      .subnets.slice(0, 1)
      .map((one) => vpcs.takeAddress(one));
    small.simulator.names.set('orders.example', address);
    const parameters = { Followed1Kind: 'name' };

    await expect(
      deployAccess(small.simulator, {
        ...setting,
        suffix: '-reserving',
        parameters: { ...parameters, ReserveConcurrency: 'yes' },
      }),
    ).rejects.toThrow(/UnreservedConcurrentExecution below its minimum value/);
    await expect(deployAccess(small.simulator, { ...setting, parameters })).resolves.toBeDefined();
  });
});
