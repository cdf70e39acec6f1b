import { beforeEach, describe, expect, it } from '@jest/globals';
import { Scene } from './scene.ts';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});

describe('the health of a target', () => {
  it('a target is unused while no listener sends to its group', async () => {
    const group = await scene.group();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    expect(await scene.health(group)).toEqual([`${address}:5432 unused Target.NotInUse`]);
    await scene.listener(await scene.balancer(), group);
    expect(await scene.health(group)).toEqual([
      `${address}:5432 initial Elb.RegistrationInProgress`,
    ]);
  });

  it('a target is registering, then checked, and healthy after two passed checks in a row', async () => {
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

  it('a target is registered once however often it is registered', async () => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(16);
    await scene.register(group, { Id: address, Port: 5432 });
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
  });

  it('a target becomes unhealthy after two failed checks, and healthy again', async () => {
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

  it('a target at an unused address never answers and fails its checks after the timeout', async () => {
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

  it('a target in a zone where the load balancer has no subnet is unused', async () => {
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

describe('DeregisterTargets', () => {
  it('a deregistered target is listed as draining for the delay, and is then gone', async () => {
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
  ])('a deregistration of %s silently does nothing', async (_, wrong) => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(16);
    await scene.deregister(group, { Id: address, ...wrong });
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
  });

  it('a deregistration is undone by a new registration', async () => {
    const { group } = await scene.access();
    const { address } = scene.server();
    await scene.register(group, { Id: address });
    await scene.pass(16);
    await scene.deregister(group, { Id: address });
    await scene.register(group, { Id: address });
    await scene.pass(16);
    expect(await scene.health(group)).toEqual([`${address}:5432 healthy`]);
  });

  it('a deregistered target loses its connections after the delay, and later ones again', async () => {
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

describe('connections through the load balancer', () => {
  it('a new connection goes to healthy targets only', async () => {
    const { group, balancer } = await scene.access();
    const [one, other] = [scene.server(0), scene.server(1)];
    scene.portForwarder.down.add(other.port);
    await scene.register(group, { Id: one.address }, { Id: other.address });
    await scene.pass(21);
    const host = await scene.host(balancer);
    const reached = new Set(Array.from({ length: 20 }, () => scene.connect(host)));
    expect([...reached]).toEqual([`${one.address}:5432`]);
  });

  it('a new connection goes to any registered target when none is healthy: the group fails open', async () => {
    const { group, balancer } = await scene.access();
    const [one, other] = [scene.server(0), scene.server(1)];
    scene.portForwarder.down.add(one.port).add(other.port);
    await scene.register(group, { Id: one.address }, { Id: other.address });
    await scene.pass(21);
    const host = await scene.host(balancer);
    const reached = new Set(Array.from({ length: 20 }, () => scene.connect(host)));
    expect(reached).toEqual(new Set([`${one.address}:5432`, `${other.address}:5432`]));
  });

  it('a new connection to an empty target group is reset', async () => {
    const { balancer } = await scene.access();
    expect(scene.connect(await scene.host(balancer))).toBeUndefined();
  });

  it('a connection to a target that becomes unhealthy is cut when the group is set to do so', async () => {
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

  it('a load balancer without cross-zone routing resolves to zones with a healthy target only', async () => {
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
