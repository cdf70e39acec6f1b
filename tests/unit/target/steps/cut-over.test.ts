import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceUnavailable } from '../../../../functions/shared/ports/aws-errors.ts';
import { StepOverdue, TargetRefused } from '../../../../functions/shared/rules/errors.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { rollBack } from '../../../../functions/target/steps/roll-back.ts';
import { swapNames } from '../../../../functions/target/steps/swap-names.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeCutOver } from '../../fakes/cut-over.ts';
import type { Led } from '../../fakes/cut-over.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

const plan = aRecoveryPlan();
const { live: _, ...firstPlan } = plan;
const restoredId = 'cluster-RESTORED';
const before = { orders: 'cluster-OLD orders-1', 'orders-next': `${restoredId} orders-next-1` };
const after = {
  'orders-retired': 'cluster-OLD orders-1',
  orders: `${restoredId} orders-next-1`,
};

let databases: FakeDatabases;
let cutOver: FakeCutOver;
beforeEach(() => {
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' }), [
      aMember({ identifier: 'orders-1', isWriter: true }),
    ])
    .add(
      aDatabase({ identifier: 'orders-next', resourceId: restoredId, writer: 'orders-next-1' }),
      [aMember({ identifier: 'orders-next-1', isWriter: true })],
    );
  cutOver = new FakeCutOver();
});

const swap = (of = plan): ReturnType<typeof swapNames> =>
  swapNames(of, restoredId, { since: startedAt }, { databases, clock: clockAfter(100), cutOver });
const undo = (seconds = 100, failedAt?: string): ReturnType<typeof rollBack> =>
  rollBack(
    plan,
    restoredId,
    startedAt,
    { databases, clock: clockAfter(seconds), cutOver },
    failedAt,
  );

/** Looks until the swap is through, or for so many looks. */
async function swapFor(looks: number): Promise<string> {
  for (let look = 0; look < looks; look += 1) {
    if ((await swap()).state === 'ready') return 'ready';
    databases.settle();
  }
  return 'pending';
}

async function undoWholly(
  befalls = (): void => undefined,
  seconds = 100,
  failedAt?: string,
): Promise<object> {
  for (let looks = 0; looks < 20; looks += 1) {
    befalls();
    const answer = await undo(seconds, failedAt);
    if (answer.state === 'ready') return answer;
    databases.settle();
  }
  throw new Error('the rollback goes on and on');
}

/** Renames and marks, in their order. */
const done = (): readonly string[] =>
  databases.accepted.filter((call) => /^(rename|tag) /.test(call));
const wentLive = async (): Promise<string | undefined> =>
  (await databases.byResourceId(restoredId))[0]?.tags[tagKeys.wentLive];

/** An earlier run was about to move clients to the restored database. */
async function marked(): Promise<void> {
  const [restored] = await databases.byResourceId(restoredId);
  databases.change('orders-next', { tags: { ...restored?.tags, [tagKeys.wentLive]: startedAt } });
}

// An earlier run of the same recovery marked what it restored, and this one fails before its own swap.
describe('RollBack for a run that failed before its swap, where an earlier one moved clients', () => {
  it.each(['RestoreCluster', 'AddInstances', 'VerifyDatabase'])(
    'after a failure of %s nothing is put live that this run has not verified, while the old one answers',
    async (step) => {
      await marked();
      expect(await undoWholly(undefined, 100, step)).toMatchObject({ outcome: 'given-back' });
      expect([cutOver.led, databases.summary()]).toEqual(['old', before]);
    },
  );

  it.each(['RestoreCluster', 'AddInstances', 'VerifyDatabase'])(
    'after a failure of %s the swap is carried to its end where nobody has the live name',
    async (step) => {
      await marked();
      databases.change('orders', { identifier: 'orders-retired' });
      expect(await undoWholly(undefined, 100, step)).toMatchObject({ outcome: 'stays' });
      expect(databases.summary()).toEqual(after);
    },
  );
});

describe('SwapNames, where clients are moved first', () => {
  it('every client is with the restored database before the first name changes', async () => {
    while (databases.accepted.every((call) => !call.startsWith('rename '))) await swap();
    expect(cutOver.asked).toEqual(['warm: warm', 'warm: warm', 'open: nobody', 'open: restored']);
    expect(done().map((call) => call.split(' ')[0])).toEqual(['tag', 'rename']);
    expect(await swapFor(5)).toBe('ready');
    expect(databases.summary()).toEqual(after);
  });

  it('the restored database is marked before the first client is moved, and not while it is warmed', async () => {
    await swap();
    expect([await wentLive(), cutOver.led]).toEqual([undefined, 'warm']);
    cutOver.faults.next('open', new ServiceUnavailable('for a test'));
    await expect(swap()).rejects.toThrow('for a test');
    expect([await wentLive(), cutOver.led]).toEqual([expect.any(String), 'warm']);
  });

  // Found by the rehearsal: nobody was let in for as long as a backup took.
  it.each(['backing-up', 'modifying'])(
    'what keeps the names from changing, such as %s, keeps no client waiting',
    async (status) => {
      await swapFor(2);
      expect(cutOver.led).toBe('nobody');
      for (const name of ['orders', 'orders-next']) databases.change(name, { status });
      expect(await swap()).toMatchObject({ state: 'pending' });
      expect([cutOver.led, databases.summary()]).toEqual(['restored', before]);
      cutOver.led = 'nobody';
      expect(await undo()).toMatchObject({ state: 'pending' });
      expect(cutOver.led).toBe('restored');
    },
  );

  it('the waits are those that the access stack asks for', async () => {
    expect(await swap()).toMatchObject({ state: 'pending', waitSeconds: 1, waitingFor: 'health' });
  });

  it('a hold is honoured until clients are moved', async () => {
    await swap();
    databases.change('orders', { tags: { [tagKeys.hold]: 'in use' } });
    await expect(swap()).rejects.toMatchObject({ name: 'OnHold' });
    expect([cutOver.led, await wentLive()]).toEqual(['warm', undefined]);
  });

  it('a hold that comes later holds nothing back: clients write into the restored database', async () => {
    await swapFor(2);
    databases.change('orders', { tags: { [tagKeys.hold]: 'in use' } });
    expect(await swapFor(8)).toBe('ready');
  });

  it.each([TargetRefused, StepOverdue])(
    'a stack that cannot move them ends the run before anything is changed: %p',
    async (Refusal) => {
      cutOver.faults.next('warm', new Refusal('for a test'));
      await expect(swap()).rejects.toBeInstanceOf(Refusal);
      expect(done()).toEqual([]);
    },
  );

  it('on a first run there is nobody to be moved', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders-next', resourceId: restoredId, writer: 'orders-next-1' }),
      [aMember({ identifier: 'orders-next-1', isWriter: true })],
    );
    await swap(firstPlan);
    expect(cutOver.asked).toEqual([]);
  });

  it('answers that are lost are asked for again', async () => {
    for (const upTo of ['warm', 'open', 'open'] as const) {
      cutOver.faults.next(upTo, new ServiceUnavailable('lost'), 'after');
    }
    let ready = false;
    for (let look = 0; look < 20 && !ready; look += 1) {
      ready = await swap().then(
        ({ state }) => state === 'ready',
        () => false,
      );
      databases.settle();
    }
    expect([ready, databases.summary(), cutOver.led]).toEqual([true, after, 'restored']);
  });
});

describe('RollBack, where clients may have been moved', () => {
  it.each([0, 1])('gives back what was only warmed after %i looks of the swap', async (looks) => {
    await swapFor(looks);
    expect(await undoWholly()).toMatchObject({ outcome: 'given-back', exposed: null });
    expect([databases.summary(), cutOver.led]).toEqual([before, 'old']);
  });

  it.each([2, 3, 4, 5])(
    'carries the swap to its end after %i looks, for clients write into the restored database',
    async (looks) => {
      await swapFor(looks);
      expect(await wentLive()).toBeDefined();
      expect(await undoWholly()).toMatchObject({ state: 'ready', outcome: 'stays' });
      expect([databases.summary(), cutOver.led]).toEqual([after, 'restored']);
    },
  );

  it.each<Led>(['nobody', 'restored'])(
    'gives the names back where the restored database is lost, and lets clients follow: led to %s',
    async (led) => {
      await swapFor(led === 'nobody' ? 2 : 3);
      const status = 'inaccessible-encryption-credentials';
      const lost = (): void => databases.changeMember('orders-next-1', { status });
      expect(await undoWholly(lost)).toMatchObject({
        outcome: 'given-back',
        exposed: { from: expect.any(String), until: expect.any(String) },
      });
      expect([databases.summary(), cutOver.led]).toEqual([before, 'old']);
    },
  );

  it('waits for a restored database that may come back, for longer than it would without clients', async () => {
    await swapFor(8);
    expect(databases.summary()).toEqual(after);
    databases.changeMember('orders-next-1', { status: 'rebooting' });
    const answer = await undo(1000);
    expect(answer).toMatchObject({ state: 'pending' });
    expect(databases.summary()).toEqual(after);
  });

  it.each([TargetRefused, StepOverdue, ServiceUnavailable])(
    'keeps no name back for an access stack that fails: %p',
    async (Failure) => {
      await swapFor(2);
      for (let nth = 0; nth < 3; nth += 1) cutOver.faults.next('open', new Failure('for a test'));
      expect(await undoWholly()).toMatchObject({ outcome: 'stays' });
      expect([databases.summary(), cutOver.asked.at(-1)]).toEqual([after, 'undone: old']);
    },
  );

  it('an access stack that fails to take the word back keeps no run from its end', async () => {
    await swap();
    cutOver.faults.next('undone', new ServiceUnavailable('for a test'));
    expect(await undoWholly()).toMatchObject({ outcome: 'given-back' });
  });
});
