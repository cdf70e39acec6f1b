import type { Simulator } from '../../aws/simulator/simulator.ts';
import { liveName } from '../scene/fixtures.ts';
import { target } from '../scene/locations.ts';
import { ownRoles } from '../scene/own-settings.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const minute = 60_000;

/** Gives the live database what a scenario says that its source hasn't, by the API as its owner does. */
export async function giveOwnSettings(
  scenario: Scenario,
  simulator: Simulator,
  operator: OperatorClient,
): Promise<void> {
  const { clock } = simulator;
  for (const request of requestsOf(scenario)) {
    await clock.run(clock.hold(() => operator.rds(target, ...request)));
    await clock.run(clock.sleep(20 * minute));
  }
}

/** What its cluster is created with, for nothing else gives it later. */
export function givenAtCreation({ live }: Scenario): Readonly<Record<string, unknown>> {
  return live?.settings ? monitored : {};
}

/** The target stack's parameters for what it may hand on of that. */
export function ownParameters({ live }: Scenario): Readonly<Record<string, string>> {
  return {
    ...(live?.roles && { DatabaseRoleArns: ownRoles.transfer }),
    ...(live?.settings && {
      MonitoringRoleArn: ownRoles.monitoring,
      DomainRoleArn: ownRoles.directory,
    }),
  };
}

type Request = readonly [operation: string, input: Readonly<Record<string, unknown>>];

function requestsOf(scenario: Scenario): readonly Request[] {
  const { live } = scenario;
  const cluster = kindOf(scenario) === 'cluster';
  const settings = cluster ? settingsOfCluster(scenario) : settingsOfInstance;
  return [...(live?.settings ? settings : []), ...(live?.roles ? rolesOf(cluster) : [])];
}

const nowOf = { ApplyImmediately: true } as const;

/** What a restore of either kind takes, and what it doesn't. */
const ofBoth = {
  BackupRetentionPeriod: 21,
  PreferredMaintenanceWindow: 'wed:05:12-wed:05:52',
  CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql'] },
  AutoMinorVersionUpgrade: false,
  EnablePerformanceInsights: true,
  PerformanceInsightsRetentionPeriod: 731,
  Domain: 'd-0123456789',
  DomainIAMRoleName: 'directory',
} as const;

const monitored = { MonitoringInterval: 15, MonitoringRoleArn: ownRoles.monitoring } as const;

function settingsOfCluster({ readers }: Scenario): readonly Request[] {
  const { region, accountId } = target;
  const arn = `arn:aws:rds:${region}:${accountId}:cluster:${liveName}`;
  return [
    ['ModifyDBCluster', { DBClusterIdentifier: liveName, ...nowOf, ...ofBoth }],
    ['EnableHttpEndpoint', { ResourceArn: arn }],
    ...Array.from({ length: readers + 1 }, (_, index): Request => {
      const name = `${liveName}-${index + 1}`;
      return ['ModifyDBInstance', { DBInstanceIdentifier: name, ...nowOf, ...monitored }];
    }),
  ];
}

const settingsOfInstance: readonly Request[] = [
  ['ModifyDBInstance', { DBInstanceIdentifier: liveName, ...nowOf, ...ofBoth, ...monitored }],
];

function rolesOf(cluster: boolean): readonly Request[] {
  const role = { RoleArn: ownRoles.transfer };
  return ['s3Import', 's3Export'].map((FeatureName): Request =>
    cluster
      ? ['AddRoleToDBCluster', { DBClusterIdentifier: liveName, ...role, FeatureName }]
      : ['AddRoleToDBInstance', { DBInstanceIdentifier: liveName, ...role, FeatureName }],
  );
}
