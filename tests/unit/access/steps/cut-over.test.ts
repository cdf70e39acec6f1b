import { beforeEach, describe, expect, it } from '@jest/globals';
import { cutOverKey, heldFor } from '../../../../functions/access/rules/cut-over-mark.ts';
import { groupOf, leadOf, weightsTo } from '../../../../functions/access/rules/lead.ts';
import type { Lead, Side } from '../../../../functions/access/rules/lead.ts';
import { NotInState } from '../../../../functions/shared/ports/aws-errors.ts';
import type { CutOverAnswer } from '../../../../functions/shared/rules/cut-over-request.ts';
import { AccessWorld, addressOf, movable, orders, readers } from './world.ts';

const host = 'orders-next.cluster-abc.eu-central-1.rds.amazonaws.com';
const request = { kind: 'cluster-writer', name: 'orders', host, port: 5432 } as const;
const oldSpot = `${addressOf('orders-1')}:5432`;
const newSpot = `${addressOf('next-9')}:5432`;

let world: AccessWorld;
/** When no connection to the old database could be left, and one to the new one could be made. */
let seen: { readonly lead: Lead; readonly old: number; readonly now: number }[];

beforeEach(() => {
  world = new AccessWorld();
  world.followed = [movable];
  world.listeners.led = weightsTo('main', movable);
  world.groups.put(movable.groupArn, { address: addressOf('orders-1'), port: 5432 });
  world.names.hosts.set(host, [addressOf('next-9')]);
  world.pass(60);
  seen = [];
});

const lead = (): Lead => leadOf(world.listeners.led, movable);
const held = (side: Side): readonly string[] => world.groups.registered(groupOf(movable, side));
const note = (): void => {
  const old = world.groups
    .look(groupOf(movable, 'main'))
    .filter(({ address }) => address === addressOf('orders-1')).length;
  seen.push({ lead: lead(), old, now: world.now() });
};
const ask = async (upTo: 'warm' | 'open'): Promise<CutOverAnswer> => {
  const answer = await world.ask({ ...request, upTo });
  note();
  return answer;
};

/** As SwapNames asks: again after a failure as well. @returns how many seconds it took */
async function through(upTo: 'warm' | 'open', between = async (): Promise<void> => undefined) {
  const began = world.now();
  for (let asked = 0; asked < 300; asked++) {
    const answer = await ask(upTo).catch(() => ({ state: 'pending' as const, waitSeconds: 2 }));
    if (answer.state === 'ready') return (world.now() - began) / 1000;
    await between();
    note();
    world.pass(answer.waitSeconds);
  }
  throw new Error('the cut-over goes on and on');
}

/** The live name goes over: first to nobody, then to the restored cluster. */
function rename(): void {
  world.names.hosts.delete(host);
  world.cluster('next-9', 'next-9', ['next-9', 'next-8']);
}
const byItself = (): Promise<unknown> => world.run({ by: 'schedule' });
const onePass = async (): Promise<void> => {
  await world.look({ by: 'schedule' }, new Date(world.now()).toISOString(), null);
};

describe('a cut-over', () => {
  it('moves nobody until the restored database could take clients', async () => {
    await through('warm');
    expect([lead(), held('main'), held('spare')]).toEqual(['main', [oldSpot], [newSpot]]);
    expect(world.groups.look(movable.detour.spareArn)[0]?.state).toBe('healthy');
  });

  it('closes, waits for the old target to be gone, and opens', async () => {
    await through('warm');
    const seconds = await through('open');
    expect([lead(), held('main'), held('spare')]).toEqual(['spare', [], [newSpot]]);
    // The fake's targets drain for half a minute; those of the stack for five seconds.
    expect(seconds).toBeLessThanOrEqual(32);
    expect(seen.filter((one) => one.lead === 'spare' && one.old > 0)).toEqual([]);
    expect(seen.map((one) => one.lead)).toContain('closed');
  });

  const calls = [
    ...(['weights', 'mark', 'setMark', 'lead'] as const).map(
      (call) => ['listeners', call] as const,
    ),
    ...(['targets', 'register', 'deregister'] as const).map((call) => ['groups', call] as const),
  ];
  const faults = calls.flatMap(([port, call]) =>
    (['before', 'after'] as const).flatMap((when) =>
      [1, 2, 3].map((nth) => ({ port, call, when, nth })),
    ),
  );
  it.each(faults)(
    'comes through where call $nth of $call of the $port fails, $when it took effect',
    async ({ port, call, when, nth }) => {
      let met = 0;
      const strike = (): void => {
        met += 1;
        if (met !== nth) return;
        const error = new NotInState('for a test');
        if (port === 'groups') world.groups.faults.next(call as 'targets', error, when);
        else world.listeners.faults.next(call as 'lead', error, when);
      };
      strike();
      await through('warm', async () => strike());
      await through('open', async () => strike());
      rename();
      await byItself();
      expect([lead(), held('main'), held('spare')]).toEqual(['spare', [], [newSpot]]);
      expect(seen.filter((one) => one.lead === 'spare' && one.old > 0)).toEqual([]);
    },
  );

  it('reconciliations between its asks neither undo it nor let the old database in again', async () => {
    await through('warm', onePass);
    await through('open', onePass);
    await onePass();
    expect([lead(), held('spare')]).toEqual(['spare', [newSpot]]);
    expect(seen.filter((one) => one.lead === 'spare' && one.old > 0)).toEqual([]);
  });

  it('a reconciliation that registers the old target from an older look opens nothing', async () => {
    await through('warm');
    let registered = 0;
    await through('open', async () => {
      if (lead() !== 'closed' || registered++ > 2) return;
      world.groups.put(movable.groupArn, { address: addressOf('orders-1'), port: 5432 });
    });
    expect(seen.filter((one) => one.lead === 'spare' && one.old > 0)).toEqual([]);
  });

  it('main and spare take turns', async () => {
    await through('open');
    rename();
    await byItself();
    world.names.hosts.set(host, [addressOf('later-7')]);
    await through('open');
    expect([lead(), held('main'), held('spare')]).toEqual([
      'main',
      [`${addressOf('later-7')}:5432`],
      [],
    ]);
  });

  it.each([
    ['follows other kinds alone', [readers]],
    ['follows another name', [{ ...movable, name: 'others' }]],
    ['follows it twice', [movable, { ...movable, groupArn: `${movable.groupArn}0` }]],
    ['has no spare group for it', [orders]],
    ['follows nothing of the kind', []],
    ['follows it on another port', [{ ...movable, port: 5433 }]],
  ])('a stack that %s is refused, and nothing is changed', async (_what, followed) => {
    world.followed = followed;
    await expect(ask('open')).rejects.toMatchObject({
      name: 'TargetRefused',
      message: expect.stringMatching(/^expected .*Nothing was changed/),
    });
    expect([world.listeners.calls, world.groups.calls]).toEqual([[], []]);
  });

  it('a stack that only looks moves nobody', async () => {
    world.dryRun = true;
    await expect(ask('warm')).rejects.toThrow('expected DryRun=no');
  });

  it('an address outside the VPC takes nobody over', async () => {
    world.names.hosts.set(host, ['8.8.8.8']);
    await expect(ask('open')).rejects.toMatchObject({ name: 'TargetRefused' });
    expect(lead()).toBe('main');
  });

  it('a name in other letters is the same name', async () => {
    world.followed = [{ ...movable, name: 'Orders' }];
    expect(await ask('warm')).toMatchObject({ state: 'pending' });
  });
});

describe('a reconciliation while clients are moved', () => {
  it('follows the live name through a failover while the restored database is warmed', async () => {
    await through('warm');
    world.cluster('orders-2', 'orders-2', ['orders-1', 'orders-2']);
    await byItself();
    expect([held('main'), held('spare')]).toEqual([[`${addressOf('orders-2')}:5432`], [newSpot]]);
  });

  it('keeps its hands off while nobody is let in, and says so', async () => {
    await through('warm');
    await ask('open');
    const calls = [...world.groups.calls];
    await onePass();
    expect([lead(), world.groups.calls]).toEqual(['closed', calls]);
    expect(world.reports.at(-1)?.[0]).toMatchObject({ state: 'pending', stale: true });
  });

  it('stays with the restored database while another, or nobody, has the live name', async () => {
    await through('open');
    await byItself();
    expect([lead(), held('spare')]).toEqual(['spare', [newSpot]]);
    expect(world.reports.at(-1)?.[0]).toMatchObject({ stale: false });
    world.endpoints.clusters.delete('orders');
    world.names.hosts.delete(host);
    await byItself();
    expect([lead(), held('spare')]).toEqual(['spare', [newSpot]]);
    expect(world.reports.at(-1)?.[0]).toMatchObject({ stale: false });
    expect(world.listeners.tags.has(cutOverKey)).toBe(true);
  });

  it('takes the mark away once the live name leads there, and follows it from then on', async () => {
    await through('open');
    rename();
    expect(await byItself()).toMatchObject({ state: 'ready', outcome: 'in-place' });
    expect(world.listeners.tags.has(cutOverKey)).toBe(false);
    world.cluster('next-8', 'next-8', ['next-9', 'next-8']);
    await world.run({ by: 'recovery' });
    expect([lead(), held('spare')]).toEqual(['spare', [`${addressOf('next-8')}:5432`]]);
  });

  it('takes it away where the restored cluster has failed over before its name was there', async () => {
    await through('open');
    rename();
    world.cluster('next-8', 'next-8', ['next-9', 'next-8']);
    await world.run({ by: 'recovery' });
    expect(world.listeners.tags.has(cutOverKey)).toBe(false);
    expect(held('spare')).toEqual([`${addressOf('next-8')}:5432`]);
  });

  it('a stack that only looks leaves the mark', async () => {
    await through('open');
    rename();
    world.dryRun = true;
    await byItself();
    expect(world.listeners.tags.has(cutOverKey)).toBe(true);
  });

  it('follows the live name again once the mark is past its time', async () => {
    await through('open');
    world.pass(heldFor);
    await world.run({ by: 'recovery' });
    expect([lead(), held('spare')]).toEqual(['spare', [oldSpot]]);
  });

  it.each(['warm', 'closed', 'open'] as const)(
    'follows the live name again where the word was taken back: it was %s',
    async (stage) => {
      await through('warm');
      if (stage === 'closed') await ask('open');
      if (stage === 'open') await through('open');
      await world.ask({ upTo: 'undone', kind: 'cluster-writer', name: 'orders' });
      await world.run({ by: 'recovery' });
      const side = lead();
      expect(side).not.toBe('closed');
      expect([held('main'), held('spare')].flat()).toEqual([oldSpot]);
      expect(held(side as Side)).toEqual([oldSpot]);
    },
  );

  it('opens what was left closed past its time, to whoever has the live name', async () => {
    await through('warm');
    await ask('open');
    world.pass(900);
    await world.run({ by: 'recovery' });
    expect([lead(), held('main'), held('spare')]).toEqual(['main', [oldSpot], []]);
  });

  it('opens what was left closed to the restored database, where that has the live name', async () => {
    await through('warm');
    await ask('open');
    world.pass(900);
    rename();
    await world.run({ by: 'recovery' });
    expect([lead(), held('main'), held('spare')]).toEqual(['spare', [], [newSpot]]);
  });

  it('a listener that somebody else has changed is told, and no target is touched', async () => {
    world.listeners.led = { 'arn:other': 1 };
    await expect(byItself()).rejects.toMatchObject({ name: 'TargetRefused' });
    expect(world.groups.calls).toEqual([]);
  });
});
