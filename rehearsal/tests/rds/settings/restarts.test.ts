import { describe, expect, it } from '@jest/globals';
import {
  cluster,
  clusterWith,
  instance,
  instanceWith,
  makeCluster,
  makeDatabase,
  makeInstance,
  makeMember,
} from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';
import { makeGroups, role } from './setting-case.ts';

function call(simulator: Simulator, operation: string, input: object) {
  return simulator.call(place, operation, input);
}

async function waiting(): Promise<Simulator> {
  const simulator = new Simulator();
  makeGroups(simulator);
  await makeDatabase(simulator, place, 'live');
  await makeMember(simulator, place, 'live', 'live-2');
  for (const name of ['live-1', 'live-2']) {
    await call(simulator, 'ModifyDBInstance', {
      DBInstanceIdentifier: name,
      DBParameterGroupName: 'tuned-aurora-postgresql18',
      CACertificateIdentifier: 'rds-ca-rsa4096-g1',
      CertificateRotationRestart: false,
      ApplyImmediately: true,
    });
  }
  await call(simulator, 'ModifyDBCluster', {
    DBClusterIdentifier: 'live',
    DBClusterParameterGroupName: 'cluster-aurora-postgresql18',
  });
  await simulator.pass(120_000);
  return simulator;
}

async function statuses(simulator: Simulator, name: string) {
  const shown = await instance(simulator, place, name);
  const found = await cluster(simulator, place, 'live');
  const member = found?.DBClusterMembers?.find((one) => one.DBInstanceIdentifier === name);
  return [
    shown?.DBParameterGroups?.[0]?.ParameterApplyStatus,
    member?.DBClusterParameterGroupStatus,
    shown?.CACertificateIdentifier,
    shown?.PendingModifiedValues?.CACertificateIdentifier,
  ];
}

describe('what waits for a restart', () => {
  const before = ['pending-reboot', 'pending-reboot', 'rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1'];
  const after = ['in-sync', 'in-sync', 'rds-ca-rsa4096-g1', undefined];

  it('parameter groups and a certificate without a restart wait', async () => {
    const simulator = await waiting();
    expect(await statuses(simulator, 'live-1')).toEqual(before);
    expect(await statuses(simulator, 'live-2')).toEqual(before);
  });

  it('a reboot applies what waits for it, on the instance alone', async () => {
    const simulator = await waiting();
    await call(simulator, 'RebootDBInstance', { DBInstanceIdentifier: 'live-2' });
    await instanceWith(simulator, place, 'live-2', 'rebooting');
    await instanceWith(simulator, place, 'live-2', 'available');
    expect(await statuses(simulator, 'live-2')).toEqual(after);
    expect(await statuses(simulator, 'live-1')).toEqual(before);
  });

  it('a failover applies it to both writers, and a rename to the renamed', async () => {
    const simulator = await waiting();
    await call(simulator, 'FailoverDBCluster', { DBClusterIdentifier: 'live' });
    await clusterWith(simulator, place, 'live', 'failing-over');
    await clusterWith(simulator, place, 'live', 'available');
    expect(await statuses(simulator, 'live-1')).toEqual(after);
    expect(await statuses(simulator, 'live-2')).toEqual(after);
    const renamed = await waiting();
    await call(renamed, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'live-2',
      NewDBInstanceIdentifier: 'live-3',
      ApplyImmediately: true,
    });
    await instanceWith(renamed, place, 'live-3', 'available');
    expect(await statuses(renamed, 'live-3')).toEqual(after);
  });

  it('a new certificate restarts the server where nothing else is said', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, place, 'live');
    const { starts } = simulator.engine;
    await call(simulator, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'live',
      CACertificateIdentifier: 'rds-ca-rsa4096-g1',
      ApplyImmediately: true,
    });
    await instanceWith(simulator, place, 'live', 'modifying');
    await instanceWith(simulator, place, 'live', 'available');
    expect(simulator.engine.starts).toBe(starts + 1);
  });
});

describe('several modifications', () => {
  it('what waits is applied by the next request with ApplyImmediately, too', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, place, 'live');
    const input = { DBInstanceIdentifier: 'live' };
    await call(simulator, 'ModifyDBInstance', { ...input, MultiAZ: true });
    await call(simulator, 'ModifyDBInstance', {
      ...input,
      EnableIAMDatabaseAuthentication: true,
      ApplyImmediately: true,
    });
    await simulator.pass(300_000);
    expect(await instance(simulator, place, 'live')).toMatchObject({
      MultiAZ: true,
      IAMDatabaseAuthenticationEnabled: true,
      PendingModifiedValues: {},
    });
  });

  it('what waits isn’t lost by another modification that doesn’t wait', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, place, 'live');
    const input = { DBInstanceIdentifier: 'live' };
    await call(simulator, 'ModifyDBInstance', { ...input, MultiAZ: true });
    await call(simulator, 'ModifyDBInstance', {
      ...input,
      MonitoringInterval: 5,
      MonitoringRoleArn: role,
    });
    await simulator.pass(300_000);
    expect(await instance(simulator, place, 'live')).toMatchObject({
      MonitoringInterval: 5,
      MultiAZ: false,
      PendingModifiedValues: { MultiAZ: true },
    });
    await simulator.pass(7 * 24 * 3_600_000);
    expect(await instance(simulator, place, 'live')).toMatchObject({ MultiAZ: true });
  });

  it('a cluster’s backtracking is enabled at its creation or never', async () => {
    const simulator = new Simulator();
    const mysql = { Engine: 'aurora-mysql', BacktrackWindow: 3600 };
    await makeCluster(simulator, place, 'live', mysql);
    const input = { DBClusterIdentifier: 'live' };
    await call(simulator, 'ModifyDBCluster', { ...input, BacktrackWindow: 0 });
    await simulator.pass(120_000);
    await expect(
      call(simulator, 'ModifyDBCluster', { ...input, BacktrackWindow: 3600 }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });
});
