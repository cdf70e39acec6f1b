import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessPlay } from './play.ts';

let play: AccessPlay;
beforeEach(async () => {
  play = await AccessPlay.settled();
});
const quick = { api: 2, dns: 5 };

it('the schedule registers the writer as the first target', () => {
  expect(play.registered()).toEqual(['orders-1 healthy']);
});

describe('a failover', () => {
  it('a failover moves the target to the new writer and takes the old one out', async () => {
    play.event('RDS-EVENT-0073');
    await play.pass(20);
    play.database.failOver('orders-2', { api: 3, dns: 20 });
    play.event('RDS-EVENT-0071');
    await play.pass(120);
    expect(play.registered()).toEqual(['orders-2 healthy']);
    expect(play.broken).toEqual([]);
  });

  it.each([
    ['whose event is lost', 0, 0],
    ['whose event comes twice', 2, 0],
    ['whose event comes six hours late', 1, 6 * 3600],
  ])('a failover %s still ends with the writer as the target', async (_, copies, late) => {
    play.database.failOver('orders-2', quick);
    play.event('RDS-EVENT-0071', { copies, late });
    await play.pass(180);
    expect(play.registered()).toEqual(['orders-2 healthy']);
    if (late > 0) await play.pass(late + 60);
    expect(play.registered()).toEqual(['orders-2 healthy']);
    expect(play.endings.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
    expect(play.broken).toEqual([]);
  });

  it('a failover without a completion event is found by the wait that its start event began', async () => {
    play.stopSchedule();
    play.event('RDS-EVENT-0073');
    await play.pass(20);
    play.database.failOver('orders-2', { api: 10, dns: 40 });
    await play.pass(120);
    expect(play.registered()).toEqual(['orders-2 healthy']);
    expect(play.endings.at(-1)).toEqual({ status: 'SUCCEEDED' });
    expect(play.broken).toEqual([]);
  });

  it('a failover back while the old writer drains registers that writer again', async () => {
    play.database.failOver('orders-2', quick);
    play.event('RDS-EVENT-0071');
    const drained = play.scene.clock.now();
    while (!play.scene.elb.targets(play.groupArn).some(({ state }) => state === 'draining')) {
      await play.pass(1);
      expect(play.scene.clock.now() - drained).toBeLessThan(300_000);
    }
    play.database.failOver('orders-1', { api: 0, dns: 0 });
    play.event('RDS-EVENT-0071');
    await play.pass(180);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    const states = play.scene.elb.transitions
      .filter(({ address }) => address === play.database.addressOf('orders-1'))
      .map(({ to }) => to);
    expect(states.slice(-3)).toEqual(['draining', 'initial', 'healthy']);
    expect(play.broken).toEqual([]);
  });

  it('a series of failovers ends with the last writer as the target', async () => {
    for (const [index, seconds] of [7, 3, 12, 20, 4, 30].entries()) {
      play.database.failOver(index % 2 === 0 ? 'orders-2' : 'orders-1', { api: 4, dns: 9 });
      play.event('RDS-EVENT-0071');
      await play.pass(seconds);
    }
    expect(play.database.writer).toBe('orders-1');
    await play.pass(300);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    expect(play.broken).toEqual([]);
  });

  it('a failover to a writer that takes no connections keeps the old target and fails the run', async () => {
    play.scene.portForwarder.down.add(play.database.portOf('orders-2'));
    play.database.failOver('orders-2', quick);
    play.event('RDS-EVENT-0071');
    await play.pass(16 * 60);
    expect(play.registered()).toEqual(['orders-1 healthy', 'orders-2 unhealthy']);
    expect(play.endings).toContainEqual({ status: 'FAILED', error: 'StepOverdue' });
    play.scene.portForwarder.down.clear();
    await play.pass(180);
    expect(play.registered()).toEqual(['orders-2 healthy']);
    expect(play.broken).toEqual([]);
  });
});

describe('an RDS event', () => {
  it('an RDS event about a failover that does not happen changes no target, and its run ends', async () => {
    const before = play.scene.elb.transitions.length;
    play.event('RDS-EVENT-0073');
    await play.pass(300);
    expect(play.scene.elb.transitions).toHaveLength(before);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    expect(play.endings.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
    expect(play.broken).toEqual([]);
  });

  it('an RDS event of another database changes no target', async () => {
    const before = play.scene.elb.transitions.length;
    play.event('RDS-EVENT-0071', { about: 'payments' });
    await play.pass(60);
    expect(play.scene.elb.transitions).toHaveLength(before);
    expect(play.registered()).toEqual(['orders-1 healthy']);
  });
});

describe('the time between the renames of a swap', () => {
  it('targets stay while no cluster has the live name, then follow it to its new cluster', async () => {
    const next = play.database.add(1);
    play.database.giveUpName();
    play.event('RDS-EVENT-0172');
    await play.pass(150);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    expect(play.lastWhy()).toContain('the targets stay');
    play.database.takeName(next.identifier, 30);
    play.event('RDS-EVENT-0172');
    await play.pass(240);
    expect(play.registered()).toEqual([`${next.identifier} healthy`]);
    expect(play.broken).toEqual([]);
  });

  it('an NXDOMAIN answer keeps the targets although the API already shows the new cluster', async () => {
    const next = play.database.add(1);
    const former = play.database.addressOf('orders-1');
    play.database.giveUpName();
    await play.pass(60);
    play.database.takeName(next.identifier, 100);
    play.event('RDS-EVENT-0172');
    await play.pass(90);
    expect(play.registered()).toEqual([`${former}:5432 healthy`]);
    expect(play.lastWhy()).toContain("orders.cluster.example doesn't resolve");
    await play.pass(120);
    expect(play.registered()).toEqual([`${next.identifier} healthy`]);
    expect(play.broken).toEqual([]);
  });
});
