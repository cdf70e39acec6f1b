import type { DBCluster, DBInstance, Tag } from '@aws-sdk/client-rds';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { jest } from '@jest/globals';
import { silent } from '../../plays/rehearse/progress-printer.ts';
import { observe } from '../../plays/scene/observe.ts';
import { Operator } from '../../plays/operator/operator.ts';
import { target } from '../../plays/scene/locations.ts';
import { rehearse } from '../../plays/rehearse/rehearse.ts';
import type { RehearsalOptions } from '../../plays/rehearse/rehearse.ts';
import type { RehearsalReport } from '../../plays/rehearse/report.ts';
import type { Setting } from '../../plays/scene/setting.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { CallRecord } from '../../aws/wire/call-record.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

// A rehearsal takes seconds, and on a busy machine many times as long.
jest.setTimeout(120_000);

/** A rehearsal that is over: what it put out, and what the simulator still knows. */
export interface Scene {
  readonly report: RehearsalReport;
  readonly simulator: Simulator;
  /** What an operator of the target sees in the end. */
  readonly clusters: readonly DBCluster[];
  readonly instances: readonly DBInstance[];
}

/** Rehearses `standard` with some of it changed. */
export async function playScene(
  changes: Partial<Setting>,
  options: Partial<RehearsalOptions> = {},
): Promise<Scene> {
  let scene: Omit<Scene, 'report'> | undefined;
  const report = await rehearse(
    { ...standard, ...changes },
    {
      projectDirectory: process.cwd(),
      progressPrinter: silent,
      ...options,
      onCurtain: async (simulator, figures, stay) => {
        scene = { simulator, ...(await databasesOf(simulator)) };
        await options.onCurtain?.(simulator, figures, stay);
      },
    },
  );
  if (scene === undefined) throw new Error('the rehearsal ended without a curtain');
  return { report, ...scene };
}

async function databasesOf(simulator: Simulator): Promise<Pick<Scene, 'clusters' | 'instances'>> {
  const operator = new Operator(simulator);
  const rds = operator.rds(target);
  try {
    return await observe(simulator, async () => ({
      clusters: (await rds.send(new DescribeDBClustersCommand())).DBClusters ?? [],
      instances: (await rds.send(new DescribeDBInstancesCommand())).DBInstances ?? [],
    }));
  } finally {
    operator.close();
  }
}

/** The calls that the functions of the workflows made, and that AWS didn't refuse. */
export function callsOf(simulator: Simulator, operations: RegExp): readonly CallRecord[] {
  return simulator.calls.filter(
    ({ principal, operation, error }) =>
      principal.kind === 'role' && operations.test(operation) && error === undefined,
  );
}

/** The way of the snapshot: each copy with the place that it came from and whether under a key. */
export function routeOf(simulator: Simulator): readonly string[] {
  return callsOf(simulator, /^CopyDB/).map(({ location, input }) => {
    const given = input as { readonly [name: string]: string | undefined };
    const [, , , region, accountId] = (
      given['SourceDBClusterSnapshotIdentifier'] ??
      given['SourceDBSnapshotIdentifier'] ??
      ''
    ).split(':');
    const encrypted = given['KmsKeyId'] === undefined ? 'as it is' : 'under a key';
    return `${accountId} ${region} to ${location.accountId} ${location.region}, ${encrypted}`;
  });
}

/** What was done to databases called `identifiers`: renamed, changed, failed over, deleted. */
export function changesTo(simulator: Simulator, identifiers: readonly string[]): readonly string[] {
  return callsOf(simulator, /^(?:Modify|Delete|Failover|Reboot)DB(?:Cluster|Instance)$/)
    .filter(({ input }) =>
      [input['DBClusterIdentifier'], input['DBInstanceIdentifier']].some((name) =>
        identifiers.includes(String(name)),
      ),
    )
    .map(({ operation }) => operation);
}

/** What has to be so in every rehearsal that succeeds. */
export const sound = { status: 'SUCCEEDED', failure: undefined, failed: [] };

export function soundnessOf({ status, failure, verification }: RehearsalReport): object {
  return { status, failure, failed: verification.filter(({ passed }) => !passed) };
}

/** The operator's own tags, without Understudy's. */
export function ownTags(tags: readonly Tag[] | undefined): readonly Tag[] {
  return (tags ?? []).filter(({ Key = '' }) => !Key.startsWith('understudy:'));
}

/** The route of two copies: across Regions, then across accounts. */
export const twoSteps = [
  '111111111111 eu-west-1 to 111111111111 eu-central-1, under a key',
  '111111111111 eu-central-1 to 222222222222 eu-central-1, under a key',
];

/** Every check of a rehearsal that stops short of the swap. */
export function restoredChecks(
  live: string,
  temporary: string,
  temporaryName = 'orders-restoring',
): readonly string[] {
  return [
    'identity',
    'engine version',
    'accepts writes',
    'the orders are there',
    'the newest order is fresh',
    'restored, before the swap: same rows and checksum as captured',
    `"orders" is ${live}`,
    `"${temporaryName}" is ${temporary}`,
    'no secret in state, notices or logs',
  ];
}

/** Every check of a rehearsal that swaps. */
export const swapChecks = restoredChecks('the restored database', 'free').toSpliced(
  6,
  0,
  'live in the target: same rows and checksum as captured',
  'live in the target: every order acknowledged before the capture',
  "live in the target: takes an application's order",
);

/** Every check of a rehearsal in which somebody is asked whether the old database may be deleted. */
export const approvedChecks = [
  ...swapChecks.toSpliced(-1, 0, 'the old database is gone'),
  'no task token in logs or results',
];
