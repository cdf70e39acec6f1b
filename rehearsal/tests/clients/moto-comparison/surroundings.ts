import {
  AddRoleToDBInstanceCommand,
  DescribeBlueGreenDeploymentsCommand,
  DescribeDBClusterEndpointsCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBProxyTargetsCommand,
  DescribeGlobalClustersCommand,
  DescribeIntegrationsCommand,
  DescribeOptionGroupsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  EnableHttpEndpointCommand,
  RebootDBInstanceCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import type { Step } from './script.ts';
import { ask } from './script.ts';

const nobody = 'nobody';
const arnOf = (type: string): string => `arn:aws:rds:eu-west-1:111111111111:${type}:${nobody}`;
const howMany = (found: readonly unknown[] | undefined): string =>
  (found ?? []).length > 0 ? 'some' : 'none';

/** What a database may be tied to, what a Region offers, and what is asked of nobody. */
export const surroundingSteps: readonly Step[] = [
  ask('RDS DescribeGlobalClusters', 'where there is none', async ({ source: { rds } }) =>
    howMany((await rds.send(new DescribeGlobalClustersCommand())).GlobalClusters),
  ),
  ask('RDS DescribeBlueGreenDeployments', 'where there is none', async ({ source: { rds } }) =>
    howMany((await rds.send(new DescribeBlueGreenDeploymentsCommand())).BlueGreenDeployments),
  ),
  ask('RDS DescribeIntegrations', 'where there is none', async ({ source: { rds } }) =>
    howMany((await rds.send(new DescribeIntegrationsCommand())).Integrations),
  ),
  ask('RDS DescribeDBClusterEndpoints', 'of nobody', async ({ source: { rds } }) => {
    const input = { DBClusterIdentifier: nobody };
    return howMany(
      (await rds.send(new DescribeDBClusterEndpointsCommand(input))).DBClusterEndpoints,
    );
  }),
  ask('RDS DescribeDBProxyTargets', 'of nobody', async ({ source: { rds } }) =>
    howMany((await rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName: nobody }))).Targets),
  ),
  ask('RDS DescribeDBEngineVersions', 'of an engine', async ({ source: { rds } }) => {
    const input = { Engine: 'aurora-postgresql', MaxRecords: 20 };
    return howMany((await rds.send(new DescribeDBEngineVersionsCommand(input))).DBEngineVersions);
  }),
  ask('RDS DescribeOrderableDBInstanceOptions', 'of an engine', async ({ source: { rds } }) => {
    const input = { Engine: 'postgres', MaxRecords: 20 };
    const answer = await rds.send(new DescribeOrderableDBInstanceOptionsCommand(input));
    return howMany(answer.OrderableDBInstanceOptions);
  }),
  ask('RDS DescribeDBParameterGroups', 'of nobody', async ({ source: { rds } }) => {
    const input = { DBParameterGroupName: nobody };
    return howMany((await rds.send(new DescribeDBParameterGroupsCommand(input))).DBParameterGroups);
  }),
  ask('RDS DescribeDBClusterParameterGroups', 'of nobody', async ({ source: { rds } }) => {
    const input = { DBClusterParameterGroupName: nobody };
    const answer = await rds.send(new DescribeDBClusterParameterGroupsCommand(input));
    return howMany(answer.DBClusterParameterGroups);
  }),
  ask('RDS DescribeOptionGroups', 'of nobody', async ({ source: { rds } }) => {
    const input = { OptionGroupName: nobody };
    return howMany((await rds.send(new DescribeOptionGroupsCommand(input))).OptionGroupsList);
  }),
  ask('RDS RebootDBInstance', 'of nobody', async ({ source: { rds } }) => {
    await rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: nobody }));
  }),
  ask('RDS AddRoleToDBInstance', 'of nobody', async ({ source: { rds } }) => {
    const role = 'arn:aws:iam::111111111111:role/loader';
    const input = { DBInstanceIdentifier: nobody, RoleArn: role, FeatureName: 's3Import' };
    await rds.send(new AddRoleToDBInstanceCommand(input));
  }),
  ask('RDS EnableHttpEndpoint', 'of nobody', async ({ source: { rds } }) => {
    await rds.send(new EnableHttpEndpointCommand({ ResourceArn: arnOf('cluster') }));
  }),
  ask('RDS RemoveTagsFromResource', 'of nobody', async ({ source: { rds } }) => {
    const input = { ResourceName: arnOf('cluster'), TagKeys: ['one'] };
    await rds.send(new RemoveTagsFromResourceCommand(input));
  }),
];
