/** What IAM asks for an action, by the Service Authorization Reference. */
export interface Authorization {
  /** Types of resources that a policy has to name. */
  readonly required?: readonly string[];
  /** Types that it has to name where the call does. */
  readonly optional?: readonly string[];
  /** Actions that the caller may need as well. */
  readonly dependents?: readonly string[];
}

/**
 * Every action that a function or role of ours is given, as the reference had it on 2026-07-11: it has
 * left the dependent actions out of its machine-readable edition since 2026-07-15. AddTagsToResource and
 * RemoveTagsFromResource take resources of every type.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference
 */
export const serviceAuthorization: Readonly<Record<string, Authorization>> = {
  'application-autoscaling:DescribeScalableTargets': {},
  'application-autoscaling:DescribeScalingPolicies': {},
  'application-autoscaling:DescribeScheduledActions': {},
  'rds:AddRoleToDBCluster': { required: ['cluster'], dependents: ['iam:PassRole'] },
  'rds:AddRoleToDBInstance': { required: ['db'], dependents: ['iam:PassRole'] },
  'rds:AddTagsToResource': {},
  'rds:CopyDBClusterSnapshot': {
    required: ['cluster-snapshot'],
    dependents: ['rds:AddTagsToResource'],
  },
  'rds:CopyDBSnapshot': {
    required: ['snapshot'],
    dependents: ['rds:AddTagsToResource', 'rds:CopyCustomDBEngineVersion'],
  },
  'rds:CreateDBClusterSnapshot': {
    required: ['cluster', 'cluster-snapshot'],
    dependents: ['rds:AddTagsToResource'],
  },
  'rds:CreateDBInstance': {
    required: ['db'],
    optional: ['cluster', 'og', 'pg', 'secgrp', 'subgrp'],
    dependents: [
      'iam:PassRole',
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:GenerateDataKey',
      'rds:AddTagsToResource',
      'rds:CreateTenantDatabase',
      'secretsmanager:CreateSecret',
      'secretsmanager:TagResource',
    ],
  },
  'rds:CreateDBSnapshot': { required: ['db', 'snapshot'], dependents: ['rds:AddTagsToResource'] },
  'rds:DeleteDBCluster': {
    required: ['cluster', 'cluster-snapshot'],
    dependents: ['rds:AddTagsToResource', 'rds:CreateDBClusterSnapshot', 'rds:DeleteDBInstance'],
  },
  'rds:DeleteDBClusterSnapshot': { required: ['cluster-snapshot'] },
  'rds:DeleteDBInstance': {
    required: ['db'],
    dependents: ['rds:AddTagsToResource', 'rds:CreateDBSnapshot', 'rds:DeleteTenantDatabase'],
  },
  'rds:DeleteDBSnapshot': { required: ['snapshot'] },
  'rds:DescribeAccountAttributes': {},
  'rds:DescribeDBClusterSnapshotAttributes': { required: ['cluster-snapshot'] },
  'rds:DescribeDBClusterSnapshots': { optional: ['cluster', 'cluster-snapshot'] },
  'rds:DescribeDBClusters': { optional: ['cluster'] },
  'rds:DescribeDBInstances': { optional: ['db'] },
  'rds:DescribeDBProxies': { optional: ['proxy'] },
  'rds:DescribeDBSnapshotAttributes': { required: ['snapshot'] },
  'rds:DescribeDBSnapshots': { optional: ['db', 'snapshot'] },
  'rds:FailoverDBCluster': { required: ['cluster'] },
  'rds:ModifyDBCluster': {
    required: ['cluster'],
    optional: ['cluster-pg', 'og', 'pg'],
    dependents: [
      'iam:PassRole',
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:GenerateDataKey',
      'rds:ModifyDBInstance',
      'secretsmanager:CreateSecret',
      'secretsmanager:RotateSecret',
      'secretsmanager:TagResource',
    ],
  },
  'rds:ModifyDBClusterSnapshotAttribute': { required: ['cluster-snapshot'] },
  'rds:ModifyDBInstance': {
    required: ['db'],
    optional: ['og', 'pg', 'secgrp', 'subgrp'],
    dependents: [
      'iam:PassRole',
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:GenerateDataKey',
      'rds:AddTagsToResource',
      'rds:CreateTenantDatabase',
      'secretsmanager:CreateSecret',
      'secretsmanager:RotateSecret',
      'secretsmanager:TagResource',
    ],
  },
  'rds:ModifyDBSnapshotAttribute': { required: ['snapshot'] },
  'rds:RestoreDBClusterFromSnapshot': {
    required: ['cluster', 'cluster-pg', 'og', 'subgrp'],
    optional: ['cluster-snapshot', 'snapshot'],
    dependents: ['iam:PassRole', 'rds:AddTagsToResource', 'rds:CreateDBInstance'],
  },
  'rds:RestoreDBInstanceFromDBSnapshot': {
    required: ['db', 'og', 'pg', 'subgrp'],
    optional: ['cluster-snapshot', 'snapshot'],
    dependents: ['iam:PassRole', 'rds:AddTagsToResource', 'rds:CreateTenantDatabase'],
  },
  'rds:DescribeBlueGreenDeployments': { optional: ['deployment'] },
  'rds:DescribeDBClusterEndpoints': { optional: ['cluster', 'cluster-endpoint'] },
  'rds:DescribeDBClusterParameterGroups': { optional: ['cluster-pg'] },
  'rds:DescribeDBEngineVersions': {},
  'rds:DescribeDBParameterGroups': { optional: ['pg'] },
  'rds:DescribeDBProxyTargets': { required: ['proxy', 'target-group'] },
  'rds:DescribeGlobalClusters': { optional: ['global-cluster'] },
  'rds:DescribeIntegrations': { optional: ['integration'] },
  'rds:DescribeOptionGroups': { optional: ['og'] },
  'rds:DescribeOrderableDBInstanceOptions': {},
  'rds:EnableHttpEndpoint': { required: ['cluster'] },
  'rds:RebootDBInstance': { required: ['db'] },
  'rds:RemoveTagsFromResource': {},
  'rds-db:connect': { required: ['db-user'] },
  'ec2:CreateVpcEndpoint': {
    required: ['vpc', 'vpc-endpoint'],
    optional: ['route-table', 'security-group', 'subnet'],
    dependents: [
      'ec2:CreateTags',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'route53:AssociateVPCWithHostedZone',
    ],
  },
  'ec2:DescribeSecurityGroups': {},
  'ec2:DescribeSubnets': {},
  'ec2:DescribeVpcEndpoints': {},
  'ec2:DescribeVpcs': {},
  // Of listeners from memory, unverified.
  'elasticloadbalancing:AddTags': { optional: ['listener', 'loadbalancer', 'targetgroup'] },
  'elasticloadbalancing:DescribeListeners': {},
  'elasticloadbalancing:DescribeTags': {},
  'elasticloadbalancing:ModifyListener': { required: ['listener'] },
  'elasticloadbalancing:RemoveTags': { optional: ['listener', 'loadbalancer', 'targetgroup'] },
  'elasticloadbalancing:DeregisterTargets': { required: ['targetgroup'] },
  'elasticloadbalancing:DescribeTargetHealth': {},
  'elasticloadbalancing:RegisterTargets': { required: ['targetgroup'] },
  'iam:PassRole': { required: ['role'] },
  'kms:CreateGrant': { required: ['key'] },
  'kms:Decrypt': { required: ['key'] },
  'kms:DescribeKey': { required: ['key'] },
  'kms:Encrypt': { required: ['key'] },
  'kms:GenerateDataKey': { required: ['key'] },
  'kms:ReEncryptFrom': { required: ['key'] },
  'kms:ReEncryptTo': { required: ['key'] },
  'lambda:InvokeFunction': { required: ['function'] },
  'secretsmanager:GetSecretValue': { required: ['Secret'] },
  'sns:Publish': { required: ['topic'] },
  'states:DescribeExecution': { required: ['execution', 'express'] },
  'states:GetExecutionHistory': { required: ['execution'] },
  'states:ListExecutions': { required: ['maprun', 'statemachine'] },
  'states:StartExecution': { required: ['statemachine'] },
};
