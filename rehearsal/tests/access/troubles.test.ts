import { describe, expect, it } from '@jest/globals';
import { defaultBuckets } from '../../aws/services/elasticloadbalancing/token-bucket.ts';
import { AccessPlay } from './play.ts';
import type { PassFault } from './play.ts';

const quick = { api: 2, dns: 5 };

describe('a pass that is cut off', () => {
  it.each<[PassFault]>([
    ['timeout-before'],
    ['timeout-after'],
    ['timeout-within'],
    ['crash-after'],
  ])('a pass cut off by %s leaves a target group that the next pass corrects', async (fault) => {
    for (const at of [0, 1, 2, 4, 8]) {
      const play = await AccessPlay.settled();
      play.database.failOver('orders-2', quick);
      play.faults.push(...Array.from({ length: at }, () => undefined), fault);
      play.event('RDS-EVENT-0071');
      await play.pass(360);
      expect(play.faults).toEqual([]);
      expect(play.registered()).toEqual(['orders-2 healthy']);
      expect(play.broken).toEqual([]);
    }
  });
});

describe('throttling', () => {
  it.each([
    ['reads', { read: { tokens: 2, perSecond: 0.2 } }],
    // What a stack and its first target take, and then one in four minutes.
    ['writes', { write: { tokens: 6, perSecond: 0.004 } }],
  ])('throttling of %s delays a new registration and breaks nothing', async (_, scarce) => {
    const starved = await AccessPlay.settled({
      elb: { buckets: { ...defaultBuckets, ...scarce } },
    });
    starved.database.failOver('orders-2', quick);
    starved.event('RDS-EVENT-0073');
    starved.event('RDS-EVENT-0071', { copies: 2 });
    await starved.pass(600);
    expect(starved.registered()).toEqual(['orders-2 healthy']);
    expect(starved.errors).toContain('ServiceUnavailable');
    expect(starved.broken).toEqual([]);
  });
});

describe('targets that the access stack did not register', () => {
  it('foreign targets are deregistered only once the right target is healthy', async () => {
    const play = await AccessPlay.begin();
    const unrelated = play.scene.server(1);
    const away = { Id: '10.200.0.7', AvailabilityZone: 'all' };
    await play.scene.register(play.groupArn, { Id: unrelated.address }, away);
    play.scene.portForwarder.down.add(play.database.portOf('orders-1'));
    play.schedule();
    await play.pass(180);
    expect(play.registered()).toHaveLength(3);
    play.scene.portForwarder.down.clear();
    await play.pass(180);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    expect(play.broken).toEqual([]);
  });

  it('targets on another port of the right address are deregistered', async () => {
    const play = await AccessPlay.settled();
    const address = play.database.addressOf('orders-1');
    await play.scene.register(play.groupArn, { Id: address, Port: 6432 });
    await play.pass(120);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    expect(play.broken).toEqual([]);
  });

  it('a target on the former port is deregistered after the one on the new port is registered', async () => {
    const play = await AccessPlay.begin();
    const address = play.database.addressOf('orders-1');
    const at = { address: '127.0.0.1', port: play.database.portOf('orders-1') };
    play.scene.network.detach(address);
    play.scene.network.attach(address, { listenerAt: () => at });
    await play.scene.register(play.groupArn, { Id: address, Port: 6432 });
    await play.pass(60);
    expect(play.registered()).toEqual([`${address}:6432 healthy`]);
    play.schedule();
    await play.pass(180);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    expect(play.broken).toEqual([]);
  });
});

describe('a proxy', () => {
  it('a proxy has all of its addresses registered, and the targets follow when they change', async () => {
    const play = await AccessPlay.begin({ kind: 'proxy' });
    const [one, two, three] = [0, 1, 0].map((zone) => play.scene.server(zone).address);
    play.database.others.set('proxy.example', [one ?? '', two ?? '']);
    play.schedule();
    await play.pass(180);
    expect(play.registered()).toEqual([`${one}:5432 healthy`, `${two}:5432 healthy`]);
    // The same ones in another order are no change.
    const before = play.scene.elb.transitions.length;
    play.database.others.set('proxy.example', [two ?? '', one ?? '']);
    await play.pass(120);
    expect(play.scene.elb.transitions).toHaveLength(before);
    play.database.others.set('proxy.example', [two ?? '', three ?? '']);
    await play.pass(180);
    expect(play.registered()).toEqual([`${two}:5432 healthy`, `${three}:5432 healthy`]);
    expect(play.broken).toEqual([]);
  });
});

describe('addresses that may not become targets', () => {
  it.each([
    ['a public address', '192.0.2.7', "isn't a private IPv4 address"],
    ['an address outside the ranges', '10.200.0.7', "outside the VPC's ranges"],
  ])('a name that leads to %s is refused, and the targets stay', async (_, address, sentence) => {
    const play = await AccessPlay.begin({ kind: 'name' });
    const { address: good } = play.scene.server(0);
    play.database.others.set('custom.example', [good]);
    play.schedule();
    await play.pass(180);
    play.database.others.set('custom.example', [address]);
    await play.pass(180);
    expect(play.registered()).toEqual([`${good}:5432 healthy`]);
    expect(play.lastWhy()).toContain(sentence);
    expect(play.endings.at(-1)).toEqual({ status: 'FAILED', error: 'TargetRefused' });
    expect(play.broken).toEqual([]);
  });

  it('a database on another port than the target group’s is refused, and the targets stay', async () => {
    const play = await AccessPlay.settled();
    play.database.port = 6432;
    await play.pass(120);
    expect(play.registered()).toEqual(['orders-1 healthy']);
    expect(play.lastWhy()).toContain('listens on port 6432, its target group is for port 5432');
    expect(play.endings.at(-1)).toEqual({ status: 'FAILED', error: 'TargetRefused' });
    play.database.port = 5432;
    await play.pass(120);
    expect(play.endings.at(-1)).toEqual({ status: 'SUCCEEDED' });
  });

  it('a name that does not resolve leaves the targets as they are', async () => {
    const play = await AccessPlay.begin({ kind: 'name' });
    const { address } = play.scene.server(0);
    play.database.others.set('custom.example', [address]);
    play.schedule();
    await play.pass(180);
    play.database.others.set('custom.example', []);
    await play.pass(600);
    expect(play.registered()).toEqual([`${address}:5432 healthy`]);
    expect(play.lastWhy()).toContain("doesn't resolve");
    expect(play.broken).toEqual([]);
  });
});
