import { notFound, status } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

/** Look-ups: what is not there is an answer. Source: the SDK's model, `@throws` of each command. */
export const lookUpAnswers = {
  DescribeAccountAttributes: {},
  DescribeBlueGreenDeployments: {
    BlueGreenDeploymentNotFoundFault: notFound,
  },
  DescribeDBClusterEndpoints: {
    DBClusterNotFoundFault: notFound,
  },
  DescribeDBClusterParameterGroups: {
    DBParameterGroupNotFoundFault: notFound,
  },
  DescribeDBClusterSnapshotAttributes: {
    DBClusterSnapshotNotFoundFault: notFound,
  },
  DescribeDBClusterSnapshots: {
    DBClusterSnapshotNotFoundFault: notFound,
  },
  DescribeDBClusters: {
    DBClusterNotFoundFault: notFound,
  },
  DescribeDBEngineVersions: {},
  DescribeDBInstances: {
    DBInstanceNotFoundFault: notFound,
  },
  DescribeDBParameterGroups: {
    DBParameterGroupNotFoundFault: notFound,
  },
  DescribeDBProxies: {
    DBProxyNotFoundFault: notFound,
  },
  DescribeDBProxyTargets: {
    DBProxyNotFoundFault: notFound,
    DBProxyTargetGroupNotFoundFault: notFound,
    DBProxyTargetNotFoundFault: notFound,
    InvalidDBProxyStateFault: status,
  },
  DescribeDBSnapshotAttributes: {
    DBSnapshotNotFoundFault: notFound,
  },
  DescribeDBSnapshots: {
    DBSnapshotNotFoundFault: notFound,
  },
  DescribeGlobalClusters: {
    GlobalClusterNotFoundFault: notFound,
  },
  DescribeIntegrations: {
    IntegrationNotFoundFault: notFound,
  },
  DescribeOptionGroups: {
    OptionGroupNotFoundFault: notFound,
  },
  DescribeOrderableDBInstanceOptions: {},
} as const satisfies ServiceAnswers;
