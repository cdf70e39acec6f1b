// One file: one row for each combination that is rehearsed, and what all rows have in common.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../aws/contracts.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Interception } from '../../aws/wire/operation-run.ts';
import { scale } from './scaled-cluster.ts';
import {
  approvedChecks,
  changesTo,
  ownTags,
  playScene,
  restoredChecks,
  routeOf,
  sound,
  soundnessOf,
  swapChecks,
  twoSteps,
} from './scene.ts';
import type { Scene } from './scene.ts';
import { unusedPermissions } from './unused-permissions.ts';

let readers: Scene;
let unencrypted: Scene;
let drill: Scene;
let rolledBack: Scene;
let goneForward: Scene;
let notCaptured: Scene;
let instance: Scene;
let instanceDrill: Scene;
beforeAll(async () => {
  readers = await playScene({ readers: 3 }, { onDatabases: scale });
  unencrypted = await playScene({ encryption: 'none', graceHours: 1, approve: 'yes' });
  drill = await playScene({ mode: 'drill' });
  rolledBack = await playScene(
    { copyRoute: 'one-call' },
    { simulator: { intercept: refusing('ModifyDBCluster', 2) } },
  );
  goneForward = await playScene({}, { simulator: { intercept: refusing('GetSecretValue', 2) } });
  notCaptured = await playScene(
    {},
    { simulator: { intercept: refusing('CopyDBClusterSnapshot', 1) } },
  );
  instance = await playScene({ engine: 'postgres', graceHours: 1, approve: 'yes' });
  instanceDrill = await playScene({ engine: 'postgres', mode: 'drill' });
}, 300_000);

/** Refuses one call of the functions to an operation: the first, the second, … */
function refusing(operation: string, turn: number): Interception {
  let calls = 0;
  return (call, _input, proceed) => {
    if (call.operation !== operation || ++calls !== turn) return proceed();
    throw new AwsError('AccessDenied', `no ${operation} today`, 403);
  };
}

/** What the functions published, on any topic. */
function reportsOf(simulator: Simulator): readonly string[] {
  return simulator.calls
    .filter(({ operation }) => operation === 'Publish')
    .map(({ input }) => String(input['Message']));
}

describe('the recovery of a cluster with three readers', () => {
  it('a cluster with three readers is recovered with them, each with its name, class and tier', () => {
    const { report, simulator, clusters, instances } = readers;

    expect(soundnessOf(report)).toEqual(sound);
    expect(report.verification.map(({ name }) => name)).toEqual(swapChecks);
    expect(routeOf(simulator)).toEqual(twoSteps);
    expect(clusters[0]?.DBClusterMembers).toHaveLength(4);
    expect(
      instances.map((one) => [one.DBInstanceIdentifier, one.DBInstanceClass, one.PromotionTier]),
    ).toEqual([
      ['orders-1', 'db.r6g.large', 0],
      ['orders-2', 'db.r6g.large', 1],
      ['orders-3', 'db.r6g.large', 1],
      ['orders-4', 'db.r6g.large', 1],
    ]);
  });

  it('a recovered cluster has the settings of the live cluster, not of the source', () => {
    const [cluster] = readers.clusters;

    expect(ownTags(cluster?.TagList)).toEqual([{ Key: 'team', Value: 'shop' }]);
    // The source's is protected.
    expect(cluster?.DeletionProtection).toBe(false);
  });

  it('a cluster with readers fails over once before its writer takes another name', () => {
    const { report, simulator } = readers;

    expect(
      changesTo(simulator, ['orders']).filter((operation) => operation === 'FailoverDBCluster'),
    ).toHaveLength(1);
    expect(report.gaps).toHaveLength(2);
  });
});

describe('the recovery of an unencrypted cluster', () => {
  it("an unencrypted cluster is copied as it is and ends up live under the target's own key", () => {
    const { report, simulator, clusters } = unencrypted;

    expect(soundnessOf(report)).toEqual(sound);
    expect(report.verification.map(({ name }) => name)).toEqual(approvedChecks);
    expect(routeOf(simulator)).toEqual([
      '111111111111 eu-west-1 to 111111111111 eu-central-1, as it is',
      '111111111111 eu-central-1 to 222222222222 eu-central-1, as it is',
    ]);
    expect(clusters).toMatchObject([
      { StorageEncrypted: true, KmsKeyId: expect.stringContaining(':222222222222:key/') },
    ]);
  });
});

describe.each([
  { kind: 'cluster', scene: () => drill, live: ['orders', 'orders-1'] },
  { kind: 'DB instance', scene: () => instanceDrill, live: ['orders'] },
])('mode drill on a $kind', ({ scene, live }) => {
  it('a drill verifies, deletes what it restored, and never touches the live database', () => {
    const { report, simulator, clusters, instances } = scene();
    const names = [
      ...clusters.map((one) => one.DBClusterIdentifier),
      ...instances.map((one) => one.DBInstanceIdentifier),
    ];

    expect(soundnessOf(report)).toEqual(sound);
    expect(report).toMatchObject({ mode: 'drill', liveNameGapSeconds: null, gaps: [] });
    expect(report.verification.map(({ name }) => name)).toEqual(
      restoredChecks('what it was', 'free', 'orders-restoring-drill'),
    );
    expect(changesTo(simulator, live)).toEqual([]);
    expect(changesTo(simulator, ['orders-restoring-drill'])).toContainEqual(
      expect.stringMatching(/^DeleteDB/),
    );
    expect(names).toEqual(live);
  });
});

describe('the recovery of a DB instance', () => {
  it('a DB instance is recovered through instance snapshots, with its settings', () => {
    const { report, simulator, clusters, instances } = instance;

    expect(soundnessOf(report)).toEqual(sound);
    expect(report.verification.map(({ name }) => name)).toEqual(approvedChecks);
    expect(routeOf(simulator)).toEqual(twoSteps);
    expect(report.gaps).toHaveLength(1);
    expect(clusters).toEqual([]);
    expect(instances).toMatchObject([
      {
        DBInstanceIdentifier: 'orders',
        DBInstanceClass: 'db.m6g.large',
        DeletionProtection: false,
        KmsKeyId: expect.stringContaining(':222222222222:key/'),
      },
    ]);
    expect(ownTags(instances[0]?.TagList)).toEqual([{ Key: 'team', Value: 'shop' }]);
  });
});

describe('a recovery whose look at the live name fails after the renames', () => {
  it('a swap whose check of the live name is denied continues when the live name is writable', () => {
    const { report, simulator } = goneForward;

    expect(soundnessOf(report)).toEqual(sound);
    expect(reportsOf(simulator)).toContainEqual(
      expect.stringContaining('"overcome":{"step":"VerifyLiveName","error":"Refused"'),
    );
  });
});

describe('a recovery that fails between the renames', () => {
  it('a recovery that fails between the renames gives the live name back and ends FAILED', () => {
    const { report, clusters } = rolledBack;
    const live = report.databases.find(({ identifier, accountId }) => {
      return identifier === 'orders' && accountId === '222222222222';
    });

    expect(report).toMatchObject({
      status: 'FAILED',
      failure: { cause: expect.stringMatching(/^at SwapNames: .*no ModifyDBCluster today/) },
    });
    expect(live?.rows).toBe(850);
    expect(clusters).toMatchObject([
      { DBClusterIdentifier: 'orders', DbClusterResourceId: live?.resourceId },
      { DBClusterIdentifier: 'orders-restoring' },
    ]);
  });
});

describe('a capture that fails', () => {
  it('a capture that fails ends FAILED before the target is notified', () => {
    const { report, simulator } = notCaptured;

    expect(report).toMatchObject({
      status: 'FAILED',
      failure: { cause: expect.stringMatching(/^at CopySnapshot: .*no CopyDBClusterSnapshot/) },
    });
    expect(simulator.calls.filter(({ operation }) => operation === 'StartExecution')).toEqual([]);
  });
});

const logDelivery = ['source SourceWorkflow', 'target TargetWorkflow'].flatMap((workflow) =>
  [
    '*',
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ].map((permission) => `${workflow} ${permission}`),
);

const drillForm = `rds eu-central-1 *:${'?'.repeat(48)}-????????-drill`;

/** Names of 63 characters, which a suffix had no room in: the retired one, a drill's. */
const shortForms = [
  ...['RollBack', 'TerminateOldCluster'].map(
    (name) => `target ${name} rds eu-central-1 *:${'?'.repeat(37)}-????????-retired-????????`,
  ),
  `target DiscardCluster ${drillForm}`,
  `target RestoreCluster ${drillForm}`,
];

/** The same, of clusters alone: instances', and who makes them. */
const shortFormsOfMembers = [
  `target AddInstances ${drillForm}`,
  ...['AddInstances', 'DiscardCluster'].map(
    (name) => `target ${name} rds eu-central-1 db:${'?'.repeat(63)}`,
  ),
];

/** RDS manages no master password here: master-password.test.ts has what does. */
const ofManagedPasswords = [
  'target SwapNames kms eu-central-1 key',
  ...['CreateGrant', 'Decrypt', 'DescribeKey', 'GenerateDataKey'].map(
    (action) => `target SwapNames kms:${action}`,
  ),
  'target SwapNames secretsmanager eu-central-1 secret:rds!*',
  'target SwapNames secretsmanager:CreateSecret',
  'target SwapNames secretsmanager:TagResource',
  'target VerifyPostgresql kms eu-central-1 key',
  'target VerifyPostgresql kms:Decrypt',
  'target VerifyPostgresql secretsmanager eu-central-1 secret:rds!*',
  'target VerifyPostgresql secretsmanager:GetSecretValue',
];

/** No live database has groups or settings of its own here; the campaign has such. */
const ofOwnSettings = (database: string, modify: string): readonly string[] => [
  `target AddInstances rds eu-central-1 ${database}:orders-restoring`,
  `target AddInstances rds eu-central-1 ${database}:orders-restoring-drill`,
  `target AddInstances ${modify}`,
  'target Preflight rds eu-central-1 pg:*',
  'target Preflight rds:DescribeDBParameterGroups',
];

/** Step Functions delivers its logs by itself; here nothing is older than seven captures, and no
 * notice is refused. */
const neverHere = (snapshot: string, deletion: string, sharing: string): readonly string[] => [
  ...logDelivery,
  `source PruneSnapshots ${deletion}`,
  `source PruneSnapshots ${sharing}`,
  `source PruneSnapshots rds eu-central-1 ${snapshot}:understudy-*`,
  `source PruneSnapshots rds eu-west-1 ${snapshot}:understudy-*`,
  `target PruneSnapshots ${deletion}`,
  `target PruneSnapshots ${sharing}`,
  // There is no proxy whose targets could be asked for.
  'target Preflight rds eu-central-1 db-proxy:*',
  'target Preflight rds eu-central-1 target-group:*',
  'target Preflight rds:DescribeDBProxyTargets',
  `target PruneSnapshots rds eu-central-1 ${snapshot}:*-final`,
  `target PruneSnapshots rds eu-central-1 ${snapshot}:*-secured`,
  ...ofManagedPasswords,
  // No name is so long, and no database has so many tags.
  ...shortForms,
  'target PruneSnapshots rds:RemoveTagsFromResource',
  'target StartRecovery sqs eu-central-1 FailedNotices',
  'target StartRecovery sqs:SendMessage',
  // No earlier run left a capture whose copy could have failed.
  `source Preflight rds eu-central-1 ${snapshot}:understudy-*`,
  // No other run is under way.
  'source GiveWay states eu-west-1 execution',
  'source GiveWay states:DescribeExecution',
  'source GiveWay states:GetExecutionHistory',
  'target TakeTurn states eu-central-1 execution',
  'target TakeTurn states:DescribeExecution',
  'target TakeTurn states:GetExecutionHistory',
];

/** What a run needs that discards what it restored, of which the campaign plays many. */
const discarding = (database: string): string =>
  `target DiscardCluster rds eu-central-1 ${database}:orders-restoring`;

/** What has lost its instances loses the name as well; the campaign plays that, too. */
const headless = 'target RollBack rds eu-central-1 cluster:orders';

/** What only a failed run uses. */
const failures = [
  'source ReportFailure kms eu-west-1 key',
  'source ReportFailure kms:Decrypt',
  'source ReportFailure kms:GenerateDataKey*',
  'source ReportFailure rds eu-central-1 snapshot:understudy-*',
  'source ReportFailure rds eu-west-1 snapshot:understudy-*',
  'source ReportFailure rds:DescribeDBSnapshots',
  'source ReportFailure sns eu-west-1 OperationsTopic',
  'source ReportFailure sns:Publish',
  'source SourceWorkflow lambda eu-west-1 ReportFailure',
  'target ReportFailure kms eu-central-1 key',
  'target ReportFailure kms:Decrypt',
  'target ReportFailure kms:GenerateDataKey*',
  'target ReportFailure rds eu-central-1 db:*',
  'target ReportFailure rds eu-central-1 snapshot:*-final',
  'target ReportFailure rds eu-central-1 snapshot:*-secured',
  'target ReportFailure rds:DescribeDBInstances',
  'target ReportFailure rds:DescribeDBSnapshots',
  'target ReportFailure sns eu-central-1 OperationsTopic',
  'target ReportFailure sns:Publish',
  'target RollBack rds eu-central-1 db:*',
  'target RollBack rds eu-central-1 db:orders-retired-*',
  'target RollBack rds:DescribeDBInstances',
  'target RollBack rds:ModifyDBInstance',
  'target TargetWorkflow lambda eu-central-1 ReportFailure',
  'target TargetWorkflow lambda eu-central-1 RollBack',
];

/** What the templates give for clusters as for DB instances, and only clusters need. */
const clustersAlone = [
  // A DB instance is encrypted by the copy; an unencrypted cluster only by the restore.
  'target RestoreCluster kms:Encrypt',
  'target RestoreCluster kms:GenerateDataKey*',
  // A DB instance's name is the live name.
  'target SwapInstanceNames rds eu-central-1 db:*',
  'target SwapInstanceNames rds:DescribeDBInstances',
  'target TargetWorkflow lambda eu-central-1 SwapInstanceNames',
];

/** Snapshots of the source's own Region: what the one-call route takes. */
const oneCall = [
  'source ShareSnapshot rds eu-west-1 snapshot:understudy-*',
  'target FindSharedSnapshot rds eu-west-1 snapshot:*',
  'target SecureSnapshot rds eu-west-1 snapshot:*',
];

describe('the permissions of the templates', () => {
  it('a cluster needs all permissions of the templates', () => {
    const simulators = [readers, unencrypted, drill, rolledBack, goneForward, notCaptured].map(
      ({ simulator }) => simulator,
    );

    expect(unusedPermissions(simulators)).toEqual(
      [
        ...neverHere(
          'cluster-snapshot',
          'rds:DeleteDBClusterSnapshot',
          'rds:DescribeDBClusterSnapshotAttributes',
        ),
        ...shortFormsOfMembers,
        ...ofOwnSettings('cluster', 'rds:ModifyDBCluster'),
        'target AddInstances rds:EnableHttpEndpoint',
        'target Preflight rds eu-central-1 cluster-pg:*',
        'target Preflight rds:DescribeDBClusterParameterGroups',
        discarding('cluster'),
        headless,
      ].toSorted(),
    );
  });

  it('a DB instance needs all permissions except those for failures and the other copy route', () => {
    const simulators = [instance, instanceDrill].map(({ simulator }) => simulator);

    expect(unusedPermissions(simulators)).toEqual(
      [
        ...neverHere('snapshot', 'rds:DeleteDBSnapshot', 'rds:DescribeDBSnapshotAttributes'),
        ...failures,
        ...ofOwnSettings('db', 'rds:ModifyDBInstance'),
        `target AddInstances ${drillForm}`,
        'target Preflight rds eu-central-1 og:*',
        'target Preflight rds:DescribeOptionGroups',
        discarding('db'),
        ...clustersAlone,
        ...oneCall,
      ].toSorted(),
    );
  });
});
