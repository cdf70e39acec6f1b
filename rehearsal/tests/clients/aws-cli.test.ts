// One file: a table of every command that the README shows, with what it answers.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  DescribeAccountAttributesCommand,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  DescribeDBSubnetGroupsCommand,
  DescribeEventsCommand,
  ListTagsForResourceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { source, target } from '../../plays/scene/locations.ts';
import { project } from '../../../scripts/checks/project.ts';
import { answerOf, asTheSdkReads } from './as-the-sdk-reads.ts';
import { AwsCli } from './aws-cli.ts';
import { commandsIn } from './documented-commands.ts';
import { stay } from './staying-simulator.ts';
import type { StayingSimulator } from './staying-simulator.ts';

const noToken = 'a-token-that-nobody-has';

let staying: StayingSimulator;
let cli: AwsCli;
/** By name, as a person finds them with `describe-stacks`. */
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
  cli = await AwsCli.install();
  staying = await stay();
  outputs = Object.assign({}, ...(await Promise.all([outputsIn('source'), outputsIn('target')])));
});

afterAll(async () => {
  await staying?.leave();
  await cli?.remove();
});

type Account = 'source' | 'target';

async function outputsIn(account: Account): Promise<Record<string, string>> {
  const pairs = (await cli.json(
    staying.pasted[account],
    "aws cloudformation describe-stacks --query 'Stacks[].Outputs[].[OutputKey, OutputValue]'",
  )) as [string, string][];
  return Object.fromEntries(pairs);
}

/** What a client of the SDK needs to be the operator of an account. */
function client(account: Account) {
  const { accountId, region } = account === 'source' ? source : target;
  const { url: endpoint, credentials } = staying.simulator;
  return { endpoint, region, credentials: credentials.operator(accountId) };
}

function named(output: string): string {
  const value = outputs[output];
  if (value === undefined) throw new Error(`no stack puts out ${output}`);
  return value;
}

async function lastExecution(): Promise<string> {
  const { executions } = await new SFNClient(client('target')).send(
    new ListExecutionsCommand({ stateMachineArn: named('TargetWorkflowArn') }),
  );
  return executions?.[0]?.executionArn ?? '';
}

async function securedSnapshot(): Promise<string> {
  const { DBClusterSnapshots: snapshots } = await new RDSClient(client('target')).send(
    new DescribeDBClusterSnapshotsCommand({}),
  );
  return snapshots?.[0]?.DBClusterSnapshotIdentifier ?? '';
}

async function failedNotices(): Promise<string> {
  const { QueueUrls: urls } = await new SQSClient(client('target')).send(new ListQueuesCommand({}));
  return urls?.[0] ?? '';
}

function inTarget(command: string): Promise<unknown> {
  return cli.json(staying.pasted.target, command);
}

describe('AWS CLI calls that are simulated', () => {
  it.each<[string, () => Promise<string> | string, (given: string) => Promise<object>]>([
    [
      'sts get-caller-identity',
      () => '',
      () => new STSClient(client('target')).send(new GetCallerIdentityCommand({})),
    ],
    [
      'rds describe-db-clusters',
      () => '',
      () => new RDSClient(client('target')).send(new DescribeDBClustersCommand({})),
    ],
    [
      'rds describe-db-clusters --db-cluster-identifier orders',
      () => '',
      () =>
        new RDSClient(client('target')).send(
          new DescribeDBClustersCommand({ DBClusterIdentifier: 'orders' }),
        ),
    ],
    [
      'rds describe-db-instances --filters Name=db-cluster-id,Values=orders',
      () => '',
      () => new RDSClient(client('target')).send(new DescribeDBInstancesCommand({})),
    ],
    [
      'rds describe-db-cluster-snapshots',
      () => '',
      () => new RDSClient(client('target')).send(new DescribeDBClusterSnapshotsCommand({})),
    ],
    [
      'rds describe-db-cluster-snapshot-attributes --db-cluster-snapshot-identifier',
      securedSnapshot,
      (DBClusterSnapshotIdentifier) =>
        new RDSClient(client('target')).send(
          new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier }),
        ),
    ],
    [
      'rds list-tags-for-resource --resource-name',
      () => `arn:aws:rds:${target.region}:${target.accountId}:cluster:orders`,
      (ResourceName) =>
        new RDSClient(client('target')).send(new ListTagsForResourceCommand({ ResourceName })),
    ],
    [
      'rds describe-account-attributes',
      () => '',
      () => new RDSClient(client('target')).send(new DescribeAccountAttributesCommand({})),
    ],
    [
      'rds describe-db-subnet-groups',
      () => '',
      () => new RDSClient(client('target')).send(new DescribeDBSubnetGroupsCommand({})),
    ],
    [
      'rds describe-db-snapshots',
      () => '',
      () => new RDSClient(client('target')).send(new DescribeDBSnapshotsCommand({})),
    ],
    [
      'rds describe-events --duration 600',
      () => '',
      () => new RDSClient(client('target')).send(new DescribeEventsCommand({ Duration: 600 })),
    ],
    [
      'stepfunctions list-state-machines',
      () => '',
      () => new SFNClient(client('target')).send(new ListStateMachinesCommand({})),
    ],
    [
      'stepfunctions describe-state-machine --state-machine-arn',
      () => named('TargetWorkflowArn'),
      (stateMachineArn) =>
        new SFNClient(client('target')).send(new DescribeStateMachineCommand({ stateMachineArn })),
    ],
    [
      'stepfunctions list-executions --state-machine-arn',
      () => named('TargetWorkflowArn'),
      (stateMachineArn) =>
        new SFNClient(client('target')).send(new ListExecutionsCommand({ stateMachineArn })),
    ],
    [
      'stepfunctions describe-execution --execution-arn',
      lastExecution,
      (executionArn) =>
        new SFNClient(client('target')).send(new DescribeExecutionCommand({ executionArn })),
    ],
    [
      'sns list-topics',
      () => '',
      () => new SNSClient(client('target')).send(new ListTopicsCommand({})),
    ],
    [
      'sns get-topic-attributes --topic-arn',
      () => named('OperationsTopicArn'),
      (TopicArn) =>
        new SNSClient(client('target')).send(new GetTopicAttributesCommand({ TopicArn })),
    ],
    [
      `sns list-subscriptions --region ${source.region}`,
      () => '',
      () =>
        new SNSClient({ ...client('target'), region: source.region }).send(
          new ListSubscriptionsCommand({}),
        ),
    ],
    [
      'kms describe-key --key-id alias/aws/rds',
      () => '',
      () =>
        new KMSClient(client('target')).send(new DescribeKeyCommand({ KeyId: 'alias/aws/rds' })),
    ],
    [
      'kms list-aliases',
      () => '',
      () => new KMSClient(client('target')).send(new ListAliasesCommand({})),
    ],
    [
      'kms list-keys',
      () => '',
      () => new KMSClient(client('target')).send(new ListKeysCommand({})),
    ],
    [
      'kms list-grants --key-id',
      async () =>
        (
          await new KMSClient(client('target')).send(
            new DescribeKeyCommand({ KeyId: 'alias/aws/rds' }),
          )
        ).KeyMetadata?.Arn ?? '',
      (KeyId) => new KMSClient(client('target')).send(new ListGrantsCommand({ KeyId })),
    ],
    [
      'lambda list-functions',
      () => '',
      () => new LambdaClient(client('target')).send(new ListFunctionsCommand({})),
    ],
    [
      'sqs get-queue-attributes --attribute-names All --queue-url',
      failedNotices,
      (QueueUrl) =>
        new SQSClient(client('target')).send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
        ),
    ],
    [
      'cloudformation describe-stacks',
      () => '',
      () => new CloudFormationClient(client('target')).send(new DescribeStacksCommand({})),
    ],
    [
      'cloudformation describe-stack-resources --stack-name understudy-target',
      () => '',
      () =>
        new CloudFormationClient(client('target')).send(
          new DescribeStackResourcesCommand({ StackName: 'understudy-target' }),
        ),
    ],
    [
      'cloudwatch describe-alarms',
      () => '',
      () => new CloudWatchClient(client('target')).send(new DescribeAlarmsCommand({})),
    ],
    [
      'ec2 describe-vpcs',
      () => '',
      () => new EC2Client(client('target')).send(new DescribeVpcsCommand({})),
    ],
    [
      'ec2 describe-subnets',
      () => '',
      () => new EC2Client(client('target')).send(new DescribeSubnetsCommand({})),
    ],
    [
      'ec2 describe-security-groups',
      () => '',
      () => new EC2Client(client('target')).send(new DescribeSecurityGroupsCommand({})),
    ],
    [
      'events list-rules',
      () => '',
      () => new EventBridgeClient(client('target')).send(new ListRulesCommand({})),
    ],
    [
      'secretsmanager describe-secret --secret-id orders-master',
      () => '',
      () =>
        new SecretsManagerClient(client('target')).send(
          new DescribeSecretCommand({ SecretId: 'orders-master' }),
        ),
    ],
  ])('the CLI shows what the SDK reads: aws %s', async (command, argument, send) => {
    const given = await argument();
    const sdk = await send(given);

    const shown = await cli.json(staying.pasted.target, `aws ${command} ${given}`);

    expect(asTheSdkReads(shown, sdk)).toEqual(answerOf(sdk));
  });

  it('the AWS CLI shows the databases that the simulator knows', async () => {
    const clusters = await cli.json(
      staying.pasted.source,
      "aws rds describe-db-clusters --query 'DBClusters[].DBClusterArn'",
    );

    expect(clusters).toEqual([`arn:aws:rds:${source.region}:${source.accountId}:cluster:orders`]);
  });

  it('the AWS CLI puts a paged execution history together', async () => {
    const execution = await lastExecution();
    const { events: history } = (await cli.json(
      staying.pasted.target,
      `aws stepfunctions get-execution-history --execution-arn ${execution} --page-size 300`,
    )) as { readonly events: readonly unknown[] };
    const known = staying.simulator.stepFunctions.history(execution);

    expect(known.length).toBeGreaterThan(300);
    expect(asTheSdkReads(history, known)).toEqual(answerOf(known));
  });
});

describe('AWS CLI calls that are not simulated', () => {
  it.each([
    [
      'rds describe-db-security-groups',
      /\(NotSimulated\).* DescribeDBSecurityGroups .*rds:DescribeDBSecurityGroups/,
    ],
    ['stepfunctions list-activities', /\(NotSimulated\).* ListActivities .*states:ListActivities/],
    ['rds describe-db-clusters --include-shared', /\(NotSimulated\).*IncludeShared/],
    [
      'logs describe-log-groups',
      /DescribeLogGroups operation: .*there is no logs in the simulator/,
    ],
    [
      'scheduler list-schedules',
      /ListSchedules operation: .*there is no scheduler in the simulator/,
    ],
    ['dynamodb list-tables', /ListTables operation: .*there is no dynamodb in the simulator/],
    ['s3api list-buckets', /ListBuckets operation/],
  ])('an unknown call is refused by name, at once: aws %s', async (command, message) => {
    const { passed, output } = await cli.run(staying.pasted.target, `aws ${command}`);

    expect(output).toMatch(message);
    expect(passed).toBe(false);
  });

  it.each([
    ['rds describe-db-clusters --db-cluster-identifier nobody', '(DBClusterNotFoundFault)'],
    ['sqs get-queue-url --queue-name nobody', '(AWS.SimpleQueueService.NonExistentQueue)'],
    ['cloudformation describe-stacks --stack-name nobody', '(ValidationError)'],
    ['lambda invoke --function-name nobody /dev/null', '(ResourceNotFoundException)'],
    ['kms describe-key --key-id alias/nobody', '(NotFoundException)'],
    [
      'stepfunctions start-execution --state-machine-arn arn:aws:states:eu-central-1:222222222222:stateMachine:nobody',
      '(StateMachineDoesNotExist)',
    ],
  ])('a missing resource gives the error of AWS: aws %s', async (command, error) => {
    const { passed, output } = await cli.run(staying.pasted.target, `aws ${command}`);

    expect(output).toContain(error);
    expect(passed).toBe(false);
  });
});

describe('the work of an operator', () => {
  it('an operator starts a run by hand, and the run continues by itself', async () => {
    const arn = await lastExecution();
    const before = staying.simulator.clock.now();

    const executions = await inTarget(`
      aws stepfunctions describe-execution --execution-arn ${arn} --query input --output text > input.json
      again=$(aws stepfunctions start-execution --state-machine-arn ${named('TargetWorkflowArn')} \
        --input file://input.json --name again --query executionArn --output text)
      while [ "$(aws stepfunctions describe-execution --execution-arn $again --query status --output text)" = RUNNING ]
      do sleep 0.2; done
      aws stepfunctions describe-execution --execution-arn $again --query '[name, status]'`);

    expect(executions).toEqual(['again', 'SUCCEEDED']);
    expect(staying.simulator.clock.now()).toBeGreaterThan(before);
  });

  it('an operator finds a refused notice and takes it out of its queue', async () => {
    const notice = '{"Records":[{"Sns":{"Message":"not a notice"}}]}';
    const queue = await failedNotices();
    const name = named('StartRecoveryFunctionArn');
    await inTarget(
      `aws lambda invoke --invocation-type Event --function-name ${name} --payload '${notice}' /dev/null`,
    );

    const found = await inTarget(`
      received() { aws sqs receive-message --queue-url ${queue} --wait-time-seconds 1; }
      until message=$(received) && [ -n "$message" ]; do sleep 0.2; done
      handle=$(echo "$message" | python3 -c 'import json, sys; print(json.load(sys.stdin)["Messages"][0]["ReceiptHandle"])')
      aws sqs delete-message --queue-url ${queue} --receipt-handle $handle
      echo "$message"`);
    const left = await inTarget(
      `aws sqs get-queue-attributes --queue-url ${queue} --attribute-names All --query Attributes`,
    );

    expect(found).toMatchObject({ Messages: [{ Body: expect.stringContaining('not a notice') }] });
    expect(left).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('an operator finds virtual time standing still once nothing is under way', async () => {
    const before = staying.simulator.clock.now();

    await inTarget('sleep 0.5; aws sts get-caller-identity');

    expect(staying.simulator.clock.now()).toBe(before);
  });

  it('an operator finds that every documented command works', async () => {
    const commands = commandsIn(await readFile(path.join(project, 'docs/operating.md'), 'utf8'));
    const id = (await inTarget(
      "aws rds describe-db-clusters --query 'DBClusters[0].DbClusterResourceId'",
    )) as string;
    await inTarget(`
      aws rds create-db-cluster --db-cluster-identifier orders-kept --engine aurora-postgresql \
        --master-username master --master-user-password only-for-a-moment > /dev/null
      aws rds wait db-cluster-available --db-cluster-identifier orders-kept
      aws rds create-db-instance --db-instance-identifier orders-kept-1 --engine aurora-postgresql \
        --db-cluster-identifier orders-kept --db-instance-class db.r6g.large > /dev/null
      until [ "$(aws rds describe-db-instances --db-instance-identifier orders-kept-1 \
        --query 'DBInstances[0].DBInstanceStatus' --output text)" = available ]
      do sleep 0.2; done`);
    const keptArn = `arn:aws:rds:${target.region}:${target.accountId}:cluster:orders-kept`;
    const fill = new Map([
      ['id', id],
      ['resource id', id],
      ['name now', 'orders'],
      ['live name', 'orders-again'],
      ['target Region', target.region],
      ['token', noToken],
      ['instance', 'orders-kept-1'],
      ['name', 'orders-kept'],
      ['ARN', keptArn],
      ['ARN of the live database', keptArn],
    ]);

    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) {
      const filled = command.replace(
        /<([^>]+)>/g,
        (whole, name: string) => fill.get(name) ?? whole,
      );
      // Only a run that waits for its approval gives out a token: without one, AWS's own refusal.
      const refusal = filled.includes(noToken) ? '(InvalidToken)' : '';
      const { passed, output } = await cli.run(staying.pasted.target, filled);
      expect({ filled, passed, output }).toEqual({
        filled,
        passed: refusal === '',
        output: expect.stringContaining(refusal),
      });
    }
    expect(
      await inTarget(`
        aws rds wait db-cluster-available --db-cluster-identifier orders-again
        aws rds wait db-cluster-deleted --db-cluster-identifier orders-kept
        aws rds describe-db-clusters --query 'DBClusters[].[DBClusterIdentifier, DbClusterResourceId]'`),
    ).toEqual([['orders-again', id]]);
  });
});

describe('the simulator after all calls', () => {
  it('the simulator has no defect after the calls of the AWS CLI', () => {
    const asked = /isn't simulated|there is no \w+ in the simulator/;

    expect(staying.simulator.defects.filter(({ message }) => !asked.test(message))).toEqual([]);
  });
});
