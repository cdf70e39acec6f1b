import { instances } from '../../../../functions/shared/adapters/rds-instances.ts';
import { ask } from './script.ts';
import type { Step } from './script.ts';
import { SnapshotFamily } from './snapshot-family.ts';
import type { World } from './world.ts';

/** As many manual snapshots as the simulator lets an account have; AWS does by default. */
export const snapshotLimit = 100;

function stepsOf(family: SnapshotFamily): readonly Step[] {
  const { kind, database } = family;
  return [
    ask('RDS DescribeAccountAttributes', `for the quota of ${kind}s`, async (world) => {
      const quota = await family.of(world).quota();
      return quota?.maximum;
    }),
    ask(`RDS Create${kind}`, 'until the quota is full', (world) => fill(family, world)),
    ask(`RDS Copy${kind}`, 'when the quota is full', (world) =>
      family.copy(world, 'one-too-many', `${database}-one`),
    ),
  ];
}

/** Makes snapshots until AWS has enough of them. @returns how many there are then, and why */
async function fill(family: SnapshotFamily, world: World): Promise<object> {
  const there = await family.of(world).all();
  for (let made = there.length; made <= 2 * snapshotLimit; made += 1) {
    try {
      await family.create(world, `filler-${made}`);
    } catch (error) {
      return { snapshots: made, refusal: (error as Error).name };
    }
  }
  return { refusal: 'none' };
}

/** Last, for nothing can be snapshotted after it. */
export const quotaSteps: readonly Step[] = [
  ...stepsOf(SnapshotFamily.clusters),
  ...stepsOf(SnapshotFamily.instances),
  ask('RDS DeleteDBInstance', 'with a final snapshot, when the quota is full', async (world) => {
    await instances(world.source.rds).delete('ledger', 'ledger-one-too-many');
    return (await instances(world.source.rds).byName('ledger'))?.status ?? 'nothing';
  }),
];
