import { describe, expect, it } from '@jest/globals';
import { show } from '../../rehearsal/aws/deployment/template-value.ts';
import { checkVariables } from '../../rehearsal/aws/lambda/environment-variables.ts';
import { callsOf } from '../../rehearsal/tests/deployment/recording-simulator.ts';
import type { TemplateMap } from '../../rehearsal/aws/deployment/template-value.ts';
import { deployStack, mapAt, refusal, stackNames, templateOf } from './deploy-stack.ts';
import type { StackName } from './deploy-stack.ts';

/** A parameter as a stack declares it. */
interface Declared {
  readonly stack: StackName;
  readonly name: string;
  readonly parameter: TemplateMap;
}

const declared: readonly Declared[] = stackNames.flatMap((stack) =>
  Object.entries(mapAt(templateOf(`stacks/${stack}.yaml`), 'Parameters')).map(
    ([name, parameter]) => ({ stack, name, parameter: mapAt(parameter) }),
  ),
);
const withForm = declared.filter(({ parameter }) => 'AllowedPattern' in parameter);
const withList = declared.filter(({ parameter }) => 'AllowedValues' in parameter);
const numbers = declared.filter(
  ({ parameter }) => parameter['Type'] === 'Number' && !('AllowedValues' in parameter),
);

/** Something that each parameter with a form refuses, whichever stack asks for it. */
const malformed: Readonly<Record<string, readonly string[]>> = {
  DestinationAccountNumber: ['12345678901', '1234567890123', '11111111111a', ' '],
  SourceDBClusterIdentifier: ['Orders', '1orders', 'orders_db', 'o'.repeat(64)],
  SourceDBSnapshotName: ['', 'Nightly', '-nightly', 'n'.repeat(24)],
  TargetAWSRegion: ['Frankfurt', 'eu-central', 'eu-central-1a', 'EU-CENTRAL-1'],
  DomainRoleArn: ['directory', 'arn:aws:iam::22222222222:role/directory'],
  MonitoringRoleArn: ['monitoring', 'arn:aws:iam::22222222222:role/monitoring'],
  KMSKey: ['alias/recovery', 'arn:aws:kms:eu-central-1:111111111111:alias/recovery'],
  SourceKMSKey: ['aws/rds', 'arn:aws:rds:eu-west-1:111111111111:cluster:orders'],
  ExistingDBClusterIdentifier: ['Orders', 'orders.db', 'o'.repeat(64)],
  TempDBClusterIdentifier: ['Restoring', '-restoring', 'r'.repeat(64)],
  TempDBInstanceIdentifier: ['Restoring-1', 'r'.repeat(61)],
  SourceAccountNumber: ['production', '11111111111'],
  SourceAWSRegion: ['Ireland', 'eu_west_1'],
  Hold: ['says "no"', 'h'.repeat(257)],
  SourceResourceId: ['orders', 'cluster-abc', 'arn:aws:rds:eu-west-1:1:cluster:orders'],
  SourceTopicArn: ['notices', 'arn:aws:sqs:eu-west-1:111111111111:notices'],
  StartRecoveryFunctionArn: ['StartRecovery', 'arn:aws:lambda:eu-central-1:1:f'],
  VpcId: ['vpc', 'subnet-0a1b2c3d'],
  VpcRanges: ['10.0.0.0', '10.0.0.0/16;10.1.0.0/16', 'fd00::/8'],
  // Fewer than two subnets are in one zone.
  AccessSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3d,', 'sg-0a1b2c3d,sg-0a1b2c3e'],
  Followed1: ['1orders', 'orders:5432', 'orders,invoices'],
  Followed2: ['orders db'],
  Followed3: ['orders db'],
  Followed4: ['orders db'],
  AllowedPrincipals: [
    '*',
    '111111111111',
    'arn:aws:iam::111111111111:root,111111111111',
    'arn:aws:s3:::bucket',
  ],
  DatabaseSecretArn: ['orders-secret', 'arn:aws:kms:eu-central-1:222222222222:key/1'],
  SharedWith: ['arn:aws:iam::111111111111:root', '1234'],
  ClientRegions: ['Ireland', 'eu-west-1,Frankfurt'],
  ClientRange: ['10.20.0.0', '10.20.0.0/16,10.21.0.0/16'],
  DatabaseSecurityGroupId: ['default', 'vpc-0a1b2c3d'],
  FollowSchedule: ['rate(1 hour)', 'rate(6 minutes)', 'cron(* * * * ? *)', ''],
  FollowSubnetIds: ['vpc-0a1b2c3d', 'subnet-0a1b2c3d,vpc-0a1b2c3d'],
  ConsumerSubnetIds: ['subnet-0a1b2c3d'],
  EndpointServiceName: ['vpce-svc-0a1b2c3d', 'com.amazonaws.eu-central-1.s3'],
  EndpointServiceRegion: ['Frankfurt'],
  ResourceConfigurationArn: ['rcfg-0a1b2c3d', 'arn:aws:s3:::bucket'],
  PrivateName: ['orders', 'Orders.internal', '*.internal'],
  EndpointCreatorArn: ['*', '111111111111'],
  // Public, and somebody's; too large and too small for three subnets.
  VpcCidr: ['11.0.0.0/16', '172.32.0.0/16', '10.0.0.0/15', '10.0.0.0/24', '10.0.0.0'],
  SecondsUntilAutoPause: ['299', '86401', '0', 'never'],
  NlbHost: ['balancer', 'https://balancer.example', 'balancer.example:5432'],
  NlbSecurityGroupId: ['default', 'vpc-0a1b2c3d'],
  ServerCertificateArn: ['server', 'arn:aws:iam::222222222222:server-certificate/server'],
  ClientCertificateArn: ['client', 'arn:aws:kms:eu-central-1:222222222222:key/1'],
  ClientVpnCidr: ['172.28.0.0/23', '172.16.0.0/11', '172.28.0.0', 'fd00::/12'],
};

const formed = withForm.flatMap(({ stack, name, parameter }) =>
  (malformed[name] ?? []).map((value) => ({ stack, name, value, parameter })),
);

describe('malformed parameters', () => {
  it.each(formed)('$stack refuses $name=$value and says what was expected', async (one) => {
    expect(await refusal(one.stack, { [one.name]: one.value })).toBe(
      `Parameter ${one.name} failed to satisfy constraint: ${show(one.parameter['ConstraintDescription'])}`,
    );
  });

  it('each parameter that has a form has a malformed case here', () => {
    expect(Object.keys(malformed).toSorted()).toEqual(
      [...new Set(withForm.map(({ name }) => name))].toSorted(),
    );
  });

  it.each(withList)('$stack refuses $name outside its list', async ({ stack, name, parameter }) => {
    const expected = parameter['ConstraintDescription'];
    expect(await refusal(stack, { [name]: '4096' })).toBe(
      expected === undefined
        ? `Parameter '${name}' must be one of AllowedValues`
        : `Parameter ${name} failed to satisfy constraint: ${show(expected)}`,
    );
  });

  it.each(numbers)('$stack refuses $name that is no number', async ({ stack, name }) => {
    expect(await refusal(stack, { [name]: 'many' })).toBe(`Parameter '${name}' must be a number.`);
  });

  it.each(numbers)('$stack refuses $name beyond its bounds', async ({ stack, name, parameter }) => {
    const { MinValue: least, MaxValue: most } = parameter;

    expect(await refusal(stack, { [name]: String(Number(least) - 1) })).toBe(
      `Parameter '${name}' must be a number not less than ${show(least)}`,
    );
    if (most === undefined) return;
    expect(await refusal(stack, { [name]: String(Number(most) + 1) })).toBe(
      `Parameter '${name}' must be a number not greater than ${show(most)}`,
    );
  });

  it.each(stackNames)('%s refuses a parameter that it does not have', async (stack) => {
    expect(await refusal(stack, { Place: stack })).toBe(
      'Parameters: [Place] do not exist in the template',
    );
  });
});

describe('the variables of functions', () => {
  const own = Array.from({ length: 5 }, (_, index) => String(index));
  /** As long as AWS or the template lets them be, or as anybody may want them. */
  const long = {
    ExistingDBClusterIdentifier: 'o'.repeat(45),
    TempDBClusterIdentifier: 'r'.repeat(63),
    ExistingDBInstanceIdentifier: 'o'.repeat(63),
    TempDBInstanceIdentifier: 'r'.repeat(60),
    DBSubnetGroupName: 's'.repeat(100),
    DBParameterGroupName: 'p'.repeat(100),
    DatabaseRoleArns: own.map((n) => `arn:aws:iam::222222222222:role/orders-import-${n}`).join(','),
    VpcSecurityGroupIds: own.map((n) => `sg-0a1b2c3d4e5f6000${n}`).join(','),
    Hold: 'h'.repeat(256),
    SourceResourceId: `cluster-${'A'.repeat(26)}`,
    DatabaseName: 'd'.repeat(63),
  };

  async function checkWith(length: number): Promise<void> {
    const item = '{"name":"a","query":"SELECT 1 AS one","expectation":{"equals":1}},';
    const SqlAssertions = `[${item.repeat(Math.ceil(length / item.length))}`.slice(0, length);
    const { asked } = await deployStack('target', { ...long, SqlAssertions });
    for (const [, settings] of callsOf(asked, 'createFunction')) {
      checkVariables((settings as { environment: Record<string, string> }).environment);
    }
  }

  it('Lambda has room for the longest SqlAssertions beside long names', async () => {
    await expect(checkWith(1500)).resolves.toBeUndefined();
  });

  it('target refuses longer ones, for which Lambda would have none', async () => {
    await expect(checkWith(1501)).rejects.toThrow(
      "Parameter 'SqlAssertions' must contain at most 1500 characters",
    );
  });
});

describe('given parameters', () => {
  it.each([
    ['source', { KeepSnapshots: '30' }, 'KEEP_SNAPSHOTS', '30'],
    ['source', { CopyRoute: 'one-call' }, 'COPY_ROUTE', 'one-call'],
    ['source', { KeepDays: '30' }, 'KEEP_DAYS', '30'],
    ['source', { KeepDailyDays: '14' }, 'KEEP_DAILY_DAYS', '14'],
    ['source', {}, 'KEEP_DAILY_DAYS', '7'],
    ['target', { KeepDailyDays: '0' }, 'KEEP_DAILY_DAYS', '0'],
    ['target', {}, 'KEEP_DAILY_DAYS', '7'],
    ['target', { KeepSnapshots: '30' }, 'KEEP_SNAPSHOTS', '30'],
    ['target', { KeepDays: '30' }, 'KEEP_DAYS', '30'],
    ['target', { KeepFinalSnapshots: '5' }, 'KEEP_FINAL_SNAPSHOTS', '5'],
    ['target', { KeepFinalDays: '90' }, 'KEEP_FINAL_DAYS', '90'],
    ['target', { Mode: 'drill' }, 'MODE', 'drill'],
    ['target', { Retirement: 'keep' }, 'RETIREMENT', 'keep'],
    ['target', { RetirementGraceHours: '12' }, 'RETIREMENT_GRACE_HOURS', '12'],
    ['target', { RetirementApproval: 'required' }, 'RETIREMENT_APPROVAL', 'required'],
    ['target', { ApprovalHours: '24' }, 'APPROVAL_HOURS', '24'],
    ['target', { OnFailure: 'discard' }, 'ON_FAILURE', 'discard'],
    ['target', { Hold: 'we live here' }, 'HOLD', 'we live here'],
    ['target', {}, 'HOLD', ''],
    ['target', { MaxRecoveriesPerDay: '5' }, 'MAX_RECOVERIES_PER_DAY', '5'],
    ['target', { SourceResourceId: 'cluster-ABC' }, 'SOURCE_RESOURCE_ID', 'cluster-ABC'],
    ['target', { VpcSecurityGroupIds: 'sg-1,sg-2' }, 'SECURITY_GROUPS', 'sg-1,sg-2'],
    ['target', {}, 'SECURITY_GROUPS', ''],
    ['target', { SqlAssertions: '[{}]' }, 'SQL_ASSERTIONS', '[{}]'],
    ['target', { DBParameterGroupName: 'tuned' }, 'PARAMETER_GROUP', 'tuned'],
    ['target', { MemberParameterGroupName: 'tuned' }, 'MEMBER_PARAMETER_GROUP', 'tuned'],
    ['target', { OptionGroupName: 'audited' }, 'OPTION_GROUP', 'audited'],
    ['target', { StorageType: 'aurora-iopt1' }, 'STORAGE_TYPE', 'aurora-iopt1'],
    ['target', { EngineVersion: '16.6' }, 'ENGINE_VERSION', '16.6'],
  ] as const)('%s hands %j on as %s', async (stack, parameters, variable, value) => {
    const { asked } = await deployStack(stack, parameters);

    const given = callsOf(asked, 'createFunction').flatMap(([, settings]) => {
      const { environment } = settings as { environment: Readonly<Record<string, string>> };
      return variable in environment ? [environment[variable]] : [];
    });

    expect(new Set(given)).toEqual(new Set([value]));
  });

  it('the schedule starts with the parameters that were given', async () => {
    const { asked } = await deployStack('source', {
      ScheduleExpression: 'rate(6 hours)',
      ScheduleTimezone: 'Europe/Dublin',
      ScheduleState: 'DISABLED',
    });

    expect(callsOf(asked, 'createSchedule')[0]?.[1]).toMatchObject({
      expression: 'rate(6 hours)',
      timezone: 'Europe/Dublin',
      enabled: false,
      input: '{}',
    });
  });
});
