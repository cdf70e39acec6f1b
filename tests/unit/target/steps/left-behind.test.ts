import { describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { leftByRecovery } from '../../../../functions/target/steps/left-behind.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { snapshotName } from '../../factories/notices.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

describe('leftByRecovery', () => {
  const old = aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' });
  const { live: _, ...first } = aRecoveryPlan();

  it.each([
    [
      'the old database',
      aRecoveryPlan(),
      old,
      'is held by the old database, cluster-OLD, which answers',
    ],
    ['it, busy', aRecoveryPlan(), { ...old, status: 'renaming' }, 'which is renaming'],
    [
      'the restored one',
      aRecoveryPlan(),
      { ...old, resourceId: 'cluster-NEW', tags: marksOf(snapshotName, 'restored') },
      'is held by the restored database, cluster-NEW, which answers',
    ],
    [
      'another one',
      aRecoveryPlan(),
      { ...old, resourceId: 'cluster-NEW' },
      'is held by another database, cluster-NEW',
    ],
    ['nobody', aRecoveryPlan(), undefined, 'NOBODY answers to the live name "orders"'],
    [
      'nobody on a first run',
      first,
      undefined,
      'nobody answers to the live name "orders", as before the run',
    ],
  ])(
    'what a failed recovery left begins with who has the live name: %s',
    async (_who, plan, live, line) => {
      const databases = new FakeDatabases();
      if (live) databases.add(live, [aMember({ isWriter: true })]);
      const [about] = await leftByRecovery(plan, undefined, {
        databases,
        snapshots: new FakeSnapshots(),
      });
      expect(about).toContain(line);
    },
  );

  const restored = { resourceId: 'cluster-NEW', tags: marksOf(snapshotName, 'restored') };
  const { retired } = aRecoveryPlan().names;

  // A rename goes on without the run that asked for it.
  it.each([
    ['the old database out of the live name', { ...old }, retired, true],
    [
      'the old database into the live name',
      aDatabase({ resourceId: 'cluster-OLD', identifier: retired }),
      'orders',
      false,
    ],
    [
      'the restored database into the live name',
      aDatabase({ ...restored, identifier: 'orders-next' }),
      'orders',
      false,
    ],
    [
      'the restored database out of the live name',
      aDatabase({ ...restored, identifier: 'orders' }),
      'orders-next',
      true,
    ],
  ])(
    "a failed recovery's report says what a rename under way comes to: %s",
    async (_what, database, name, isNobodys) => {
      const databases = new FakeDatabases().add({ ...database, status: 'renaming' });
      const left = await leftByRecovery(aRecoveryPlan(), undefined, {
        databases,
        snapshots: new FakeSnapshots(),
      });
      const line = left.find((one) => one.includes(database.resourceId));
      expect(line).toContain(`the rename ends, as far as the run knows, with the name "${name}"`);
      expect(line?.includes('NOBODY answers to "orders"')).toBe(isNobodys);
    },
  );

  it("a failed recovery's report says that no writer answers where the cluster lost its instances", async () => {
    const databases = new FakeDatabases().add(old);
    const snapshots = new FakeSnapshots();
    const [about] = await leftByRecovery(aRecoveryPlan(), undefined, { databases, snapshots });
    expect(about).toContain(
      'held by the old database, cluster-OLD, which is available: NOBODY answers',
    );
  });

  it('what a failed recovery left includes the databases and snapshots under the other names', async () => {
    const databases = new FakeDatabases()
      .add(old)
      .add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', status: 'failed' }));
    const secured = aSnapshot({ identifier: aRecoveryPlan().names.secured });
    const final = aSnapshot({
      identifier: 'cluster-old-final',
      databaseResourceId: 'cluster-OLD',
      status: 'creating',
    });
    const left = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases,
      snapshots: new FakeSnapshots(secured, final),
    });
    expect(left.slice(1)).toEqual([
      'database "orders-next" (failed), cluster-NEW',
      `snapshot "${secured.identifier}" (available)`,
      'final snapshot of the old database, "cluster-old-final" (creating)',
    ]);
  });

  // Row 9: a name says nothing of whose data a snapshot holds.
  it("a snapshot of another database is not told as the old one's final snapshot", async () => {
    const final = aSnapshot({ identifier: 'cluster-old-final', databaseResourceId: 'cluster-X' });
    const left = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases: new FakeDatabases().add(old),
      snapshots: new FakeSnapshots(final),
    });
    expect(left).toHaveLength(1);
  });

  const wentLive = {
    ...marksOf(snapshotName, 'restored'),
    [tagKeys.wentLive]: '2026-01-05T11:00:00.000Z',
  };

  // Row 3: what was acknowledged meanwhile is nowhere else.
  it.each([
    ['2026-01-05T11:05:00.000Z', '2026-01-05T11:05:00.000Z'],
    [undefined, 'the rollback'],
  ])(
    "a failed recovery's report says from when until %s the rolled-back database was writable",
    async (until, said) => {
      const databases = new FakeDatabases()
        .add(old)
        .add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: wentLive }));
      const left = await leftByRecovery(aRecoveryPlan(), until, {
        databases,
        snapshots: new FakeSnapshots(),
      });
      expect(left[2]).toBe(
        `"orders-next" could be written to under the live name from 2026-01-05T11:00:00.000Z until ${said}: ` +
          'what was written then is in it alone. Keep it, or take a snapshot of it, until somebody has ' +
          'compared the two',
      );
    },
  );

  it("a failed recovery's report says since when the live database could be written to", async () => {
    const databases = new FakeDatabases().add({
      ...old,
      resourceId: 'cluster-NEW',
      tags: wentLive,
    });
    const [about] = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases,
      snapshots: new FakeSnapshots(),
    });
    expect(about).toContain('and can have been written to since 2026-01-05T11:00:00.000Z');
  });

  it("a failed recovery's report gives no writable time of a database that never was live or ours", async () => {
    const databases = new FakeDatabases()
      .add(old)
      .add(
        aDatabase({
          identifier: 'orders-next',
          resourceId: 'cluster-NEW',
          tags: marksOf(snapshotName, 'restored'),
        }),
      )
      .add(
        aDatabase({
          identifier: 'orders-retired',
          resourceId: 'cluster-X',
          tags: { [tagKeys.wentLive]: '2026-01-05T11:00:00.000Z' },
        }),
      );
    const left = await leftByRecovery(aRecoveryPlan(), undefined, {
      databases,
      snapshots: new FakeSnapshots(),
    });
    expect(left.filter((line) => line.includes('could be written to'))).toEqual([]);
  });
});
