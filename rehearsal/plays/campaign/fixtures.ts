import type { Location } from '../../aws/contracts.ts';
import { liveName } from '../scene/fixtures.ts';
import { source, target } from '../scene/locations.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import { kindOf } from './scenario.ts';
import { makeOwnGroups, ownGroups } from './own-groups.ts';
import { giveOwnSettings, givenAtCreation } from './own-settings.ts';
import type { Scenario } from './scenario.ts';
import { scaleLive } from './scaled.ts';
import { sourceKeyPolicy } from '../scene/source-key-policy.ts';
import { tie } from './ties.ts';

/** The version of the databases: that of the PostgreSQL package. */
export const engineVersion = '18.4';

/** The master user of every database. */
export const master = { user: 'master', password: 'a-password' } as const;

/** Names that look like ours and aren't: nothing of them may change. */
export const unrelated = {
  database: 'orders-retired',
  snapshot: 'understudy-20260101t0000-00000000-secured',
  captured: 'understudy-by-hand',
} as const;

/** The KMS key of the source database; undefined where it has none. */
export function makeSourceKey(scenario: Scenario, simulator: Simulator): string | undefined {
  if (scenario.encryption === 'none') return undefined;
  return simulator.kms.createKey(source, {
    policy: sourceKeyPolicy,
  });
}

/** What VerifyDatabase logs in with. @returns the secret's ARN */
export function makeSecret(simulator: Simulator): string {
  const value = { username: master.user, password: master.password, dbname: 'postgres' };
  return simulator.secrets.createSecret(target, { name: 'orders-master', value });
}

/**
 * Makes the databases of a run: the source, a live one in the target unless it is empty, and
 * unrelated resources with names like ours.
 * @returns the unrelated resources
 */
export async function makeDatabases(
  scenario: Scenario,
  sourceKeyArn: string | undefined,
  simulator: Simulator,
  operator: OperatorClient,
): Promise<readonly InventoryItem[]> {
  const own = simulator.kms.managedKey(target, 'rds').arn;
  const wanted = [
    { location: source, identifier: liveName, keyId: sourceKeyArn },
    ...(scenario.emptyTarget
      ? []
      : [
          {
            location: target,
            identifier: liveName,
            keyId: own,
            secretKeyId: scenario.managed ? simulator.kms.createKey(target) : undefined,
          },
        ]),
    { location: target, identifier: unrelated.database, keyId: own },
  ];
  const during = <T>(work: () => Promise<T>): Promise<T> =>
    simulator.clock.run(simulator.clock.hold(work));
  const cluster = kindOf(scenario) === 'cluster';
  makeOwnGroups(scenario, scenario.live?.engineVersion ?? engineVersion, simulator);
  await during(async () => {
    for (const database of wanted) {
      await operator.rds(
        database.location,
        ...(cluster ? newCluster : newInstance)(scenario, database),
      );
    }
  });
  await simulator.clock.run(simulator.clock.sleep(minute * 10));
  if (cluster) {
    await during(async () => {
      for (const { location, identifier } of wanted) {
        const readers = identifier === liveName ? scenario.readers : 0;
        for (let index = 0; index <= readers; index++) {
          const [operation, input] = newMember(scenario, identifier, index);
          const groups = isLiveTarget({ location, identifier })
            ? ownGroups(scenario, 'member')
            : {};
          await operator.rds(location, operation, { ...input, ...groups });
        }
        if (scenario.autoscaled && identifier === liveName) {
          await simulator.rds.addAutoscaledReader(location, identifier);
        }
      }
      if (scenario.autoscaled) await scaleLive(operator);
    });
    await simulator.clock.run(simulator.clock.sleep(minute * 30));
  }
  await giveOwnSettings(scenario, simulator, operator);
  tie(scenario, simulator);
  await during(async () => {
    for (const [location, identifier, database] of [
      [target, unrelated.snapshot, unrelated.database],
      [source, unrelated.captured, liveName],
    ] as const) {
      await operator.rds(location, ...newSnapshot(scenario, identifier, database));
    }
  });
  await simulator.clock.run(simulator.clock.sleep(minute * 10));
  const names: readonly string[] = Object.values(unrelated);
  return simulator.rds
    .inventory()
    .filter(({ identifier }) => names.some((name) => identifier.startsWith(name)));
}

const minute = 60_000;

type Request = readonly [operation: string, input: Readonly<Record<string, unknown>>];

interface NewDatabase {
  readonly location: Location;
  readonly identifier: string;
  readonly keyId: string | undefined;
  /** RDS manages the master password, in a secret under this key. */
  readonly secretKeyId?: string | undefined;
}

function newCluster(scenario: Scenario, database: NewDatabase): Request {
  const { identifier } = database;
  return [
    'CreateDBCluster',
    {
      DBClusterIdentifier: identifier,
      ...settings(scenario, database),
      ...(isLiveTarget(database) && {
        ...ownGroups(scenario, 'cluster'),
        ...givenAtCreation(scenario),
      }),
    },
  ];
}

function newInstance(scenario: Scenario, database: NewDatabase): Request {
  return [
    'CreateDBInstance',
    {
      DBInstanceIdentifier: database.identifier,
      DBInstanceClass: 'db.m6g.large',
      AllocatedStorage: 20,
      ...settings(scenario, database),
      ...(isLiveTarget(database) && ownGroups(scenario, 'instance')),
    },
  ];
}

function isLiveTarget({
  location,
  identifier,
}: Pick<NewDatabase, 'location' | 'identifier'>): boolean {
  return location === target && identifier === liveName;
}

function settings(
  scenario: Scenario,
  { location, identifier, keyId, secretKeyId }: NewDatabase,
): object {
  const { engine, tags = 1, sourceTags = tags, copyTags } = scenario;
  const own = location === source ? sourceTags : tags;
  const isLive = identifier === liveName;
  // As the console has it, where a scenario says nothing of tags.
  const copies =
    copyTags === undefined
      ? tags === 1
      : isLive && (copyTags === 'both' || (copyTags === 'target' && location === target));
  return {
    Engine: engine,
    EngineVersion:
      (isLiveTarget({ location, identifier }) && scenario.live?.engineVersion) || engineVersion,
    MasterUsername: master.user,
    ...(secretKeyId === undefined
      ? { MasterUserPassword: master.password }
      : { ManageMasterUserPassword: true, MasterUserSecretKmsKeyId: secretKeyId }),
    Tags: [
      { Key: 'team', Value: 'shop' },
      ...Array.from({ length: isLive ? own - 1 : 0 }, (_, index) => ({
        Key: `label-${index + 1}`,
        Value: 'shop',
      })),
    ],
    ...(copies && { CopyTagsToSnapshot: true }),
    StorageEncrypted: keyId !== undefined,
    ...(keyId !== undefined && { KmsKeyId: keyId }),
  };
}

/** A request for the `index`-th instance of a cluster. */
export function newMember({ engine }: Scenario, cluster: string, index: number): Request {
  return [
    'CreateDBInstance',
    {
      DBInstanceIdentifier: `${cluster}-${index + 1}`,
      DBClusterIdentifier: cluster,
      Engine: engine,
      DBInstanceClass: 'db.r6g.large',
      PromotionTier: index,
    },
  ];
}

/** A snapshot by hand, without marks of ours. */
export function newSnapshot(scenario: Scenario, identifier: string, database: string): Request {
  return kindOf(scenario) === 'cluster'
    ? [
        'CreateDBClusterSnapshot',
        { DBClusterSnapshotIdentifier: identifier, DBClusterIdentifier: database },
      ]
    : ['CreateDBSnapshot', { DBSnapshotIdentifier: identifier, DBInstanceIdentifier: database }];
}
