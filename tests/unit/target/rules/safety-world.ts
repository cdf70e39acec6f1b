import * as fc from 'fast-check';
import type { Sighting } from '../../../../functions/target/rules/ability.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import type { Tags } from '../../../../functions/shared/rules/tags.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { stackName } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { allOf, clusterStatuses, instanceStatuses } from '../../shared/rules/statuses.ts';

export const capturedAt = '2026-01-05T10:30:00.000Z';
export const restoredId = 'cluster-RESTORED';

/** One of a few values, or none; the usual one most of the time. */
function mark(usual: string, ...others: readonly string[]): fc.Arbitrary<string | undefined> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: others.length + 1, arbitrary: fc.constantFrom(undefined, ...others) },
  );
}

const seldom = (value: string): fc.Arbitrary<string | undefined> =>
  fc.option(fc.constant(value), { freq: 3, nil: undefined }).map((one) => one ?? undefined);

/** Marks of ours, or nearly. */
const tags: fc.Arbitrary<Tags> = fc
  .record({
    [tagKeys.stack]: mark(stackName, 'understudy-weekly'),
    [tagKeys.run]: mark('recovery-run', 'another-run'),
    [tagKeys.snapshot]: mark(snapshotName, 'nightly-0'),
    [tagKeys.part]: mark('restored', 'secured', 'final'),
    [tagKeys.mode]: fc.constantFrom(undefined, 'swap', 'standby', 'drill'),
    [tagKeys.captured]: fc.constantFrom(
      capturedAt,
      '2026-01-05T10:29:59.999Z',
      '2026-01-05T10:30:00.001Z',
      'yesterday',
      undefined,
    ),
    [tagKeys.wentLive]: fc.oneof(fc.constant(undefined), seldom('2026-01-05T11:00:00.000Z')),
    [tagKeys.hold]: fc.oneof(fc.constant(undefined), seldom('look at it')),
  })
  .map(
    (drawn) =>
      Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)) as Tags,
  );

function status(statuses: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(fc.constant('available'), fc.constantFrom(...statuses));
}

/** Any database in any state, with any instances: as AWS may show it. */
export function anySighting(
  identifiers: readonly string[],
  resourceIds: readonly string[],
): fc.Arbitrary<Sighting> {
  const members = fc.array(
    fc.record({ status: status(allOf(instanceStatuses)), isWriter: fc.boolean() }),
    { maxLength: 3 },
  );
  return fc
    .record({
      kind: fc.constantFrom('cluster' as const, 'cluster' as const, 'instance' as const),
      identifier: fc.constantFrom(...identifiers),
      resourceId: fc.constantFrom(...resourceIds),
      clusterStatus: status(allOf(clusterStatuses)),
      instanceStatus: status(allOf(instanceStatuses)),
      deletionProtection: fc.boolean(),
      tags,
      members,
    })
    .map(({ clusterStatus, instanceStatus, members: drawn, ...database }): Sighting => {
      const isCluster = database.kind === 'cluster';
      const writes = drawn.findIndex(({ isWriter }) => isWriter);
      return {
        database: aDatabase({
          ...database,
          arn: `arn:aws:rds:eu-central-1:222222222222:cluster:${database.resourceId}`,
          status: isCluster ? clusterStatus : instanceStatus,
        }),
        members: isCluster
          ? drawn.map((member, index) =>
              aMember({
                identifier: `${database.resourceId.toLowerCase()}-${index + 1}`,
                databaseIdentifier: database.identifier,
                status: member.status,
                isWriter: index === writes,
              }),
            )
          : [],
      };
    });
}

/** What a run may be about. */
export const anyPlan: fc.Arbitrary<RecoveryPlan> = fc
  .record({
    mode: fc.constantFrom('swap' as const, 'standby' as const, 'drill' as const),
    retirement: fc.constantFrom('delete' as const, 'keep' as const),
    hasOld: fc.boolean(),
    wasLive: fc.boolean(),
  })
  .map(({ hasOld, wasLive, ...more }) => {
    const alreadyLive = { resourceId: restoredId, host: 'orders.example', port: 5432 };
    const plan = aRecoveryPlan({
      ...more,
      notice: aNotice({ capturedAt }),
      ...(wasLive && { alreadyLive }),
    });
    const { live: _, ...first } = plan;
    return hasOld ? plan : first;
  });

/** Whether it is usable with a usable writer: written once more, and plainly. */
export function canAnswer({ database, members }: Sighting): boolean {
  const writes = members.some(
    ({ isWriter, status: its }) => isWriter && isAmong(its, instanceStatuses.usable),
  );
  return database.kind === 'instance'
    ? isAmong(database.status, instanceStatuses.usable)
    : isAmong(database.status, clusterStatuses.usable) && writes;
}

/** Whether nothing that AWS does to it keeps it from being renamed. */
export function canBeRenamed({ database }: Sighting): boolean {
  return /^(available|storage-optimization|storage-initialization)$/.test(database.status);
}

/** Whether applications may be writing to it, as the User Guides list its statuses. */
export function mayBeAnswering({ database, members }: Sighting): boolean {
  const upClusters = [...clusterStatuses.busy, ...clusterStatuses.usable];
  const upInstances = [...instanceStatuses.busy, ...instanceStatuses.usable];
  if (database.kind === 'instance') return isAmong(database.status, upInstances);
  return (
    isAmong(database.status, upClusters) &&
    members.some((member) => member.isWriter && isAmong(member.status, upInstances))
  );
}

function isAmong(its: string, listed: readonly string[]): boolean {
  return listed.includes(its);
}

/** Whether nothing will ever make it answer by itself. */
export function cannotAnswer(seen: Sighting | undefined): boolean {
  if (!seen) return true;
  const { database, members } = seen;
  const failed: readonly string[] = instanceStatuses.failed;
  if (database.kind === 'instance') return failed.includes(database.status);
  const failedClusters: readonly string[] = clusterStatuses.failed;
  return (
    failedClusters.includes(database.status) ||
    members.every((member) => failed.includes(member.status))
  );
}
