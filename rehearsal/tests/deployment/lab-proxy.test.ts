import type {
  DescribeDBProxiesResponse,
  DescribeDBProxyTargetGroupsResponse,
  DescribeDBProxyTargetsResponse,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeployedLab } from './deployed-lab.ts';

let lab: DeployedLab;
beforeAll(async () => {
  lab = await DeployedLab.deploy({
    ProxyIdleClientTimeout: '600',
    ProxyMaxConnectionsPercent: '50',
  });
});
afterAll(() => lab.close());

const named = (): { DBProxyName: string } => ({ DBProxyName: lab.output('ProxyName') });

describe('the proxy of the lab', () => {
  it('the proxy takes tokens and TLS alone, and has a role for the secret', async () => {
    const { DBProxies: [proxy] = [] } = await lab.ask<DescribeDBProxiesResponse>(
      'rds',
      'DescribeDBProxies',
      named(),
    );

    expect(proxy).toMatchObject({
      Status: 'available',
      EngineFamily: 'POSTGRESQL',
      RequireTLS: true,
      IdleClientTimeout: 600,
      DebugLogging: false,
      Endpoint: lab.output('ProxyEndpoint'),
      VpcId: lab.output('VpcId'),
      VpcSecurityGroupIds: [lab.id('RdsProxy/ProxyGroup')],
      Auth: [
        { AuthScheme: 'SECRETS', IAMAuth: 'REQUIRED', SecretArn: lab.output('MasterSecretArn') },
      ],
    });
  });

  it('the proxy leads to the cluster, with the pool that was asked for', async () => {
    const { TargetGroups: [group] = [] } = await lab.ask<DescribeDBProxyTargetGroupsResponse>(
      'rds',
      'DescribeDBProxyTargetGroups',
      named(),
    );
    const { Targets: targets = [] } = await lab.ask<DescribeDBProxyTargetsResponse>(
      'rds',
      'DescribeDBProxyTargets',
      named(),
    );

    expect(group?.ConnectionPoolConfig).toMatchObject({
      MaxConnectionsPercent: 50,
      ConnectionBorrowTimeout: 120,
    });
    expect(targets.map(({ Type: type }) => type)).toContain('TRACKED_CLUSTER');
    expect(
      targets
        .filter(({ Type: type }) => type === 'RDS_INSTANCE')
        .map(({ TargetHealth: health }) => health?.State),
    ).toEqual(['AVAILABLE', 'AVAILABLE']);
  });

  it('the functions reach the proxy, and the proxy reaches the database', () => {
    const [subnetId = ''] = lab.output('PrivateSubnetIds').split(',');
    const reached = (group: string, host: string) =>
      lab.simulator.client({ subnetId, securityGroupIds: [group] }).reach(host, 5432)?.kind;
    const [clients, proxy] = [lab.output('ClientsSecurityGroupId'), lab.id('RdsProxy/ProxyGroup')];

    expect(reached(clients, lab.output('ProxyEndpoint'))).toBe('open');
    expect(reached(proxy, lab.output('ClusterEndpoint'))).toBe('open');
    expect(reached(proxy, lab.output('ProxyEndpoint'))).toBe('silent');
    expect(reached(lab.output('DatabaseSecurityGroupId'), lab.output('ProxyEndpoint'))).toBe(
      'silent',
    );
  });

  it('who probes the proxy may sign in to it by its id', () => {
    const id = (lab.stack.resources['RdsProxy/Proxy']?.arn ?? '').split(':').at(-1);
    const role = lab.stack.resources['ProbeDatabase']?.roleArn ?? '';
    const principal = lab.simulator.authorizer.assume('lambda.amazonaws.com', role, 'probe', '');
    const may = (user: string): (() => void) => {
      const resource = `arn:aws:rds-db:eu-central-1:222222222222:dbuser:${id}/${user}`;
      return () =>
        lab.simulator.authorizer.require({ principal, action: 'rds-db:connect', resource });
    };

    expect(may('labmaster')).not.toThrow();
    expect(may('postgres')).toThrow('rds-db:connect');
  });
});
