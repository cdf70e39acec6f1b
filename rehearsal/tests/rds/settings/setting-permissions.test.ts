import { describe, expect, it } from '@jest/globals';
import { makeCluster, makeDatabase, makeInstance } from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';
import { insightsKey, role } from './setting-case.ts';

function call(simulator: Simulator, operation: string, input: object) {
  return simulator.call(place, operation, input);
}

describe('permissions that a setting needs', () => {
  it.each([
    ['monitoring.rds.amazonaws.com', role, { MonitoringInterval: 5, MonitoringRoleArn: role }],
    ['rds.amazonaws.com', role, { AssociatedRoles: [{ RoleArn: role, FeatureName: 'Lambda' }] }],
    [
      'rds.amazonaws.com',
      'arn:aws:iam::111111111111:role/directory',
      { Domain: 'd-0123456789', DomainIAMRoleName: 'directory' },
    ],
  ])('a role is passed to %s', async (service, passed, settings) => {
    const simulator = new Simulator();
    await makeCluster(simulator, place, 'live', settings);
    expect(simulator.asked).toContainEqual({
      action: 'iam:PassRole',
      resource: passed,
      context: { 'iam:PassedToService': service },
    });
    simulator.denied.add('iam:PassRole');
    await expect(makeCluster(simulator, place, 'other', settings)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('the key of Performance Insights is used through RDS', async () => {
    const simulator = new Simulator();
    simulator.keys.make(place, 'insights');
    const settings = { EnablePerformanceInsights: true, PerformanceInsightsKMSKeyId: insightsKey };
    await makeInstance(simulator, place, 'live', settings);
    expect(simulator.keys.uses.map(({ action, via }) => `${action} ${via}`)).toEqual([
      'kms:DescribeKey rds.eu-west-1.amazonaws.com',
      'kms:CreateGrant rds.eu-west-1.amazonaws.com',
      'kms:Decrypt rds.eu-west-1.amazonaws.com',
      'kms:GenerateDataKey rds.eu-west-1.amazonaws.com',
    ]);
    simulator.keys.forbidden.add(`111111111111 kms:CreateGrant ${insightsKey}`);
    await expect(makeInstance(simulator, place, 'other', settings)).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
    });
  });
});

describe('a managed master password', () => {
  it('a cluster manages its members’ master password', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, place, 'live');
    const input = { DBInstanceIdentifier: 'live-1', ManageMasterUserPassword: true };
    await expect(call(simulator, 'ModifyDBInstance', input)).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
  });
});
