import { ask, kept } from './script.ts';
import type { Step } from './script.ts';
import { SnapshotFamily, tags } from './snapshot-family.ts';
import { source, target } from './world.ts';
import type { World } from './world.ts';

/** A snapshot's life: made, copied, shared with the other account, tagged, deleted. */
function stepsOf(family: SnapshotFamily): readonly Step[] {
  const { kind, database } = family;
  const status = async (world: World, name: string) =>
    (await family.of(world).find(name))?.status ?? 'nothing';
  return [
    ask(`RDS Create${kind}`, 'of a database', (world) => family.create(world, `${database}-one`)),
    ask(`RDS Describe${kind}s`, 'of a snapshot', (world) =>
      family.of(world).find(`${database}-one`),
    ),
    ask(
      `RDS Describe${kind}s`,
      'of a snapshot by ARN',
      async (world) =>
        (await family.of(world).find(family.arn(`${database}-one`)))?.identifier ?? 'nothing',
    ),
    ask(
      `RDS Describe${kind}s`,
      'of nobody',
      async (world) => (await family.of(world).find('nobody')) ?? 'nothing',
    ),
    ask(`RDS Create${kind}`, 'under a name that is taken', (world) =>
      family.create(world, `${database}-one`),
    ),
    ask(`RDS Create${kind}`, 'of nobody', (world) => family.create(world, 'stray', 'nobody')),
    ask(`RDS Create${kind}`, 'twice at once', async (world) => {
      await family.create(world, `${database}-two`);
      return (await family.create(world, `${database}-three`)).status;
    }),
    ask(`RDS Describe${kind}s`, 'of a database', async (world) =>
      (await family.of(world).ofDatabase(database)).map(({ identifier }) => identifier).toSorted(),
    ),
    ask(`RDS Describe${kind}s`, 'of a database that is not there', async (world) =>
      family.of(world).ofDatabase('nobody'),
    ),
    ask(`RDS Copy${kind}`, 'under another key', (world, made) =>
      family.copy(world, `${database}-copy`, `${database}-one`, kept(made, 'other key')),
    ),
    ask(`RDS Describe${kind}s`, 'of a copy', (world) => family.of(world).find(`${database}-copy`)),
    ask(`RDS Copy${kind}`, 'under a name that is taken', (world) =>
      family.copy(world, `${database}-copy`, `${database}-one`),
    ),
    ask(`RDS Copy${kind}`, 'of nobody', (world) => family.copy(world, 'stray', 'nobody')),
    ask(`RDS Copy${kind}`, 'under a key that is not there', (world) =>
      family.copy(
        world,
        'stray',
        `${database}-one`,
        `arn:aws:kms:${source.region}:${source.accountId}:key/00000000-0000-0000-0000-000000000000`,
      ),
    ),
    ask(`RDS Copy${kind}`, 'under a disabled key', (world, made) =>
      family.copy(world, `${database}-locked`, `${database}-one`, kept(made, 'disabled key')),
    ),
    ask(`RDS Copy${kind}`, 'of a snapshot that is being made', async (world) => {
      await family.create(world, `${database}-fresh`);
      return (await family.copy(world, `${database}-hasty`, `${database}-fresh`)).status;
    }),
    ask(`RDS Copy${kind}`, 'into another Region', (world, made) =>
      family.in(world.handover.rds).copy({
        sourceArn: family.arn(`${database}-one`),
        identifier: `${database}-abroad`,
        keyArn: kept(made, 'key abroad'),
        tags,
      }),
    ),
    ask(`RDS Describe${kind}s`, 'of a copy in another Region', async (world) => {
      const found = await family.in(world.handover.rds).find(`${database}-abroad`);
      return found ?? 'nothing';
    }),
    ask(`RDS Modify${kind}Attribute`, 'to share a snapshot', async (world) => {
      await family.of(world).share(`${database}-copy`, { add: [target.accountId], remove: [] });
      return family.of(world).sharedWith(`${database}-copy`);
    }),
    ask(`RDS Modify${kind}Attribute`, 'to share it again', async (world) => {
      await family.of(world).share(`${database}-copy`, { add: [target.accountId], remove: [] });
      return family.of(world).sharedWith(`${database}-copy`);
    }),
    ask(`RDS Describe${kind}s`, 'of a shared snapshot, in the other account', async (world) => {
      await family.in(world.handover.rds).share(`${database}-abroad`, {
        add: [target.accountId],
        remove: [],
      });
      const arn = family.arn(`${database}-abroad`, target.region);
      return (await family.in(world.target.rds).find(arn)) ?? 'nothing';
    }),
    ask(
      `RDS Describe${kind}s`,
      'of another account, not shared',
      async (world) =>
        (await family.in(world.target.rds).find(family.arn(`${database}-one`, target.region))) ??
        'nothing',
    ),
    ask(`RDS Modify${kind}Attribute`, 'to share it no more', async (world) => {
      await family.of(world).share(`${database}-copy`, { add: [], remove: [target.accountId] });
      return family.of(world).sharedWith(`${database}-copy`);
    }),
    ask(`RDS Modify${kind}Attribute`, 'of nobody', (world) =>
      family.of(world).share('nobody', { add: [target.accountId], remove: [] }),
    ),
    ask(`RDS Modify${kind}Attribute`, 'with a malformed account', (world) =>
      family.of(world).share(`${database}-copy`, { add: ['everybody'], remove: [] }),
    ),
    ask(`RDS Describe${kind}Attributes`, 'of nobody', (world) =>
      family.of(world).sharedWith('nobody'),
    ),
    ask('RDS AddTagsToResource', `to a ${kind}`, async (world) => {
      await family.of(world).tag(family.arn(`${database}-one`), {
        'understudy:verified': 'yes',
        'understudy:run': 'two',
      });
      return (await family.of(world).find(`${database}-one`))?.tags;
    }),
    ask('RDS AddTagsToResource', `to a ${kind} that is not there`, (world) =>
      family.of(world).tag(family.arn('nobody'), tags),
    ),
    ask(`RDS Delete${kind}`, 'of a shared snapshot', async (world) => {
      await family.of(world).share(`${database}-copy`, { add: [target.accountId], remove: [] });
      await family.of(world).delete(`${database}-copy`);
      return status(world, `${database}-copy`);
    }),
    ask(`RDS Delete${kind}`, 'of the same again', (world) =>
      family.of(world).delete(`${database}-copy`),
    ),
    ask(`RDS Delete${kind}`, 'of a snapshot that is being made', async (world) => {
      await family.create(world, `${database}-short`);
      await family.of(world).delete(`${database}-short`);
      return status(world, `${database}-short`);
    }),
  ];
}

export const clusterSnapshotSteps = stepsOf(SnapshotFamily.clusters);
export const instanceSnapshotSteps = stepsOf(SnapshotFamily.instances);
