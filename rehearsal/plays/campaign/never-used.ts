/** Permissions that no run of the campaign can need, and why they are granted all the same. */
export interface Exception {
  readonly why: string;
  readonly permissions: readonly string[];
}

const logDelivery = [
  '*',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

/** What a name of 63 characters looks like that has no room for its suffix. */
function shortForm(beginning: number, suffix: 'retired' | 'drill'): string {
  const hash = '-????????';
  return `${'?'.repeat(beginning)}${hash}-${suffix}${suffix === 'retired' ? hash : ''}`;
}

/**
 * Every exception. The whole campaign fails when something else stays unused, and when one of these is
 * used after all; docs/campaign.md lists them.
 */
export const neverUsed: readonly Exception[] = [
  {
    why: 'Step Functions sets its log delivery up by itself, which the simulator has no part in',
    permissions: [
      'source SourceWorkflow',
      'target TargetWorkflow',
      'access AccessWorkflow',
    ].flatMap((workflow) => logDelivery.map((permission) => `${workflow} ${permission}`)),
  },
  {
    why: 'runs are begun by hand; `npm run rehearse` begins with the schedule',
    permissions: [
      'source SourceWorkflowSchedule states eu-west-1 stateMachine:understudy-source',
      'source SourceWorkflowSchedule states:StartExecution',
    ],
  },
  {
    why: 'SNS puts a notice there that it can’t hand to Lambda at all; here it always can, or loses it',
    permissions: ['the policy of UndeliveredNotices sqs:SendMessage'],
  },
  {
    why: 'EventBridge puts an event there that starts no run; here each starts one',
    permissions: ['the policy of FailedTriggers sqs:SendMessage'],
  },
  {
    why: 'CloudWatch publishes under it when an alarm goes off, and none does here',
    permissions: [
      'the policy of the key in eu-west-1 of 111111111111',
      'the policy of the key in eu-central-1 of 222222222222',
      'the policy of the key in eu-west-1 of 222222222222',
    ].flatMap((policy) => [`${policy} kms:Decrypt`, `${policy} kms:GenerateDataKey*`]),
  },
  {
    why: 'a proxy’s targets are asked for where there is a proxy, and none is here',
    permissions: [
      'target Preflight rds eu-central-1 db-proxy:*',
      'target Preflight rds eu-central-1 target-group:*',
      'target Preflight rds:DescribeDBProxyTargets',
    ],
  },
  {
    why: 'a first backup that outlasts a verification is planned by a test; long-backups.test.ts plays it',
    permissions: [
      'target SwapNames iam  role/database-monitoring',
      'target SwapNames iam  role/directory',
      'target SwapNames iam:PassRole',
    ],
  },
  {
    why: 'the account’s own say over a key that only alarms use here',
    permissions: ['the policy of the key in eu-west-1 of 222222222222 kms:*'],
  },
  {
    why: 'the RDS User Guide asks it of a key whose snapshots are shared; the simulator’s RDS decrypts, re-encrypts and makes grants',
    permissions: [
      'the policy of the key in eu-central-1 of 111111111111 kms:Encrypt',
      'the policy of the key in eu-central-1 of 111111111111 kms:GenerateDataKey*',
    ],
  },
  {
    why: 'no name of a scenario is so long that a suffix has no room; what-others-named.test.ts plays such names',
    permissions: [
      ...['TerminateOldCluster', 'RollBack'].map((name) => `${name} *:${shortForm(37, 'retired')}`),
      ...['RestoreCluster', 'AddInstances', 'DiscardCluster'].map(
        (name) => `${name} *:${shortForm(48, 'drill')}`,
      ),
      ...['AddInstances', 'DiscardCluster', 'SwapNames'].map(
        (name) => `${name} db:${'?'.repeat(63)}`,
      ),
    ].map((permission) => `target ${permission.replace(' ', ' rds eu-central-1 ')}`),
  },
];
