import { beforeEach, describe, expect, it } from '@jest/globals';
import { Scene } from './scene.ts';

let scene: Scene;
let host: string;
let listener: string;
let main: string;
let spare: string;
let old: string;
let restored: string;
beforeEach(async () => {
  scene = new Scene();
  const made = await scene.access();
  ({ listener, group: main } = made);
  host = await scene.host(made.balancer);
  spare = await scene.group({ Name: 'spare' });
  old = scene.server().address;
  restored = scene.server(1).address;
  await scene.forward(listener, { [main]: 1, [spare]: 0 });
  await scene.register(main, { Id: old });
  await scene.register(spare, { Id: restored });
  await scene.pass(20);
});

/** Whom a new connection reaches in each second from now on, and what is established by then. */
const watch = async (seconds: number): Promise<{ reached: string; kept: string[] }[]> => {
  const seen = [];
  for (let second = 0; second < seconds; second++) {
    const reached = scene.connect(host) ?? 'reset';
    seen.push({ reached, kept: scene.portForwarder.connections });
    await scene.pass(1);
  }
  return seen;
};
const oldSpot = (): string => `${old}:5432`;
const newSpot = (): string => `${restored}:5432`;

describe('a listener with several groups', () => {
  it('a group of weight 0 is in use: its targets are checked, and get no connection', async () => {
    expect(await scene.health(spare)).toEqual([`${restored}:5432 healthy`]);
    const reached = Array.from({ length: 20 }, () => scene.connect(host));
    expect(new Set(reached)).toEqual(new Set([`${old}:5432`]));
  });

  it('new connections follow a change of weights after a lag, and established ones never do', async () => {
    scene.connect(host);
    await scene.forward(listener, { [main]: 0, [spare]: 1 });
    expect(scene.connect(host)).toBe(`${old}:5432`);
    await scene.pass(3);
    expect(scene.connect(host)).toBe(`${restored}:5432`);
    await scene.pass(3600);
    expect(scene.portForwarder.connections).toEqual([
      `${old}:5432`,
      `${old}:5432`,
      `${restored}:5432`,
    ]);
  });

  it('a deregistration ends the connections that the listener no longer makes', async () => {
    scene.connect(host);
    await scene.forward(listener, { [main]: 0, [spare]: 1 });
    await scene.pass(3);
    await scene.deregister(main, { Id: old });
    await scene.pass(6);
    expect(scene.portForwarder.connections).toEqual([]);
    expect(await scene.health(main)).toEqual([]);
  });

  it('a deregistration from one group leaves connections to the same address by another', async () => {
    await scene.register(spare, { Id: old });
    await scene.pass(20);
    await scene.deregister(spare, { Id: restored });
    scene.connect(host);
    await scene.deregister(spare, { Id: old });
    await scene.pass(70);
    expect(scene.portForwarder.connections).toEqual([`${old}:5432`]);
  });

  it('an empty group that has all of the weight resets connections', async () => {
    const closed = await scene.group({ Name: 'closed' });
    await scene.forward(listener, { [main]: 0, [spare]: 0, [closed]: 1 });
    await scene.pass(3);
    expect(scene.connect(host)).toBeUndefined();
  });

  it('a weight is a whole number from 0 to 999', async () => {
    await expect(scene.forward(listener, { [main]: 1000 })).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });

  it('DescribeListeners shows the groups with their weights', async () => {
    expect(await scene.call('DescribeListeners', { ListenerArns: [listener] })).toMatchObject({
      Listeners: [
        {
          DefaultActions: [
            {
              Type: 'forward',
              ForwardConfig: {
                TargetGroups: [
                  { TargetGroupArn: main, Weight: 1 },
                  { TargetGroupArn: spare, Weight: 0 },
                ],
              },
            },
          ],
        },
      ],
    });
  });
});

describe('moving clients from one database to another', () => {
  // Both take writes at once: what the old database gets by then is in no restored one.
  it('a listener that is changed first leaves the old database its connections for the delay', async () => {
    scene.connect(host);
    await scene.forward(listener, { [main]: 0, [spare]: 1 });
    await scene.deregister(main, { Id: old });
    const seen = await watch(8);
    const both = seen.filter(({ kept }) => kept.includes(newSpot()) && kept.includes(oldSpot()));
    expect(both.length).toBeGreaterThan(0);
  });

  it('a group of one has new connections at the old database long after its deregistration', async () => {
    await scene.forward(listener, { [main]: 1 });
    await scene.register(main, { Id: restored });
    await scene.pass(20);
    await scene.deregister(main, { Id: old });
    await scene.pass(10);
    const seen = await watch(40);
    expect(seen.map(({ reached }) => reached)).toContain(oldSpot());
  });

  it('an empty group in between leaves no connection to the old database once the new one has its first', async () => {
    const closed = await scene.group({ Name: 'closed' });
    scene.connect(host);
    await scene.forward(listener, { [main]: 0, [spare]: 0, [closed]: 1 });
    await scene.deregister(main, { Id: old });
    const shut = await watch(7);
    await scene.forward(listener, { [main]: 0, [spare]: 1, [closed]: 0 });
    const open = await watch(130);
    const all = [...shut, ...open];
    const first = all.findIndex(({ reached }) => reached === newSpot());
    expect(first).toBeGreaterThan(0);
    expect(all.slice(first).filter(({ kept }) => kept.includes(oldSpot()))).toEqual([]);
  });
});
