import { beforeEach, describe, expect, it } from '@jest/globals';
import { Scene } from './scene.ts';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});

describe('a target', () => {
  it('is unused while no listener sends to its group', async () => {
    const group = await scene.group();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    expect(await scene.health(group)).toEqual([`${address}:5432 unused Target.NotInUse`]);
    await scene.listener(await scene.balancer(), group);
    expect(await scene.health(group)).toEqual([
      `${address}:5432 initial Elb.RegistrationInProgress`,
    ]);
  });

  it('is registered for a while, checked, and healthy after two checks in a row', async () => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(9);
    expect(await scene.health(group)).toEqual([
      `${address}:5432 initial Elb.RegistrationInProgress`,
    ]);
    await scene.pass(2);
    expect(await scene.health(group)).toEqual([
      `${address}:5432 initial Elb.InitialHealthChecking`,
    ]);
    await scene.pass(5);
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
    expect(scene.elb.transitions.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'none → initial',
      'initial → healthy',
    ]);
  });

  it('is registered once, however often it is asked for', async () => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(16);
    await scene.register(group, { Id: address, Port: 5432 });
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
  });

  it('becomes unhealthy after two failed checks, and healthy again', async () => {
    const { group } = await scene.access();
    const server = scene.server();
    await scene.register(group, { Id: server.address });
    await scene.pass(16);
    scene.portForwarder.down.add(server.port);
    await scene.pass(10);
    expect(await scene.health(group)).toEqual([
      `${server.address}:5432 unhealthy Target.FailedHealthChecks`,
    ]);
    scene.portForwarder.down.clear();
    await scene.pass(10);
    expect(await scene.health(group)).toEqual([`${server.address}:5432 healthy`]);
  });

  it('that nobody has never answers, which takes the timeout', async () => {
    const { group } = await scene.access();
    const { address } = scene.server();
    scene.network.detach(address);
    await scene.register(group, { Id: address });
    await scene.pass(10 + 5 + 1);
    expect(await scene.health(group)).toEqual([
      `${address}:5432 initial Elb.InitialHealthChecking`,
    ]);
    await scene.pass(2);
    expect(await scene.health(group)).toEqual([`${address}:5432 unhealthy Target.Timeout`]);
  });

  it('of a zone that the load balancer has no subnet in is unused', async () => {
    const { group, balancer } = await scene.access();
    const { address } = scene.server(2);
    await scene.register(group, { Id: address });
    expect(await scene.health(group)).toEqual([`${address}:5432 unused Target.NotInUse`]);
    await scene.call('SetSubnets', {
      LoadBalancerArn: balancer,
      Subnets: scene.vpc.subnets.map(({ id }) => id),
    });
    await scene.pass(16);
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
  });
});

describe('a deregistration', () => {
  it('drains for the delay, is listed meanwhile, and then gone', async () => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(16);
    await scene.deregister(group, { Id: address, Port: 5432, AvailabilityZone: 'eu-west-1a' });
    expect(await scene.health(group)).toEqual([
      `${address}:5432 draining Target.DeregistrationInProgress`,
    ]);
    await scene.pass(5);
    expect(await scene.health(group)).toEqual([]);
  });

  it.each([
    ['another port', { Port: 5433 }],
    ['another zone', { Port: 5432, AvailabilityZone: 'eu-west-1b' }],
  ])('of %s silently does nothing', async (_, wrong) => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(16);
    await scene.deregister(group, { Id: address, ...wrong });
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
  });

  it('is taken back by a new registration', async () => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(16);
    await scene.deregister(group, { Id: address });
    await scene.register(group, { Id: address });
    await scene.pass(16);
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
  });

  it('cuts its clients off when the delay is over, and again who came meanwhile', async () => {
    const { group, balancer } = await scene.access();
    const [old, next] = [scene.server(0), scene.server(1)];
    await scene.register(group, { Id: old.address });
    await scene.pass(21);
    const host = await scene.host(balancer);
    scene.connect(host);
    expect(scene.portForwarder.connections).toEqual([`${old.address}:5432`]);
    await scene.register(group, { Id: next.address });
    await scene.pass(16);
    await scene.deregister(group, { Id: old.address });
    expect(scene.portForwarder.connections).toHaveLength(1);
    await scene.pass(5);
    expect(scene.portForwarder.connections).toEqual([]);
    const lingering = Array.from({ length: 20 }, () => scene.connect(host));
    expect(lingering).toContain(`${old.address}:5432`);
    await scene.pass(56);
    const since = new Set(Array.from({ length: 20 }, () => scene.connect(host)));
    expect([...since]).toEqual([`${next.address}:5432`]);
    expect(scene.portForwarder.connections).not.toContain(`${old.address}:5432`);
  });
});

describe('a new connection', () => {
  it('goes to healthy targets only', async () => {
    const { group, balancer } = await scene.access();
    const [one, other] = [scene.server(0), scene.server(1)];
    scene.portForwarder.down.add(other.port);
    await scene.register(group, { Id: one.address }, { Id: other.address });
    await scene.pass(21);
    const host = await scene.host(balancer);
    const reached = new Set(Array.from({ length: 20 }, () => scene.connect(host)));
    expect([...reached]).toEqual([`${one.address}:5432`]);
  });

  it('goes to any registered target where none is healthy: the group fails open', async () => {
    const { group, balancer } = await scene.access();
    const [one, other] = [scene.server(0), scene.server(1)];
    scene.portForwarder.down.add(one.port).add(other.port);
    await scene.register(group, { Id: one.address }, { Id: other.address });
    await scene.pass(21);
    const host = await scene.host(balancer);
    const reached = new Set(Array.from({ length: 20 }, () => scene.connect(host)));
    expect(reached).toEqual(new Set([`${one.address}:5432`, `${other.address}:5432`]));
  });

  it('is reset by an empty group', async () => {
    const { balancer } = await scene.access();
    expect(scene.connect(await scene.host(balancer))).toBeUndefined();
  });

  it('loses its target with its health, where the group says so', async () => {
    const { group, balancer } = await scene.access();
    const [sick, sound] = [scene.server(0), scene.server(1)];
    await scene.register(group, { Id: sick.address }, { Id: sound.address });
    await scene.pass(21);
    const host = await scene.host(balancer);
    while (!scene.portForwarder.connections.includes(`${sick.address}:5432`)) scene.connect(host);
    scene.portForwarder.down.add(sick.port);
    await scene.pass(10);
    expect(scene.portForwarder.connections).not.toContain(`${sick.address}:5432`);
  });

  it('stays in its zone with cross-zone off, where the name then resolves only', async () => {
    const { group, balancer } = await scene.access();
    await scene.call('ModifyLoadBalancerAttributes', {
      LoadBalancerArn: balancer,
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'false' }],
    });
    const { address } = scene.server(1);
    await scene.register(group, { Id: address });
    await scene.pass(30);
    const [only, ...others] = scene.names.resolve(await scene.host(balancer));
    expect(others).toEqual([]);
    expect(scene.network.vpcs.subnetAt(only ?? '')?.zone).toBe('eu-west-1b');
  });
});
