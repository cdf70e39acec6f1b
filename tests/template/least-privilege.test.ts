import { describe, expect, it } from '@jest/globals';
import { stacks } from './stacks.ts';
import { statementsOf } from './statements.ts';
import type { Statement } from './statements.ts';

const statements = stacks.flatMap(statementsOf);
const ofRoles = statements.filter(({ type }) => type === 'AWS::IAM::Role');
const ofResources = statements.filter(({ type }) => type !== 'AWS::IAM::Role');

/** Actions that IAM asks for no resource. Source: Service Authorization Reference. */
const withoutResource = new Set([
  // Step Functions Developer Guide, "Logging": a workflow that logs needs these.
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'application-autoscaling:DescribeScalableTargets',
  'application-autoscaling:DescribeScalingPolicies',
  'application-autoscaling:DescribeScheduledActions',
  'rds:DescribeAccountAttributes',
  // The one is asked of no resource, the other of parameter groups, whichever there are.
  'rds:DescribeDBEngineVersions',
  'rds:DescribeOrderableDBInstanceOptions',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetHealth',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcs',
]);

const byResourceId = 'a database is followed by its resource id, through a filter over all of them';
const members = 'a cluster tells its members only through a filter over all DB instances';
const groups = 'groups are those of the database that is replaced, known at run time';
const shared = 'what the source calls its snapshots is told by the notice';
const listed = 'a list of snapshots is of what they were taken of as well, whatever that is called';
const tied = 'who is tied to a database is found in a list of all';
const anyMember = 'the old cluster’s instances may have any names; the step goes by resource id';

/** Resources whose name is left open: whose, for which action, of which kind, and why. */
const openNames: readonly (readonly [
  holder: string,
  action: string,
  resource: string,
  why: string,
])[] = [
  ['access/SyncTargets', 'rds:DescribeDBInstances', 'db', members],
  ['access/SyncTargets', 'rds:DescribeDBProxies', 'db-proxy', 'its ARN has an id of its own'],
  ['source/GiveWay', 'states:DescribeExecution', '${AWS::StackName}', 'its own runs'],
  ['source/GiveWay', 'states:GetExecutionHistory', '${AWS::StackName}', 'its own runs'],
  ['source/Preflight', 'rds:DescribeDBInstances', 'db', members],
  ['source/Preflight', '<DescribeSnapshots>', '<Snapshot>', 'listed by database, not by name'],
  ['source/PruneSnapshots', '<DescribeSnapshots>', '<Snapshot>', 'listed by database, not by name'],
  ['target/Preflight', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/Preflight', 'rds:DescribeDBInstances', 'db', members],
  ['target/Preflight', 'rds:DescribeDBClusterEndpoints', 'cluster', byResourceId],
  ['target/Preflight', 'rds:DescribeDBProxies', 'db-proxy', 'its ARN has an id of its own'],
  ['target/Preflight', 'rds:DescribeDBProxyTargets', 'db-proxy', 'its ARN has an id of its own'],
  ['target/Preflight', 'rds:DescribeDBProxyTargets', 'target-group', 'as of its proxy'],
  ['target/Preflight', 'rds:DescribeIntegrations', 'integration', tied],
  ['target/Preflight', 'rds:DescribeBlueGreenDeployments', 'deployment', tied],
  ['target/Preflight', 'rds:DescribeGlobalClusters', 'global-cluster', tied],
  ['target/Preflight', 'rds:DescribeDBParameterGroups', 'pg', groups],
  ['target/Preflight', '<DescribeGroups>', '<Group>', groups],
  ['target/FindSharedSnapshot', '<DescribeSnapshots>', '<Snapshot>', shared],
  ['target/SecureSnapshot', '<CopySnapshot>', '<Snapshot>', shared],
  ['target/RestoreCluster', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/RestoreCluster', '<Restore>', '<ParameterGroup>', groups],
  ['target/RestoreCluster', '<Restore>', 'og', groups],
  ['target/RestoreCluster', '<Restore>', 'subgrp', groups],
  ['target/AddInstances', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/AddInstances', 'rds:DescribeDBInstances', 'db', members],
  ['target/SwapNames', '<Modify>', '<ParameterGroup>', groups],
  ['target/SwapNames', 'rds:ModifyDBInstance', 'pg', groups],
  ['target/SwapNames', 'rds:DescribeDBInstances', 'db', members],
  ['target/AddInstances', 'rds:CreateDBInstance', 'og', groups],
  ['target/AddInstances', 'rds:CreateDBInstance', 'pg', groups],
  ['target/AddInstances', 'rds:CreateDBInstance', 'subgrp', groups],
  ['target/SwapNames', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/SwapInstanceNames', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/SwapInstanceNames', 'rds:DescribeDBInstances', 'db', members],
  ['target/SwapInstanceNames', 'rds:ModifyDBInstance', 'db', anyMember],
  ['target/AnnounceRetirement', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/AnnounceRetirement', 'rds:DescribeDBInstances', 'db', members],
  ['target/AskApproval', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/AskApproval', 'rds:DescribeDBInstances', 'db', members],
  ['target/TerminateOldCluster', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/TerminateOldCluster', 'rds:DescribeDBInstances', 'db', members],
  ['target/TerminateOldCluster', 'rds:DeleteDBInstance', 'db', anyMember],
  ['target/TerminateOldCluster', 'rds:DescribeIntegrations', 'integration', tied],
  ['target/TerminateOldCluster', 'rds:DescribeBlueGreenDeployments', 'deployment', tied],
  ['target/TerminateOldCluster', 'rds:DescribeGlobalClusters', 'global-cluster', tied],
  [
    'target/TerminateOldCluster',
    '<DescribeSnapshots>',
    '<Snapshot>',
    'a final snapshot is found by whose it is, through a filter over all of them',
  ],
  ['target/TerminateOldCluster', '<DescribeSnapshots>', '<Database>', listed],
  ['target/DiscardCluster', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/DiscardCluster', 'rds:DescribeDBInstances', 'db', members],
  ['target/RollBack', '<DescribeDatabases>', '<Database>', byResourceId],
  ['target/RollBack', 'rds:DescribeDBInstances', 'db', members],
  ['target/ReportFailure', 'rds:DescribeDBInstances', 'db', members],
  ['target/TakeTurn', 'states:DescribeExecution', '${AWS::StackName}', 'its own runs'],
  ['target/TakeTurn', 'states:GetExecutionHistory', '${AWS::StackName}', 'its own runs'],
  [
    'target/PruneSnapshots',
    '<DescribeSnapshots>',
    '<Snapshot>',
    'final snapshots are of databases of many names',
  ],
  ['target/PruneSnapshots', '<DescribeSnapshots>', '<Database>', listed],
  ['target/ReportRecovery', 'states:GetExecutionHistory', '${AWS::StackName}', 'its own runs'],
  ['target/ReportFailure', '<DescribeDatabases>', '<Database>', byResourceId],
];

/** Groups of KMS's actions that AWS's own key policies name so. */
const actionGroups = new Set(['kms:GenerateDataKey*', 'kms:ReEncrypt*']);

describe('the statements of roles', () => {
  it("a role's statements allow something, and none is written as an exception", () => {
    const odd = ofRoles.filter(({ written }) =>
      Object.keys(written).some(
        (key) => !['Sid', 'Effect', 'Action', 'Resource', 'Condition'].includes(key),
      ),
    );

    expect(ofRoles.length).toBeGreaterThan(50);
    expect(odd).toEqual([]);
  });

  it("a role's statements name their actions", () => {
    const wildcards = ofRoles
      .flatMap(({ actions }) => actions)
      .filter((action) => action.includes('*') && !actionGroups.has(action));

    expect(wildcards).toEqual([]);
  });

  it("a role's statements have a resource, except for actions that take none", () => {
    const everything = ofRoles.filter(({ resources }) => resources.includes('*'));

    expect(everything.flatMap(({ actions }) => actions).filter(takesResource)).toEqual([]);
  });

  it("a role's statements give the account and the Region of their resources", () => {
    const arns = ofRoles
      .flatMap(({ resources }) => resources)
      .filter((arn) => arn.startsWith('rds:'));
    const elsewhere = arns.filter(
      (arn) =>
        !/^rds:\$\{(AWS::Region|SourceAWSRegion|TargetAWSRegion)\}:\$\{(AWS::AccountId|SourceAccountNumber)\}:/.test(
          arn,
        ) &&
        // A global cluster is of no Region. Source: Service Authorization Reference, "Amazon RDS".
        !arn.startsWith('rds::${AWS::AccountId}:global-cluster:'),
    );

    expect(arns.length).toBeGreaterThan(50);
    expect(elsewhere).toEqual([]);
  });

  it("a role's statements leave a resource's name open only where a reason is given", () => {
    const open = ofRoles.flatMap(openResources);

    expect([...new Set(open)].toSorted(alphabetically)).toEqual(
      openNames
        .map(([holder, action, resource]) => `${holder} ${action} ${resource}`)
        .toSorted(alphabetically),
    );
  });
});

describe('the policies of keys, topics and queues', () => {
  it('a resource policy names its principals', () => {
    const anybody = ofResources.filter(({ written }) =>
      JSON.stringify([written['Principal'] ?? '*', written['NotPrincipal'] ?? '']).includes('"*"'),
    );

    expect(ofResources.length).toBeGreaterThan(5);
    expect(anybody).toEqual([]);
  });

  it('only the account of a key may do everything with it', () => {
    const everything = ofResources.filter(({ actions }) => actions.some(isEverything));
    const principals = everything.map(({ written }) => JSON.stringify(written['Principal']));

    expect(everything.every(({ type }) => type === 'AWS::KMS::Key')).toBe(true);
    expect(new Set(principals)).toEqual(
      new Set(['{"AWS":{"Fn::Sub":"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}']),
    );
  });

  // In a key's policy, * is the key. Source: KMS Developer Guide, "Key policies".
  it('a resource policy is for that resource alone', () => {
    const open = ofResources.filter(
      ({ type, resources }) =>
        type !== 'AWS::KMS::Key' && resources.some((arn) => arn.includes('*')),
    );

    expect(open).toEqual([]);
  });

  it('a resource policy has a condition for another account or service', () => {
    const elsewhere = ofResources.filter(
      ({ written }) => !JSON.stringify(written['Principal']).includes('${AWS::AccountId}'),
    );
    const unconditional = elsewhere.filter(({ written }) => written['Condition'] === undefined);

    // What a key is, is no secret; nor, to its receiver, whom a topic tells.
    expect(unconditional.flatMap(({ actions }) => actions)).toEqual([
      'kms:DescribeKey',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
    ]);
  });
});

function takesResource(action: string): boolean {
  return !withoutResource.has(action);
}

function isEverything(action: string): boolean {
  return action.endsWith(':*') || action === '*';
}

/** The kinds of resources that a statement leaves without a name, by action. */
function openResources({ stack, holder, actions, resources }: Statement): string[] {
  return resources
    .filter((arn) => arn !== '*' && arn.endsWith(':*'))
    .flatMap((arn) => actions.map((action) => `${stack}/${holder} ${action} ${kindOf(arn)}`));
}

function kindOf(arn: string): string {
  return (
    /([^:]+|\$\{[^}]+\}):\*$/.exec(arn)?.[1]?.replace(/^StackName\}$/, '${AWS::StackName}') ?? arn
  );
}

function alphabetically(one: string, other: string): number {
  return one.localeCompare(other);
}
