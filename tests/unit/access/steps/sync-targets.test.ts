// One file: one step, with every trigger and every end of a run.
import { describe, expect, it } from '@jest/globals';
import type { Followed } from '../../../../functions/access/rules/followed.ts';
import type { Trigger } from '../../../../functions/access/rules/trigger.ts';
import { AccessWorld, orders, rdsEvent, readers } from './world.ts';

const schedule = { by: 'schedule' } as const;
const recovery = { by: 'recovery' } as const;
const deployment = { by: 'deployment' } as const;
const startOf = (world: AccessWorld): string => new Date(world.now()).toISOString();

/** The writer is registered and healthy, and nothing is to be done. */
function steady(): AccessWorld {
  const world = new AccessWorld();
  world.groups.put(orders.groupArn, { address: '10.0.1.1', port: 5432 });
  world.pass(60);
  return world;
}

/** Another cluster's writer, of which the API knows nothing. */
function missing(name: string): Followed {
  return { ...orders, name, groupArn: orders.groupArn.replace('orders', name) };
}

function failOver(world: AccessWorld, to: string): void {
  world.cluster(to, to, ['orders-1', 'orders-2']);
}

describe('a pass where everything is in place', () => {
  it('a pass where everything is in place changes nothing and says what it saw', async () => {
    const world = steady();
    const answer = await world.run(schedule);
    expect(answer).toMatchObject({
      state: 'ready',
      outcome: 'in-place',
      why:
        'schedule: cluster-writer "orders" → orders-writer [10.0.1.1:5432 healthy]: API and DNS ' +
        'agree on the writer "orders-1": 10.0.1.1; in place',
    });
    expect(world.groups.calls).toEqual([]);
    expect(world.reports).toHaveLength(1);
    expect(world.reports[0]?.[0]).toMatchObject({
      stale: false,
      secondsStale: 0,
      secondsToRepoint: undefined,
    });
  });

  it('a pass leaves an unhealthy writer registered', async () => {
    const world = steady();
    world.groups.down.add('10.0.1.1');
    expect(await world.run(schedule)).toMatchObject({ outcome: 'in-place' });
    expect(world.groups.calls).toEqual([]);
  });
});

describe('a pass over several endpoints', () => {
  it('a pass over several endpoints says of each what it saw and what it waits for', async () => {
    const world = steady();
    world.followed = [orders, missing('invoices'), missing('parcels')];
    const answer = await world.look(recovery, startOf(world), null);
    expect(answer).toMatchObject({
      state: 'pending',
      waitingFor:
        'the API knows no cluster-writer "invoices"; the API knows no cluster-writer "parcels"',
      why: expect.stringMatching(
        /^recovery: cluster-writer "orders" .*; in place \| cluster-writer "invoices" .* \| cluster-writer "parcels" .*; the targets stay$/,
      ),
    });
    expect(Object.keys(answer.memory)).toEqual([
      'orders-writer',
      'invoices-writer',
      'parcels-writer',
    ]);
  });
});

describe('the length of a run', () => {
  it.each([
    [39, { state: 'pending' }],
    [40, { state: 'ready', outcome: 'unfinished' }],
  ])(
    'a run of the schedule that finds no cluster ends after 40 s: state after %i s',
    async (seconds, expected) => {
      const world = steady();
      const since = startOf(world);
      world.endpoints.clusters.clear();
      world.pass(seconds);
      expect(await world.look(schedule, since, null)).toMatchObject(expected);
    },
  );

  it.each<[string, (world: AccessWorld) => Trigger]>([
    ['a recovery', () => recovery],
    ['an event', (world) => rdsEvent(world, 'RDS-EVENT-0071', { ago: 3600 })],
  ])('a run begun by %s waits until a target in place takes connections', async (_who, trigger) => {
    const world = steady();
    world.groups.down.add('10.0.1.1');
    expect(await world.look(trigger(world), startOf(world), null)).toMatchObject({
      state: 'pending',
      waitingFor: '10.0.1.1:5432 to be healthy',
    });
    world.groups.down.clear();
    expect(await world.look(trigger(world), startOf(world), null)).toMatchObject({
      state: 'ready',
      outcome: 'in-place',
    });
  });
});

describe('a failover', () => {
  // Defect class: at the started event one look-up changes nothing.
  it('a run begun by the start of a failover waits until the failover happens', async () => {
    const world = steady();
    const began = rdsEvent(world, 'RDS-EVENT-0073');
    world.after(20, () => failOver(world, 'orders-2'));
    const answer = await world.run(began, () => expect(world.registered()).not.toEqual([]));
    expect(answer).toMatchObject({ state: 'ready', outcome: 'in-place' });
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
    expect(world.groups.calls).toEqual([
      'register 10.0.1.2:5432',
      'deregister 10.0.1.1:5432 eu-central-1a',
    ]);
  });

  it('a run ends after 180 s without a change where the announced failover does not happen', async () => {
    const world = steady();
    const began = world.now();
    expect(await world.run(rdsEvent(world, 'RDS-EVENT-0072'))).toMatchObject({
      outcome: 'in-place',
    });
    expect(Math.round((world.now() - began) / 1000)).toBe(180);
    expect(world.groups.calls).toEqual([]);
  });

  it('a run does not wait for a failover that is over when its event arrives', async () => {
    const world = steady();
    failOver(world, 'orders-2');
    const began = world.now();
    await world.run(rdsEvent(world, 'RDS-EVENT-0073'));
    expect((world.now() - began) / 1000).toBeLessThan(30);
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });

  it('a run begins anew to look for 10 seconds where a look in between found nothing', async () => {
    const world = steady();
    failOver(world, 'orders-2');
    const { memory } = await world.look(recovery, startOf(world), null);
    world.cluster('orders-2', undefined, ['orders-1', 'orders-2']);
    world.pass(30);
    const blind = await world.look(recovery, startOf(world), memory);
    failOver(world, 'orders-2');
    const first = await world.look(recovery, startOf(world), blind.memory);
    world.pass(9);
    const second = await world.look(recovery, startOf(world), first.memory);
    expect(world.registered()).toEqual(['10.0.1.1:5432', '10.0.1.2:5432']);
    world.pass(1);
    await world.look(recovery, startOf(world), second.memory);
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });

  it('the time of a re-point lasts until the new target takes connections', async () => {
    const world = steady();
    world.groups.latency = 90;
    failOver(world, 'orders-2');
    await world.run(rdsEvent(world, 'RDS-EVENT-0071'));
    const answers = world.reports.flat();
    const measured = answers.flatMap(({ secondsToRepoint }) => secondsToRepoint ?? []);
    expect(measured).toHaveLength(1);
    expect(measured[0]).toBeGreaterThanOrEqual(90);
    expect(measured[0]).toBeLessThan(96);
    expect(Math.max(...answers.map(({ secondsStale }) => secondsStale))).toBeGreaterThanOrEqual(90);
    expect(answers.at(-1)?.secondsStale).toBe(0);
    expect([answers.at(0)?.stale, answers.at(-1)?.stale]).toEqual([true, false]);
  });

  it.each([
    ['DNS', 'orders-2', 'orders-1'],
    ['API', 'orders-1', 'orders-2'],
  ])('a failover is followed when API and DNS agree, though %s is late', async (late, api, dns) => {
    const world = steady();
    world.cluster(api, dns, ['orders-1', 'orders-2']);
    world.after(12, () => failOver(world, 'orders-2'));
    const whys: string[] = [];
    await world.run(rdsEvent(world, 'RDS-EVENT-0071'), () =>
      whys.push(world.reports.at(-1)?.[0]?.why ?? ''),
    );
    expect(whys[2]).toContain(`${late} is late, for 2 s now; the targets stay`);
    expect(whys.find((why) => why.includes('registered'))).toContain(`(${late} was 12 s late)`);
    expect(world.groups.calls[0]).toBe('register 10.0.1.2:5432');
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });

  // Defect class: a draining target taken for a registered one (A→B→A).
  it('a failover back to the first writer registers it again while its target drains', async () => {
    const world = steady();
    failOver(world, 'orders-2');
    await world.run(recovery);
    expect(world.groups.look(orders.groupArn)).toMatchObject([{ state: 'draining' }, {}]);
    failOver(world, 'orders-1');
    await world.run(recovery, () => expect(world.registered()).not.toEqual([]));
    expect(world.registered()).toEqual(['10.0.1.1:5432']);
  });

  it('a failover whose event got lost is found by the schedule', async () => {
    const world = steady();
    failOver(world, 'orders-2');
    await world.run(schedule);
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });

  it('a failover takes several runs of the schedule where registering is slow', async () => {
    const world = steady();
    world.groups.latency = 150;
    failOver(world, 'orders-2');
    const outcomes: string[] = [];
    for (let run = 0; run < 5; run += 1) {
      const began = world.now();
      const answer = await world.run(schedule, () => expect(world.registered()).not.toEqual([]));
      outcomes.push(answer.state === 'ready' ? answer.outcome : '');
      const took = (world.now() - began) / 1000;
      expect(took).toBeLessThan(60);
      world.pass(60 - took);
    }
    expect(outcomes).toEqual(['unfinished', 'unfinished', 'in-place', 'in-place', 'in-place']);
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });

  it('a failover to a writer that never takes connections keeps the old target and ends overdue', async () => {
    const world = steady();
    world.groups.down.add('10.0.1.2');
    failOver(world, 'orders-2');
    await expect(
      world.run(recovery, () => expect(world.registered()).toContain('10.0.1.1:5432')),
    ).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringContaining('10.0.1.2:5432 to be healthy after 900 s'),
    });
    expect(world.registered()).toEqual(['10.0.1.1:5432', '10.0.1.2:5432']);
  });
});

describe('an event', () => {
  it.each([
    ['that comes twice', {}],
    ['that comes hours late', { ago: 6 * 3600 }],
    ['of an unrelated database', { source: 'invoices' }],
  ])('an event %s finds nothing to do', async (_what, about) => {
    const world = steady();
    failOver(world, 'orders-2');
    await world.run(rdsEvent(world, 'RDS-EVENT-0071'));
    const calls = world.groups.calls.length;
    world.pass(60);
    const answer = await world.run(rdsEvent(world, 'RDS-EVENT-0071', { ago: 60, ...about }));
    expect(answer).toMatchObject({ outcome: 'in-place' });
    expect(world.groups.calls).toHaveLength(calls);
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });

  it("an event of a member, or with a prefix, counts as the cluster's own", async () => {
    for (const source of ['orders-2', 'rds:orders']) {
      const world = steady();
      world.after(30, () => failOver(world, 'orders-2'));
      await world.run(rdsEvent(world, 'RDS-EVENT-0073', { source }));
      expect(world.registered()).toEqual(['10.0.1.2:5432']);
    }
  });

  it('a run does not wait for a failover of another database', async () => {
    const world = steady();
    const began = world.now();
    await world.run(rdsEvent(world, 'RDS-EVENT-0073', { source: 'invoices' }));
    expect(world.now()).toBe(began);
  });

  // Defect class: each of them keeps asking for minutes, and whoever waits for the one slot fails.
  it("a run begun by another database's event ends without waiting for the new target", async () => {
    const world = steady();
    world.groups.latency = 90;
    failOver(world, 'orders-2');
    const began = world.now();
    const answer = await world.run(rdsEvent(world, 'RDS-EVENT-0071', { source: 'invoices' }));
    expect(answer).toMatchObject({ state: 'ready', outcome: 'unfinished' });
    expect(world.now()).toBe(began);
    expect(world.groups.calls).toEqual(['register 10.0.1.2:5432']);
  });

  it('a run begun by an event waits only for the endpoints of its own database', async () => {
    const world = steady();
    world.followed = [orders, missing('invoices')];
    const began = world.now();
    const answer = await world.run(rdsEvent(world, 'RDS-EVENT-0071'));
    // The API knows no cluster "invoices", and this run leaves it to others.
    expect(answer).toMatchObject({ state: 'ready', outcome: 'unfinished' });
    expect((world.now() - began) / 1000).toBeLessThan(60);
  });

  it('an event that names another member leads to the writer that API and DNS name', async () => {
    const world = steady();
    failOver(world, 'orders-2');
    await world.run(rdsEvent(world, 'RDS-EVENT-0070', { source: 'orders-1', ago: 4000 }));
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });
});

describe('an endpoint that is unknown', () => {
  it.each<[string, (world: AccessWorld) => unknown, string]>([
    [
      'a name that doesn’t resolve',
      (world) => world.cluster('orders-2', undefined, ['orders-1', 'orders-2']),
      "orders.cluster-abc.eu-central-1.rds.amazonaws.com doesn't resolve",
    ],
    [
      'a cluster that is between two names',
      (world) => world.endpoints.clusters.clear(),
      'the API knows no cluster-writer "orders"',
    ],
    [
      'no writer',
      (world) => world.cluster(undefined, 'orders-2', ['orders-2']),
      'the API names no writer',
    ],
    [
      'a writer without an endpoint',
      (world) =>
        world.endpoints.clusters.set('orders', {
          host: 'orders.cluster-abc.eu-central-1.rds.amazonaws.com',
          port: 5432,
          members: [{ identifier: 'orders-2', isWriter: true, isPassing: false }],
        }),
      'the writer "orders-2" has no endpoint yet',
    ],
  ])('an unknown endpoint keeps the targets: %s', async (_what, happen, why) => {
    const world = steady();
    happen(world);
    const answer = await world.run(schedule);
    expect(answer).toMatchObject({ outcome: 'unfinished', why: expect.stringContaining(why) });
    expect(answer.why).toContain('the targets stay');
    expect(world.reports.flat().every(({ stale }) => stale)).toBe(true);
    expect(world.groups.calls).toEqual([]);
  });

  it('an unknown endpoint fails a deployment, with what to do', async () => {
    const world = new AccessWorld();
    world.followed = [missing('invoices'), orders, missing('parcels')];
    await expect(world.look(deployment, startOf(world), null)).rejects.toMatchObject({
      name: 'EndpointUnknown',
      message:
        'cluster-writer "invoices" → invoices-writer [empty]: the API knows no cluster-writer ' +
        '"invoices"; the targets stay | cluster-writer "parcels" → parcels-writer [empty]: the API ' +
        'knows no cluster-writer "parcels"; the targets stay. A deployment needs every endpoint to ' +
        'resolve: compare the names, wait until the databases are available, and deploy again',
    });
  });

  it('an unknown endpoint ends a recovery as overdue', async () => {
    const world = steady();
    world.endpoints.clusters.clear();
    await expect(world.run(recovery)).rejects.toMatchObject({ name: 'StepOverdue' });
    expect(world.registered()).toEqual(['10.0.1.1:5432']);
  });

  // Defect class: swallowed exception.
  it('an error of AWS ends a pass before any target is changed', async () => {
    const world = steady();
    failOver(world, 'orders-2');
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'Throttling' });
    world.endpoints.faults.next('cluster', throttled);
    await expect(world.look(schedule, startOf(world), null)).rejects.toBe(throttled);
    expect(world.registered()).toEqual(['10.0.1.1:5432']);
  });

  it('a pass reports what it saw of other endpoints where one of them fails', async () => {
    const world = steady();
    world.followed = [readers, orders];
    world.endpoints.faults.next('cluster', new Error('Rate exceeded'));
    await expect(world.look(schedule, startOf(world), null)).rejects.toThrow('Rate exceeded');
    expect(world.reports).toEqual([[expect.objectContaining({ followed: orders })]]);
  });

  it('a run whose answer from AWS was lost is finished by the next one', async () => {
    const world = steady();
    failOver(world, 'orders-2');
    const lost = Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    world.groups.faults.next('register', lost, 'after');
    await expect(world.look(recovery, startOf(world), null)).rejects.toBe(lost);
    await world.run(recovery);
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
    expect(world.groups.calls.filter((call) => call.startsWith('register'))).toHaveLength(1);
  });
});

describe('an address that must not become a target', () => {
  it.each<[string, (world: AccessWorld) => unknown, RegExp]>([
    [
      'a public address',
      (world) => {
        world.cluster('orders-9', 'orders-9', ['orders-9']);
        for (const host of world.names.hosts.keys()) world.names.hosts.set(host, ['52.1.2.3']);
      },
      /52\.1\.2\.3, which isn't a private IPv4 address/,
    ],
    [
      'an address outside the VPC',
      (world) => {
        for (const host of world.names.hosts.keys()) world.names.hosts.set(host, ['10.9.0.5']);
      },
      /10\.9\.0\.5, outside the VPC's ranges 10\.0\.0\.0\/16/,
    ],
    [
      'another port',
      (world) => {
        const cluster = world.endpoints.clusters.get('orders');
        if (cluster) world.endpoints.clusters.set('orders', { ...cluster, port: 6543 });
      },
      /listens on port 6543, its target group is for port 5432/,
    ],
  ])('%s is refused, and the targets stay', async (_what, happen, message) => {
    for (const trigger of [schedule, recovery, deployment]) {
      const world = steady();
      happen(world);
      await expect(world.run(trigger)).rejects.toMatchObject({
        name: 'TargetRefused',
        message: expect.stringMatching(message),
      });
      expect(world.groups.calls).toEqual([]);
      expect(world.registered()).toEqual(['10.0.1.1:5432']);
    }
  });

  it('a refusal names each endpoint that is refused', async () => {
    const world = steady();
    world.followed = [orders, readers];
    for (const host of world.names.hosts.keys()) world.names.hosts.set(host, ['10.9.0.5']);
    await expect(world.run(schedule)).rejects.toMatchObject({
      name: 'TargetRefused',
      message: expect.stringMatching(
        /^cluster-writer "orders" .*VpcRanges \| cluster-reader "orders" .*VpcRanges$/,
      ),
    });
  });

  it('a refused endpoint does not keep another one from being followed to the end', async () => {
    const world = steady();
    const second: Followed = { ...readers, kind: 'name', name: 'reports.internal' };
    world.names.hosts.set('reports.internal', ['8.8.8.8']);
    world.followed = [second, orders];
    failOver(world, 'orders-2');
    await expect(world.run(schedule)).rejects.toMatchObject({ name: 'TargetRefused' });
    expect(world.registered()).toEqual(['10.0.1.2:5432']);
  });
});

describe('the first fill', () => {
  it('a deployment registers the targets without waiting for their health checks', async () => {
    const world = new AccessWorld();
    expect(await world.look(deployment, startOf(world), null)).toMatchObject({
      state: 'ready',
      outcome: 'in-place',
    });
    expect(world.registered()).toEqual(['10.0.1.1:5432']);
  });

  it('a foreign target is deregistered once the right one is healthy', async () => {
    const world = new AccessWorld();
    world.groups.put(orders.groupArn, { address: '10.0.7.7', port: 5432 });
    await world.look(deployment, startOf(world), null);
    expect(world.registered()).toEqual(['10.0.1.1:5432', '10.0.7.7:5432']);
    world.pass(60);
    await world.run(schedule);
    expect(world.registered()).toEqual(['10.0.1.1:5432']);
  });
});

describe('a dry run', () => {
  it('a dry run says what it would do, and does nothing', async () => {
    const world = steady();
    world.dryRun = true;
    failOver(world, 'orders-2');
    expect(await world.run(recovery)).toMatchObject({
      outcome: 'dry-run',
      why: expect.stringContaining('dry run: would have registered 10.0.1.2:5432'),
    });
    expect(world.groups.calls).toEqual([]);
    expect(world.reports[0]?.[0]?.state).toBe('pending');
  });
});

function withReaders(...members: readonly string[]): AccessWorld {
  const world = new AccessWorld();
  world.followed = [readers];
  world.cluster('orders-1', 'orders-1', ['orders-1', ...members]);
  return world;
}

describe('a target group of readers', () => {
  it('all readers are registered, and the writer is not', async () => {
    const world = withReaders('orders-2', 'orders-3');
    await world.run(recovery);
    expect(world.registered(readers)).toEqual(['10.0.1.2:5432', '10.0.1.3:5432']);
  });

  it('the writer replaces the readers where none is left', async () => {
    const world = withReaders();
    await world.run(recovery);
    expect(world.registered(readers)).toEqual(['10.0.1.1:5432']);
  });

  it('readers follow a failover: the old writer is registered, the new one deregistered', async () => {
    const world = withReaders('orders-2');
    await world.run(recovery);
    failOver(world, 'orders-2');
    await world.run(recovery);
    expect(world.registered(readers)).toEqual(['10.0.1.1:5432']);
  });

  it('the registered readers stay as they are while one of them does not resolve', async () => {
    const world = withReaders('orders-2', 'orders-3');
    await world.run(recovery);
    world.names.hosts.delete('orders-3.abc.eu-central-1.rds.amazonaws.com');
    expect(await world.run(schedule)).toMatchObject({ outcome: 'unfinished' });
    expect(world.registered(readers)).toEqual(['10.0.1.2:5432', '10.0.1.3:5432']);
  });
});

function following(kind: Followed['kind'], name: string): AccessWorld {
  const world = new AccessWorld();
  world.followed = [{ ...orders, kind, name }];
  return world;
}

describe('endpoints of other kinds', () => {
  it('the several addresses of a proxy are followed as they change', async () => {
    const world = following('proxy', 'orders-proxy');
    const host = 'orders-proxy.proxy-abc.eu-central-1.rds.amazonaws.com';
    world.endpoints.proxies.set('orders-proxy', { host });
    world.names.hosts.set(host, ['10.0.2.1', '10.0.3.1']);
    await world.run(recovery);
    expect(world.registered()).toEqual(['10.0.2.1:5432', '10.0.3.1:5432']);
    world.names.hosts.set(host, ['10.0.3.1', '10.0.4.1']);
    await world.run(recovery);
    expect(world.registered()).toEqual(['10.0.3.1:5432', '10.0.4.1:5432']);
  });

  it("the target of a DB instance follows the instance's name", async () => {
    const world = following('instance', 'orders');
    const host = 'orders.abc.eu-central-1.rds.amazonaws.com';
    world.endpoints.instances.set('orders', { host, port: 5432 });
    world.names.hosts.set(host, ['10.0.1.1']);
    await world.run(recovery);
    const began = rdsEvent(world, 'RDS-EVENT-0013', { type: 'RDS DB Instance Event' });
    world.after(60, () => world.names.hosts.set(host, ['10.0.2.2']));
    await world.run(began);
    expect(world.registered()).toEqual(['10.0.2.2:5432']);
  });

  it('the target of a custom name is followed without the RDS API', async () => {
    const world = following('name', 'db.internal');
    world.names.hosts.set('db.internal', ['10.0.1.1']);
    await world.run(recovery);
    expect(world.registered()).toEqual(['10.0.1.1:5432']);
  });

  it.each(['proxy', 'instance'] as const)('a missing %s keeps the targets', async (kind) => {
    const world = following(kind, 'gone');
    world.groups.put(orders.groupArn, { address: '10.0.1.1', port: 5432 });
    expect(await world.run(schedule)).toMatchObject({
      outcome: 'unfinished',
      why: expect.stringContaining(`the API knows no ${kind} "gone"`),
    });
    expect(world.registered()).toEqual(['10.0.1.1:5432']);
  });
});
