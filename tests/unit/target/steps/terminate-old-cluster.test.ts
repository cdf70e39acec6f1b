// One file: one step, with each way in which an old database is kept.
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import { NotInState } from '../../../../functions/shared/ports/aws-errors.ts';
import type { TieKind, TiesSeen } from '../../../../functions/target/rules/ties.ts';
import { terminateOldCluster } from '../../../../functions/target/steps/terminate-old-cluster.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';
import { fakeTies } from '../../fakes/ties.ts';
import { anyPlan, anySighting, canAnswer } from '../rules/safety-world.ts';
import { seeded } from '../../seeded.ts';

const plan = aRecoveryPlan();
const restoredId = 'cluster-RESTORED';
const finalName = 'cluster-old-final';
const ours = marksOf(snapshotName, 'restored');
const captured = (at: string) => ({ ...marksOf('nightly-2', 'restored'), [tagKeys.captured]: at });
const finalSnapshot = (status: string, identifier = finalName) =>
  aSnapshot({ identifier, databaseResourceId: 'cluster-OLD', status });
let databases: FakeDatabases;
let snapshots: FakeSnapshots;
let tied: Partial<TiesSeen>;

beforeEach(() => {
  tied = {};
  snapshots = new FakeSnapshots();
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }), [
      aMember({ identifier: 'orders-1', isWriter: true }),
      aMember({ identifier: 'orders-2' }),
      aMember({ identifier: 'orders-3' }),
    ])
    .add(aDatabase({ identifier: 'orders', resourceId: restoredId, tags: ours }), [
      aMember({ identifier: 'orders-next-1', isWriter: true }),
    ]);
});

const terminate = (of = plan, seconds = 10): ReturnType<typeof terminateOldCluster> =>
  terminateOldCluster(of, restoredId, startedAt, {
    databases,
    snapshots,
    ties: fakeTies(tied),
    clock: clockAfter(seconds),
  });

describe('TerminateOldCluster', () => {
  it('TerminateOldCluster deletes the readers, the writer, then the cluster with a final snapshot', async () => {
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await terminate()).toMatchObject({ state: 'pending' });
    }
    databases.settle();
    snapshots = new FakeSnapshots(finalSnapshot('available'));
    expect(await terminate()).toEqual({
      state: 'ready',
      outcome: 'deleted',
      detail: `final snapshot "${finalName}"`,
    });
    expect(databases.accepted).toEqual([
      'deleteMember orders-2',
      'deleteMember orders-3',
      'deleteMember orders-1',
      `delete orders-retired ${finalName}`,
    ]);
    expect(databases.summary()).toEqual({ orders: `${restoredId} orders-next-1` });
  });

  // Defect class: members deleted, then protection found.
  it('TerminateOldCluster keeps a database with deletion protection, and says so', async () => {
    databases.change('orders-retired', { deletionProtection: true });
    expect(await terminate()).toMatchObject({
      state: 'ready',
      outcome: 'kept',
      detail: expect.stringContaining('deletion protection is on for "orders-retired"'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it.each(['integration', 'blue-green-deployment', 'global-cluster', 'read-replica'] as const)(
    'TerminateOldCluster keeps a database that is tied by a %s, all of it, and says how to delete it',
    async (kind) => {
      tied = { found: [{ kind, name: 'tied' }] };
      expect(await terminate()).toMatchObject({
        state: 'ready',
        outcome: 'kept',
        detail: expect.stringMatching(
          /"orders-retired" is tied .* tied\. To delete it by hand: aws rds .*delete-db-cluster/,
        ),
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it.each(['integration', 'blue-green-deployment', 'global-cluster', 'read-replica'] as const)(
    'TerminateOldCluster keeps a database of which nobody could see whether a %s is tied to it',
    async (kind: TieKind) => {
      tied = { unseen: [{ kind, why: 'AccessDenied: no' }] };
      expect(await terminate()).toMatchObject({
        outcome: 'kept',
        detail: expect.stringContaining('(AccessDenied: no)'),
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it.each(['custom-endpoint', 'proxy'] as const)(
    'TerminateOldCluster deletes a database with a %s',
    async (kind) => {
      tied = { found: [{ kind, name: 'tied' }], unseen: [{ kind, why: 'AccessDenied: no' }] };
      expect(await terminate()).toMatchObject({ state: 'pending' });
      expect(databases.accepted).toEqual(['deleteMember orders-2', 'deleteMember orders-3']);
    },
  );

  // A grace period has days.
  it('TerminateOldCluster looks again before each call that deletes something', async () => {
    await terminate();
    databases.settle();
    tied = { found: [{ kind: 'global-cluster', name: 'world' }] };
    expect(await terminate()).toMatchObject({ outcome: 'kept' });
    expect(databases.accepted).toEqual(['deleteMember orders-2', 'deleteMember orders-3']);
  });

  it('TerminateOldCluster asks ever less often while AWS refuses, to fit into one history', async () => {
    databases.changeMember('orders-2', { status: 'inaccessible-encryption-credentials' });
    databases.changeMember('orders-3', { status: 'inaccessible-encryption-credentials' });
    let looks = 0;
    for (let seconds = 0; seconds < pollingSchedules.TerminateOldCluster.deadline; looks += 1) {
      const answer = await terminate(plan, seconds);
      seconds += answer.state === 'pending' ? answer.waitSeconds : Infinity;
    }
    // A look is about 25 events.
    expect(looks).toBeLessThan(500);
    expect(databases.accepted).toEqual([]);
  });

  it('TerminateOldCluster keeps the old database where the plan says so', async () => {
    expect(await terminate({ ...plan, retirement: 'keep' })).toMatchObject({
      outcome: 'kept',
      detail: 'Retirement is keep: it stays as "orders-retired"',
    });
    expect(databases.accepted).toEqual([]);
  });

  it('TerminateOldCluster keeps a stopped old database as planned, though no database is live', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD', status: 'stopped' }),
    );
    expect(await terminate({ ...plan, retirement: 'keep' })).toMatchObject({ outcome: 'kept' });
  });

  // Row 13: somebody holds what is there.
  it('TerminateOldCluster keeps an old database that carries a hold', async () => {
    databases.change('orders-retired', { tags: { [tagKeys.hold]: 'the auditors look at it' } });
    expect(await terminate()).toMatchObject({
      outcome: 'kept',
      detail: expect.stringContaining('understudy:hold=the auditors look at it'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('TerminateOldCluster waits for the final snapshot of a database that was gone at the start', async () => {
    const { live: _, ...later } = plan;
    const second = { ...later, replaced: 'cluster-OLD' };
    databases = new FakeDatabases();
    snapshots = new FakeSnapshots(finalSnapshot('creating'));
    expect(await terminate(second)).toMatchObject({ state: 'pending' });
    snapshots.settle();
    expect(await terminate(second)).toMatchObject({ state: 'ready', outcome: 'deleted' });
  });

  it('TerminateOldCluster has nothing to delete on a first run', async () => {
    const { live: _, ...first } = plan;
    expect(await terminate(first)).toMatchObject({ outcome: 'kept' });
    expect(databases.accepted).toEqual([]);
  });

  // Defect class: cleanup by fixed name.
  it.each(['orders', 'orders-next', 'orders-backup'])(
    'TerminateOldCluster refuses the recorded database under the name %s',
    async (identifier) => {
      databases = new FakeDatabases().add(aDatabase({ identifier, resourceId: 'cluster-OLD' }));
      await expect(terminate()).rejects.toMatchObject({
        name: 'NotOurs',
        message: expect.stringContaining('it was not deleted'),
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it('TerminateOldCluster keeps a unrelated database that has the retired name', async () => {
    databases.change('orders-retired', { resourceId: 'cluster-UNRELATED' });
    expect(await terminate()).toMatchObject({
      outcome: 'gone',
      detail: expect.stringContaining('no final snapshot of it'),
    });
    expect(databases.accepted).toEqual([]);
  });

  // Defect class: retirement taken as done before what is left of it can be restored.
  it('TerminateOldCluster is done only once the final snapshot is available', async () => {
    databases = new FakeDatabases();
    snapshots = new FakeSnapshots(finalSnapshot('creating'));
    expect(await terminate()).toMatchObject({
      state: 'pending',
      waitingFor: `the final snapshot "${finalName}" (creating)`,
    });
    snapshots.settle();
    expect(await terminate()).toMatchObject({ state: 'ready', outcome: 'deleted' });
  });

  // Row 9: a name says nothing of whose data a snapshot holds.
  it("TerminateOldCluster does not take another database's snapshot for the final one", async () => {
    databases = new FakeDatabases();
    snapshots = new FakeSnapshots(aSnapshot({ identifier: finalName }));
    expect(await terminate()).toMatchObject({ state: 'ready', outcome: 'gone' });
  });

  // Row 9: the earlier end's snapshot was taken before the last writes.
  it('TerminateOldCluster takes another snapshot name where the first is taken, and reports that one', async () => {
    snapshots = new FakeSnapshots(finalSnapshot('available'));
    for (let looks = 0; looks < 3; looks += 1) await terminate();
    expect(databases.accepted.at(-1)).toBe('delete orders-retired cluster-old-2-final');
    databases.settle();
    snapshots = new FakeSnapshots(
      finalSnapshot('available'),
      finalSnapshot('available', 'cluster-old-2-final'),
    );
    expect(await terminate()).toMatchObject({ detail: 'final snapshot "cluster-old-2-final"' });
  });

  // Row 9: members deleted, then the quota found full.
  it('TerminateOldCluster deletes nothing while there is no room for the final snapshot', async () => {
    snapshots.maximum = 0;
    await expect(terminate()).rejects.toMatchObject({
      name: 'SnapshotQuotaFull',
      message: expect.stringContaining('found 0 of 0 manual snapshots: it was not deleted'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('TerminateOldCluster takes a quota that AWS does not name for one with room', async () => {
    snapshots.maximum = undefined;
    expect(await terminate()).toMatchObject({ state: 'pending' });
    expect(databases.accepted).toHaveLength(2);
  });

  it('TerminateOldCluster fails where the final snapshot failed', async () => {
    databases = new FakeDatabases();
    snapshots = new FakeSnapshots(finalSnapshot('failed'));
    await expect(terminate()).rejects.toMatchObject({
      name: 'SnapshotFailed',
      message: expect.stringContaining('the old database is gone'),
    });
  });

  // Defect class: a check made days ago is believed.
  it.each([
    ['is held by an unrelated database', { resourceId: 'cluster-UNRELATED', tags: {} }],
    [
      'is held by a recovery to older data',
      { resourceId: 'cluster-OLDER', tags: captured('2026-01-05T10:29:59.000Z') },
    ],
    ['has lost its marks', { tags: {} }],
  ])(
    'TerminateOldCluster deletes nothing where the live name %s by now',
    async (_what, changes) => {
      databases.change('orders', changes);
      await expect(terminate()).rejects.toMatchObject({
        name: 'NotOurs',
        message: expect.stringContaining('"orders-retired" was not deleted'),
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it('TerminateOldCluster keeps the old database where a later recovery took the live name', async () => {
    databases.change('orders', { identifier: 'orders-retired-2' });
    databases.add(
      aDatabase({ resourceId: 'cluster-NEXT', tags: captured('2026-01-06T10:30:00.000Z') }),
    );
    expect(await terminate()).toMatchObject({
      state: 'ready',
      outcome: 'kept',
      detail: expect.stringContaining('a later recovery took "orders" meanwhile'),
    });
    expect(databases.accepted).toEqual([]);
  });

  // Row 7: the cluster stays available, and nobody answers.
  it.each([
    ['has failed', { status: 'inaccessible-encryption-credentials' }, undefined],
    ['has lost its only instance', {}, 'deleting'],
    ['has a storage that is full', {}, 'storage-full'],
  ])(
    'TerminateOldCluster deletes nothing where the live database %s',
    async (_what, changes, memberStatus) => {
      databases.change('orders', changes);
      if (memberStatus) databases.changeMember('orders-next-1', { status: memberStatus });
      await expect(terminate()).rejects.toMatchObject({
        name: 'DatabaseFailed',
        message: expect.stringContaining('"orders-retired" was not deleted'),
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it('TerminateOldCluster deletes nothing where the live database has no instances at all', async () => {
    databases = new FakeDatabases()
      .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }), [
        aMember({ identifier: 'orders-1', isWriter: true }),
      ])
      .add(aDatabase({ identifier: 'orders', resourceId: restoredId, tags: ours }));
    await expect(terminate()).rejects.toMatchObject({
      name: 'DatabaseFailed',
      message: expect.stringContaining('found "orders" (available, without a writer)'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it.each(['renaming', 'maintenance'])(
    'TerminateOldCluster waits while the live database is %s',
    async (status) => {
      databases.change('orders', { status });
      expect(await terminate()).toMatchObject({
        state: 'pending',
        waitingFor: `"orders" to answer: "orders" (${status}, writer "orders-next-1" available)`,
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it("TerminateOldCluster waits while the live database's writer is rebooting", async () => {
    databases.changeMember('orders-next-1', { status: 'rebooting' });
    expect(await terminate()).toMatchObject({
      state: 'pending',
      waitingFor: '"orders" to answer: "orders" (available, writer "orders-next-1" rebooting)',
    });
    expect(databases.accepted).toEqual([]);
  });

  it('TerminateOldCluster waits while no database has the live name', async () => {
    databases.change('orders', { identifier: 'orders-next' });
    expect(await terminate()).toMatchObject({
      state: 'pending',
      waitingFor: '"orders" to answer: nobody has the name',
    });
    expect(databases.accepted).toEqual([]);
  });

  it('TerminateOldCluster keeps the old writer while its successor cannot answer', async () => {
    await terminate();
    databases.changeMember('orders-next-1', { status: 'storage-full' });
    await expect(terminate()).rejects.toMatchObject({ name: 'DatabaseFailed' });
    expect(databases.accepted).toEqual(['deleteMember orders-2', 'deleteMember orders-3']);
  });

  it('TerminateOldCluster continues once the old database could not answer any more', async () => {
    await terminate();
    await terminate();
    databases.change('orders', { status: 'renaming' });
    await terminate();
    expect(databases.accepted).toEqual([
      'deleteMember orders-2',
      'deleteMember orders-3',
      'deleteMember orders-1',
      `delete orders-retired ${finalName}`,
    ]);
  });

  it('TerminateOldCluster continues where it was when an answer was lost', async () => {
    databases.faults.next('deleteMember', new Error('socket hang up'), 'after');
    databases.faults.next('delete', new Error('socket hang up'), 'after');
    await expect(terminate()).rejects.toThrow('hang up');
    for (let looks = 0; looks < 5; looks += 1) await terminate().catch(() => undefined);
    databases.settle();
    snapshots = new FakeSnapshots(finalSnapshot('available'));
    expect((await terminate()).state).toBe('ready');
    expect(databases.accepted).toHaveLength(4);
  });

  it('TerminateOldCluster looks again soon when AWS puts a deletion off', async () => {
    databases.changeMember('orders-2', { status: 'backing-up' });
    databases.changeMember('orders-3', { status: 'backing-up' });
    expect(await terminate()).toMatchObject({ state: 'pending', waitSeconds: 10 });
    databases.settle();
    expect(await terminate()).toMatchObject({ state: 'pending', waitSeconds: 3 });
  });

  // Defect class: endless poll.
  it('TerminateOldCluster ends at its deadline while a member cannot be deleted', async () => {
    databases.faults.next('deleteMember', new NotInState('stopped'));
    await expect(
      terminate(plan, pollingSchedules.TerminateOldCluster.deadline),
    ).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringContaining('orders-2, orders-3 to go'),
    });
  });
});

describe('TerminateOldCluster in random states', () => {
  // Rows 2, 7 and 9: nothing of the old one goes while it may be needed.
  it('TerminateOldCluster begins only where the verified database is live and can be written to', async () => {
    let begun = 0;
    // As they should be, or anything: near misses are what matters.
    const anyOld = fc.oneof(
      fc.constant({
        database: aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }),
        members: [aMember({ identifier: 'old-1', isWriter: true })],
      }),
      anySighting(['orders-retired', 'orders', 'elsewhere'], ['cluster-OLD']),
    );
    const anyHolder = fc.oneof(
      fc.constant(undefined),
      fc.constant({
        database: aDatabase({ identifier: 'orders', resourceId: restoredId, tags: ours }),
        members: [aMember({ identifier: 'new-1', isWriter: true })],
      }),
      anySighting(['orders'], [restoredId, 'cluster-LATER']),
    );
    await fc.assert(
      fc.asyncProperty(anyPlan, anyOld, anyHolder, fc.boolean(), async (of, old, holder, full) => {
        fc.pre(!old.members.some(({ status }) => status === 'deleting'));
        databases = new FakeDatabases().add(old.database, old.members);
        if (holder && holder.database.identifier !== old.database.identifier) {
          databases.add(holder.database, holder.members);
        }
        snapshots = new FakeSnapshots();
        if (full) snapshots.maximum = 0;
        await terminate(of).catch(() => undefined);
        if (databases.accepted.length === 0) return;
        begun += 1;
        expect([
          of.retirement,
          of.live?.resourceId,
          old.database.identifier,
          old.database.deletionProtection,
          old.database.tags[tagKeys.hold],
          full,
          holder?.database.resourceId,
          holder?.database.tags[tagKeys.part],
          holder && canAnswer(holder),
        ]).toEqual([
          'delete',
          'cluster-OLD',
          'orders-retired',
          false,
          undefined,
          false,
          restoredId,
          'restored',
          true,
        ]);
      }),
      { ...seeded, numRuns: 2000 },
    );
    expect(begun).toBeGreaterThan(10);
  });
});
