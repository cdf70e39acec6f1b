import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { rdsEndpoints } from '../../../../functions/access/aws/rds-endpoints.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { inPages, startWorld } from '../../shared/adapters/world.ts';
import type { World } from '../../shared/adapters/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    rds: ['DescribeDBClusters', 'DescribeDBInstances', 'DescribeDBProxies'],
  });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const endpoints = () =>
  rdsEndpoints(sortFailures(new RDSClient(world.simulator.client), rdsAnswers));
const instance = (name: string, status = 'available') => ({
  DBInstanceIdentifier: name,
  DBInstanceStatus: status,
  Endpoint: { Address: `${name}.host`, Port: 5432 },
});

describe('rdsEndpoints.cluster', () => {
  it('a cluster is read with its endpoint and members: the writer, and those created or deleted', async () => {
    world.answer('DescribeDBClusters', () => ({
      DBClusters: [
        {
          DBClusterIdentifier: 'orders',
          Endpoint: 'orders.host',
          Port: 5432,
          DBClusterMembers: [
            { DBInstanceIdentifier: 'orders-1', IsClusterWriter: false },
            { DBInstanceIdentifier: 'orders-2', IsClusterWriter: true },
          ],
        },
      ],
    }));
    world.answer('DescribeDBInstances', () => ({
      DBInstances: [
        instance('orders-1'),
        instance('orders-2', 'rebooting'),
        { DBInstanceIdentifier: 'orders-3', DBInstanceStatus: 'creating' },
      ],
    }));
    expect(await endpoints().cluster('orders')).toEqual({
      host: 'orders.host',
      port: 5432,
      members: [
        {
          identifier: 'orders-1',
          host: 'orders-1.host',
          port: 5432,
          isWriter: false,
          isPassing: false,
        },
        {
          identifier: 'orders-2',
          host: 'orders-2.host',
          port: 5432,
          isWriter: true,
          isPassing: false,
        },
        { identifier: 'orders-3', isWriter: false, isPassing: true },
      ],
    });
    expect(world.met.map(({ input }) => input)).toEqual([
      { DBClusterIdentifier: 'orders' },
      { Filters: [{ Name: 'db-cluster-id', Values: ['orders'] }] },
    ]);
  });

  // Defect class: first page only.
  it('a cluster is read with the members of every page', async () => {
    world.answer('DescribeDBClusters', () => ({ DBClusters: [{ DBClusterIdentifier: 'orders' }] }));
    const many = Array.from({ length: 120 }, (_, index) => instance(`orders-${index}`));
    world.answer('DescribeDBInstances', inPages('DBInstances', many));
    expect((await endpoints().cluster('orders'))?.members).toHaveLength(120);
  });
});

describe('rdsEndpoints.instance and rdsEndpoints.proxy', () => {
  it('an instance and a proxy are read with their endpoints', async () => {
    world.answer('DescribeDBInstances', () => ({ DBInstances: [instance('orders')] }));
    world.answer('DescribeDBProxies', () => ({ DBProxies: [{ Endpoint: 'proxy.host' }] }));
    expect(await endpoints().instance('orders')).toEqual({ host: 'orders.host', port: 5432 });
    expect(await endpoints().proxy('orders')).toEqual({ host: 'proxy.host' });
    expect(world.met[1]?.input).toEqual({ DBProxyName: 'orders' });
  });
});

describe('missing databases', () => {
  it.each([
    ['cluster', 'DescribeDBClusters', 'DBClusterNotFoundFault'],
    ['instance', 'DescribeDBInstances', 'DBInstanceNotFoundFault'],
    ['proxy', 'DescribeDBProxies', 'DBProxyNotFoundFault'],
  ] as const)('a missing %s is read as undefined', async (kind, operation, code) => {
    world.answer(operation, () => {
      throw new AwsError(code, 'not found');
    });
    expect(await endpoints()[kind]('gone')).toBeUndefined();
  });

  it('a refused read of a cluster is an error, not a missing cluster', async () => {
    world.answer('DescribeDBClusters', () => {
      throw new AwsError('AccessDenied', 'no');
    });
    await expect(endpoints().cluster('orders')).rejects.toMatchObject({ name: 'Refused' });
  });
});
