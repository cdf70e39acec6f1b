import { describe, expect, it } from '@jest/globals';
import { resolveEndpoint } from '../../../../functions/access/steps/resolve-endpoint.ts';
import type { Finding } from '../../../../functions/access/steps/resolve-endpoint.ts';
import type { FollowedKind } from '../../../../functions/access/rules/followed.ts';
import type { MemberEndpoint } from '../../../../functions/access/ports/endpoints.ts';
import { FakeEndpoints, FakeNames } from '../../fakes/endpoints.ts';
import { orders } from './world.ts';

/** The hosts that a test names resolve to an address each; `host` is that of all but clusters. */
function sources(...members: readonly MemberEndpoint[]) {
  const endpoints = new FakeEndpoints();
  const names = new FakeNames();
  endpoints.clusters.set('orders', { host: 'cluster.internal', port: 5432, members });
  endpoints.instances.set('orders', { host: 'host.internal', port: 5432 });
  endpoints.proxies.set('orders', { host: 'host.internal' });
  names.hosts.set('cluster.internal', ['10.0.1.1']);
  names.hosts.set('host.internal', ['10.0.1.1']);
  for (const [index, { host }] of members.entries()) {
    if (host !== undefined) names.hosts.set(host, [`10.0.1.${index + 1}`]);
  }
  return { endpoints, names };
}

function aMemberEndpoint(
  identifier: string,
  overrides: Partial<MemberEndpoint> = {},
): MemberEndpoint {
  const host = `${identifier}.internal`;
  return { identifier, host, port: 5432, isWriter: false, isPassing: false, ...overrides };
}

const members = [
  aMemberEndpoint('orders-1', { isWriter: true }),
  aMemberEndpoint('orders-2'),
  aMemberEndpoint('orders-3', { isPassing: true }),
];

async function read(kind: FollowedKind, name = 'orders'): Promise<Finding> {
  return resolveEndpoint({ ...orders, kind, name }, sources(...members));
}

describe('resolveEndpoint', () => {
  it("a cluster's writer endpoint resolves to what API and DNS agree on", async () => {
    expect(await read('cluster-writer')).toEqual({
      resolved: {
        known: true,
        addresses: ['10.0.1.1'],
        port: 5432,
        from: 'API and DNS agree on the writer "orders-1"',
      },
      known: ['orders', 'orders-1', 'orders-2', 'orders-3'],
      members: ['10.0.1.1', '10.0.1.2', '10.0.1.3'],
    });
  });

  it("a cluster's readers leave out the writer and instances created or deleted", async () => {
    expect(await read('cluster-reader')).toEqual({
      resolved: {
        known: true,
        addresses: ['10.0.1.2'],
        port: 5432,
        from: 'the readers "orders-2"',
      },
      known: ['orders', 'orders-1', 'orders-2', 'orders-3'],
    });
  });

  it.each<[FollowedKind, string, Finding]>([
    [
      'instance',
      'orders',
      {
        resolved: { known: true, addresses: ['10.0.1.1'], port: 5432, from: 'host.internal' },
        known: ['orders'],
      },
    ],
    [
      'proxy',
      'orders',
      {
        resolved: { known: true, addresses: ['10.0.1.1'], from: 'host.internal' },
        known: ['orders'],
      },
    ],
    // Any database may stand behind it: every event counts.
    [
      'name',
      'host.internal',
      { resolved: { known: true, addresses: ['10.0.1.1'], from: 'host.internal' }, known: [] },
    ],
  ])('an endpoint of kind %s resolves to what its name leads to', async (kind, name, finding) => {
    expect(await read(kind, name)).toEqual(finding);
  });

  it.each(['cluster-writer', 'cluster-reader', 'instance', 'proxy'] as const)(
    'an endpoint of kind %s is unknown while the API does not know the database',
    async (kind) => {
      expect(await read(kind, 'gone')).toEqual({
        resolved: { known: false, because: `the API knows no ${kind} "gone"` },
        known: ['gone'],
      });
    },
  );

  it.each(['instance', 'proxy'] as const)(
    'an endpoint of kind %s is unknown while the database has no endpoint',
    async (kind) => {
      const { endpoints, names } = sources();
      endpoints.instances.set('orders', {});
      endpoints.proxies.set('orders', {});
      expect(await resolveEndpoint({ ...orders, kind }, { endpoints, names })).toEqual({
        resolved: { known: false, because: `${kind} "orders" has no endpoint yet` },
        known: ['orders'],
      });
    },
  );
});
