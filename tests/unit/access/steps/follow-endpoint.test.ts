// One file: one step, with every kind of what is followed.
import { describe, expect, it } from '@jest/globals';
import { followEndpoint } from '../../../../functions/access/steps/follow-endpoint.ts';
import type {
  FollowAnswer,
  FollowRequest,
} from '../../../../functions/access/steps/follow-endpoint.ts';
import { emptyState } from '../../../../functions/access/rules/pass-state.ts';
import type { PassState } from '../../../../functions/access/rules/pass-state.ts';
import { AccessWorld, orders, rdsEvent } from './world.ts';

const proxy = { ...orders, kind: 'proxy', name: 'orders-proxy' } as const;
const proxyHost = 'orders-proxy.proxy-abc.eu-central-1.rds.amazonaws.com';

/** A minute after everything that `put` registered; the cluster's writer is at 10.0.1.1. */
function world(...put: readonly string[]): AccessWorld {
  const made = new AccessWorld();
  for (const address of put) made.groups.put(orders.groupArn, { address, port: 5432 });
  made.pass(60);
  return made;
}

/** What a proxy's name resolves to: several addresses. */
function proxyAt(made: AccessWorld, ...addresses: readonly string[]): AccessWorld {
  made.endpoints.proxies.set(proxy.name, { host: proxyHost });
  made.names.hosts.set(proxyHost, addresses);
  made.followed = [proxy];
  return made;
}

async function follow(
  made: AccessWorld,
  memory: Partial<PassState> = {},
  more: Partial<FollowRequest> = {},
): Promise<FollowAnswer> {
  const [followed = orders] = made.followed;
  return followEndpoint(
    followed,
    {
      trigger: { by: 'recovery' },
      memory: { ...emptyState, ...memory },
      ranges: ['10.0.0.0/16'],
      dryRun: false,
      ...more,
    },
    {
      endpoints: made.endpoints,
      names: made.names,
      groups: made.groups,
      listeners: made.listeners,
      clock: made.clock,
    },
  );
}

/** ISO 8601, `seconds` before the world's present. */
function ago(made: AccessWorld, seconds: number): string {
  return new Date(made.now() - seconds * 1000).toISOString();
}

/** The cluster's name doesn't resolve. */
function unresolved(): AccessWorld {
  const made = world('10.0.1.1');
  made.cluster('orders-1', undefined, ['orders-1']);
  return made;
}

/** Names lead to an address outside the VPC. */
function outside(): AccessWorld {
  const made = world('10.0.1.1');
  for (const host of made.names.hosts.keys()) made.names.hosts.set(host, ['10.9.0.5']);
  return made;
}

/** The API's writer is `orders-2`, DNS leads to `orders-1`. */
function disagreeing(...put: readonly string[]): AccessWorld {
  const made = world(...put);
  made.cluster('orders-2', 'orders-1', ['orders-1', 'orders-2']);
  return made;
}

const agreed = 'API and DNS agree on the writer "orders-1": 10.0.1.1';

describe('an endpoint that does not resolve', () => {
  const because = "orders.cluster-abc.eu-central-1.rds.amazonaws.com doesn't resolve";

  it('an unknown endpoint is stale from now on, and not healthy', async () => {
    const made = unresolved();
    const now = ago(made, 0);
    expect(await follow(made, { first: ['10.0.1.1'], last: ['10.0.1.1'], moved: true })).toEqual({
      followed: orders,
      state: 'unknown',
      stale: true,
      healthy: false,
      concerned: true,
      waitingFor: because,
      why:
        'cluster-writer "orders" → orders-writer [10.0.1.1:5432 healthy]: ' +
        `${because}; the targets stay`,
      targets: made.groups.look(orders.groupArn),
      secondsStale: 0,
      memory: {
        first: ['10.0.1.1'],
        last: null,
        lastSince: null,
        staleSince: now,
        moved: true,
        lag: null,
      },
    });
  });

  it('an endpoint that stays unknown is stale since the first look', async () => {
    const made = unresolved();
    const staleSince = ago(made, 30);
    expect(await follow(made, { staleSince })).toMatchObject({
      secondsStale: 30,
      memory: { staleSince },
    });
  });
});

describe('an endpoint at an address that must not be a target', () => {
  it('a refused address leaves its endpoint stale and not healthy, and the memory as it was', async () => {
    const made = outside();
    const before = { first: ['10.0.1.1'], last: ['10.0.1.1'], lastSince: null, moved: true };
    expect(await follow(made, before)).toEqual({
      followed: orders,
      state: 'refused',
      stale: true,
      healthy: false,
      concerned: true,
      why: expect.stringContaining("10.9.0.5, outside the VPC's ranges 10.0.0.0/16"),
      targets: made.groups.look(orders.groupArn),
      secondsStale: 0,
      memory: { ...before, staleSince: ago(made, 0), lag: null },
    });
  });

  it('an endpoint that stays refused is stale since the first look', async () => {
    const made = outside();
    const staleSince = ago(made, 30);
    expect(await follow(made, { staleSince })).toMatchObject({
      secondsStale: 30,
      memory: { staleSince },
    });
  });

  it('an endpoint on another port is refused with the stack to deploy', async () => {
    const made = world('10.0.1.1');
    made.followed = [{ ...orders, port: 6543 }];
    const { why } = await follow(made);
    expect(why).toBe(
      'cluster-writer "orders" → orders-writer [10.0.1.1:5432 healthy]: cluster-writer "orders" ' +
        'listens on port 5432, its target group is for port 6543: the targets were left as they ' +
        'are. Deploy the access stack with the new port',
    );
  });
});

describe('API and DNS that disagree', () => {
  const because =
    'the API\'s writer "orders-2" is at 10.0.1.2, ' +
    'orders.cluster-abc.eu-central-1.rds.amazonaws.com at 10.0.1.1';

  it.each([
    ['DNS', '10.0.1.1'],
    ['API', '10.0.1.2'],
  ])('%s is the late source where it still names the registered targets', async (who, address) => {
    const made = disagreeing(address);
    const { why, memory } = await follow(made);
    expect(why).toContain(`${because}; ${who} is late, for 0 s now; the targets stay`);
    expect(memory.lag).toEqual({ who, since: ago(made, 0) });
  });

  it('a source that stays late is late since the first look', async () => {
    const made = disagreeing('10.0.1.1');
    const lag = { who: 'DNS', since: ago(made, 12) } as const;
    const { why, memory } = await follow(made, { lag });
    expect(why).toContain('DNS is late, for 12 s now');
    expect(memory.lag).toEqual(lag);
  });

  it('a source is late from now on where the other one was late before', async () => {
    const made = disagreeing('10.0.1.1');
    const { memory } = await follow(made, { lag: { who: 'API', since: ago(made, 12) } });
    expect(memory.lag).toEqual({ who: 'DNS', since: ago(made, 0) });
  });

  it.each([
    ['neither says what the targets are', ['10.0.1.7']],
    ['there are no targets', []],
  ])('no source is called late where %s', async (_what, put) => {
    const made = disagreeing(...put);
    const since = ago(made, 12);
    for (const lag of [null, { who: 'DNS', since }, { who: 'API', since }] as const) {
      const { why, memory } = await follow(made, { lag });
      expect(why).toContain(`]: ${because}; the targets stay`);
      expect(memory.lag).toBeNull();
    }
  });

  // Defect class: a draining target taken for a registered one.
  it('a draining target does not count as registered when the late source is found', async () => {
    const made = disagreeing('10.0.1.2', '10.0.1.1');
    const drained = made.groups
      .look(orders.groupArn)
      .filter(({ address }) => address === '10.0.1.2');
    await made.groups.deregister(orders.groupArn, drained);
    const { memory, why } = await follow(made);
    expect(memory.lag).toMatchObject({ who: 'DNS' });
    expect(why).toContain('[10.0.1.2:5432 draining, 10.0.1.1:5432 healthy]');
  });

  it('a pass in which API and DNS agree again says which one was late, and for how long', async () => {
    const made = world('10.0.1.1');
    const lag = { who: 'API', since: ago(made, 12) } as const;
    const { why, memory } = await follow(made, { lag });
    expect(why).toContain(`${agreed} (API was 12 s late); in place`);
    expect(memory.lag).toBeNull();
  });
});

describe('followEndpoint with something to do', () => {
  const last = ['10.0.1.1'];

  it('a pass registers the wanted targets in an empty group, and remembers that it did', async () => {
    const made = world();
    made.groups.faults.next('deregister', new Error('nothing is to be deregistered'));
    const answer = await follow(made);
    expect(answer).toMatchObject({
      state: 'pending',
      stale: true,
      healthy: false,
      waitingFor: '10.0.1.1:5432 to be registered',
      why: `cluster-writer "orders" → orders-writer [empty]: ${agreed}; registered 10.0.1.1:5432`,
      memory: { first: last, last, moved: true, staleSince: ago(made, 0) },
    });
    expect(made.registered()).toEqual(['10.0.1.1:5432']);
  });

  it('a pass deregisters other targets, and remembers that it did', async () => {
    const made = world('10.0.1.1', '10.0.1.7', '10.0.1.8');
    made.groups.faults.next('register', new Error('nothing is to be registered'));
    const answer = await follow(made, { first: last, last, lastSince: ago(made, 10) });
    expect(answer).toMatchObject({
      state: 'pending',
      stale: true,
      healthy: true,
      waitingFor: '10.0.1.7:5432, 10.0.1.8:5432 to be deregistered',
      why: expect.stringMatching(/: 10\.0\.1\.1; deregistered 10\.0\.1\.7:5432, 10\.0\.1\.8:5432$/),
      memory: { moved: true, staleSince: ago(made, 0) },
    });
    expect(made.registered()).toEqual(['10.0.1.1:5432']);
  });

  it.each([
    [false, /: 10\.0\.1\.1, 10\.0\.1\.2, 10\.0\.1\.3; registered/],
    [true, /: 10\.0\.1\.1, 10\.0\.1\.2, 10\.0\.1\.3; dry run: would have registered/],
  ])('a pass names everything that it does or would do: dry run %s', async (dryRun, begin) => {
    const made = proxyAt(world('10.0.1.1', '10.0.1.7'), '10.0.1.1', '10.0.1.2', '10.0.1.3');
    const seen = { last: ['10.0.1.1', '10.0.1.2', '10.0.1.3'], lastSince: ago(made, 10) };
    const { why } = await follow(made, seen, { dryRun });
    expect(why).toMatch(begin);
    expect(why).toMatch(
      / registered 10\.0\.1\.2:5432, 10\.0\.1\.3:5432, deregistered 10\.0\.1\.7:5432$/,
    );
  });

  it.each([
    ['at the first look', null, null, 0],
    ['after other answers', ['10.0.1.7'], 60, 0],
    ['too soon after the first of the same answers', last, 9, 9],
    ['after the same answers of an earlier release', last, null, 0],
  ])('a pass deregisters no target %s, and says so', async (_when, seen, since, kept) => {
    const made = world('10.0.1.1', '10.0.1.7');
    const staleSince = ago(made, 30);
    const lastSince = since === null ? null : ago(made, since);
    expect(await follow(made, { first: last, last: seen, lastSince, staleSince })).toMatchObject({
      waitingFor: 'the same answers for 10 s before any target is let go',
      why: expect.stringContaining('; waiting for the same answers for 10 s'),
      secondsStale: 30,
      memory: { moved: false, staleSince, last, lastSince: ago(made, kept) },
    });
    expect(made.registered()).toEqual(['10.0.1.1:5432', '10.0.1.7:5432']);
  });

  it('a pass deregisters no target on a look that took too long, and says so', async () => {
    for (const [seconds, left] of [
      [2, ['10.0.1.1:5432']],
      [3, ['10.0.1.1:5432', '10.0.1.7:5432']],
    ] as const) {
      const made = world('10.0.1.1', '10.0.1.7');
      const memory = { ...emptyState, first: last, last, lastSince: ago(made, 20) };
      made.groups.targets = async (groupArn) => {
        made.pass(seconds);
        return made.groups.look(groupArn);
      };
      const { waitingFor } = await follow(made, memory);
      expect(made.registered()).toEqual(left);
      expect(waitingFor).toMatch(
        seconds === 2 ? / to be deregistered$/ : /^a look that takes less/,
      );
    }
  });
});

describe('a target group in place', () => {
  it('a pass over a group in place changes nothing and forgets since when the group was stale', async () => {
    const made = world('10.0.1.1');
    for (const method of ['register', 'deregister'] as const) {
      made.groups.faults.next(method, new Error('nothing is to be done'));
    }
    expect(await follow(made, { last: ['10.0.1.1'], staleSince: ago(made, 45) })).toEqual({
      followed: orders,
      state: 'in-place',
      stale: false,
      healthy: true,
      concerned: true,
      waitingFor: undefined,
      why: `cluster-writer "orders" → orders-writer [10.0.1.1:5432 healthy]: ${agreed}; in place`,
      targets: made.groups.look(orders.groupArn),
      secondsStale: 0,
      secondsToRepoint: 45,
      memory: {
        first: ['10.0.1.1'],
        last: ['10.0.1.1'],
        lastSince: ago(made, 0),
        staleSince: null,
        moved: false,
        lag: null,
      },
    });
  });

  it('the time of a re-point is measured until the new target is healthy', async () => {
    const made = world('10.0.1.1');
    made.groups.down.add('10.0.1.1');
    const staleSince = ago(made, 45);
    expect(await follow(made, { staleSince })).toMatchObject({
      state: 'in-place',
      healthy: false,
      waitingFor: '10.0.1.1:5432 to be healthy',
      why: expect.stringMatching(/; waiting for 10\.0\.1\.1:5432 to be healthy$/),
      secondsStale: 0,
      secondsToRepoint: undefined,
      memory: { staleSince },
    });
  });

  it('no re-point is measured where a target in place is unhealthy and was not stale before', async () => {
    const made = world('10.0.1.1');
    made.groups.down.add('10.0.1.1');
    expect((await follow(made)).memory.staleSince).toBeNull();
  });
});

describe('a change announced by an event', () => {
  it('an announced change is waited for while nothing has moved', async () => {
    const made = world('10.0.1.1');
    expect(await follow(made, {}, { trigger: rdsEvent(made, 'RDS-EVENT-0073') })).toMatchObject({
      state: 'pending',
      stale: false,
      healthy: true,
      waitingFor: 'the change that the event foretells',
      why: expect.stringMatching(/; in place, and a change is expected$/),
      secondsStale: 0,
    });
  });

  it('a target that is not healthy is named before an announced change that is waited for too', async () => {
    const made = world('10.0.1.1');
    made.groups.down.add('10.0.1.1');
    expect(await follow(made, {}, { trigger: rdsEvent(made, 'RDS-EVENT-0073') })).toMatchObject({
      state: 'pending',
      waitingFor: '10.0.1.1:5432 to be healthy',
    });
  });

  it.each<[string, number, Partial<PassState>]>([
    ['once its time is over', 180, {}],
    ['once the run has moved something', 0, { moved: true }],
    ['once the address is another than at the first look', 0, { first: ['10.0.1.2'] }],
  ])('an announced change is no longer waited for %s', async (_when, seconds, memory) => {
    const made = world('10.0.1.1');
    const trigger = rdsEvent(made, 'RDS-EVENT-0073', { ago: seconds });
    expect(await follow(made, memory, { trigger })).toMatchObject({
      state: 'in-place',
      waitingFor: undefined,
      why: expect.stringMatching(/; in place$/),
    });
  });
});
