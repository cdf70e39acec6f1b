import { describe, expect, it } from '@jest/globals';
import { show } from '../../rehearsal/aws/deployment/template-value.ts';
import { callsOf } from '../../rehearsal/tests/deployment/recording-stage.ts';
import { deployPlace, mapAt, refusal, resourcesOf, templateOf } from './places.ts';
import type { Place } from './places.ts';

const map = mapAt(templateOf('template.yaml'), 'Parameters');

/** Something that each parameter with a form refuses, at a place that asks for it. */
const malformed: Readonly<Record<string, readonly [Place, ...string[]]>> = {
  DestinationAccountNumber: ['source', '12345678901', '1234567890123', '11111111111a', ' '],
  SourceDBClusterIdentifier: ['source', 'Orders', '1orders', 'orders_db', 'o'.repeat(64)],
  SourceDBSnapshotName: ['source', '', 'Nightly', '-nightly', 'n'.repeat(24)],
  TargetAWSRegion: ['source', 'Frankfurt', 'eu-central', 'eu-central-1a', 'EU-CENTRAL-1'],
  KMSKey: ['source', 'alias/recovery', 'arn:aws:kms:eu-central-1:111111111111:alias/recovery'],
  SourceKMSKey: ['source', 'aws/rds', 'arn:aws:rds:eu-west-1:111111111111:cluster:orders'],
  ExistingDBClusterIdentifier: ['target', 'Orders', 'orders.db', 'o'.repeat(46)],
  TempDBClusterIdentifier: ['target', 'Restoring', '-restoring', 'r'.repeat(64)],
  TempDBInstanceIdentifier: ['target', 'Restoring-1', 'r'.repeat(61)],
  SourceAccountNumber: ['target', 'production', '11111111111'],
  SourceAWSRegion: ['target', 'Ireland', 'eu_west_1'],
  Hold: ['target', 'says "no"', 'h'.repeat(257)],
  SourceResourceId: ['target', 'orders', 'cluster-abc', 'arn:aws:rds:eu-west-1:1:cluster:orders'],
  SourceTopicArn: ['target', 'notices', 'arn:aws:sqs:eu-west-1:111111111111:notices'],
  StartRecoveryFunctionArn: ['subscription', 'StartRecovery', 'arn:aws:lambda:eu-central-1:1:f'],
  VpcId: ['access', 'vpc', 'subnet-0a1b2c3d'],
  VpcRanges: ['access', '10.0.0.0', '10.0.0.0/16;10.1.0.0/16', 'fd00::/8'],
  // Fewer than two subnets are in one zone.
  AccessSubnetIds: ['access', 'subnet-0a1b2c3d', 'subnet-0a1b2c3d,', 'sg-0a1b2c3d,sg-0a1b2c3e'],
  Followed1: ['access', '1orders', 'orders:5432', 'orders,invoices'],
  Followed2: ['access', 'orders db'],
  Followed3: ['access', 'orders db'],
  Followed4: ['access', 'orders db'],
  AllowedPrincipals: [
    'access',
    '*',
    '111111111111',
    'arn:aws:iam::111111111111:root,111111111111',
    'arn:aws:s3:::bucket',
  ],
  SharedWith: ['access', 'arn:aws:iam::111111111111:root', '1234'],
  ClientRegions: ['access', 'Ireland', 'eu-west-1,Frankfurt'],
  ClientRange: ['consumer', '10.20.0.0', '10.20.0.0/16,10.21.0.0/16'],
  DatabaseSecurityGroupId: ['access', 'default', 'vpc-0a1b2c3d'],
  FollowSchedule: ['access', 'rate(1 hour)', 'rate(6 minutes)', 'cron(* * * * ? *)', ''],
  FollowSubnetIds: ['access', 'vpc-0a1b2c3d', 'subnet-0a1b2c3d,vpc-0a1b2c3d'],
  ConsumerSubnetIds: ['consumer', 'subnet-0a1b2c3d'],
  EndpointServiceName: ['consumer', 'vpce-svc-0a1b2c3d', 'com.amazonaws.eu-central-1.s3'],
  EndpointServiceRegion: ['consumer', 'Frankfurt'],
  ResourceConfigurationArn: ['consumer', 'rcfg-0a1b2c3d', 'arn:aws:s3:::bucket'],
  PrivateName: ['consumer', 'orders', 'Orders.internal', '*.internal'],
  EndpointCreatorArn: ['consumer', '*', '111111111111'],
};

const outsideTheList: Readonly<Record<string, Place>> = {
  DatabaseKind: 'source',
  CopyRoute: 'source',
  ScheduleState: 'source',
  Engine: 'target',
  Mode: 'target',
  InstanceNames: 'target',
  Retirement: 'target',
  RetirementApproval: 'target',
  OnFailure: 'target',
  AccessWay: 'access',
  Followed1Kind: 'access',
  Followed2Kind: 'access',
  Followed3Kind: 'access',
  Followed4Kind: 'access',
  AcceptanceRequired: 'access',
  FollowApiEndpoints: 'access',
  DryRun: 'access',
};

const formed = Object.entries(malformed).flatMap(([name, [place, ...values]]) =>
  values.map((value) => ({ name, place, value })),
);

describe('malformed parameters', () => {
  it.each(formed)('$name=$value is refused with what was expected', async (one) => {
    const { ConstraintDescription: expected } = mapAt(map[one.name]);

    expect(await refusal(one.place, { [one.name]: one.value })).toBe(
      `Parameter ${one.name} failed to satisfy constraint: ${show(expected)}`,
    );
  });

  it('has a case for every parameter that has a form', () => {
    const withForm = Object.keys(map).filter((name) => 'AllowedPattern' in mapAt(map[name]));

    expect(Object.keys(malformed).toSorted()).toEqual(withForm.toSorted());
  });

  it.each(Object.entries(outsideTheList))('%s outside its list is refused', async (name, place) => {
    expect(await refusal(place, { [name]: 'other' })).toBe(
      `Parameter '${name}' must be one of AllowedValues`,
    );
  });

  it('has a case for every parameter that has a list', () => {
    const withList = Object.keys(map).filter((name) => 'AllowedValues' in mapAt(map[name]));

    expect(['Place', ...Object.keys(outsideTheList)].toSorted()).toEqual(withList.toSorted());
  });

  it.each([
    ['0', "Source: Parameter 'KeepSnapshots' must be a number not less than 1"],
    ['91', "Source: Parameter 'KeepSnapshots' must be a number not greater than 90"],
    ['many', "Source: Parameter 'KeepSnapshots' must be a number."],
  ])('KeepSnapshots=%s is refused', async (value, message) => {
    expect(await refusal('source', { KeepSnapshots: value })).toBe(message);
  });

  it.each([
    ['RetirementGraceHours', '-1', 'a number not less than 0'],
    ['RetirementGraceHours', '721', 'a number not greater than 720'],
    ['ApprovalHours', '0', 'a number not less than 1'],
    ['ApprovalHours', '721', 'a number not greater than 720'],
    ['MaxRecoveriesPerDay', '0', 'a number not less than 1'],
    ['MaxRecoveriesPerDay', '1001', 'a number not greater than 1000'],
  ])('%s=%s is refused', async (name, value, expected) => {
    expect(await refusal('target', { [name]: value })).toBe(
      `Target: Parameter '${name}' must be ${expected}`,
    );
  });

  it('LogRetentionDays=8 is refused, for CloudWatch Logs knows no such retention', async () => {
    expect(await refusal('source', { LogRetentionDays: '8' })).toBe(
      "Source: Parameter 'LogRetentionDays' must be one of AllowedValues",
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
  ] as const)('at %s as %j reaches %s', async (place, parameters, variable, value) => {
    const { asked } = await deployPlace(place, parameters);

    const given = callsOf(asked, 'createFunction').flatMap(([, settings]) => {
      const { environment } = settings as { environment: Readonly<Record<string, string>> };
      return variable in environment ? [environment[variable]] : [];
    });

    expect(new Set(given)).toEqual(new Set([value]));
  });

  it('the schedule starts with the parameters that were given', async () => {
    const { asked } = await deployPlace('source', {
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

describe.each([
  ['recovery-key', 'recovery-key'],
  ['source', 'source'],
  ['target', 'target'],
  ['subscription', 'subscription'],
  ['access', 'access'],
  ['access-lattice', 'access'],
  ['consumer', 'consumer'],
])('the map, for the stack %s', (file, place) => {
  const nested = resourcesOf('template.yaml', 'AWS::Serverless::Application').find(
    ([, { Properties: properties }]) => mapAt(properties)['Location'] === `stacks/${file}.yaml`,
  );
  const passed = mapAt(nested?.[1], 'Properties', 'Parameters');
  const declared = mapAt(templateOf(`stacks/${file}.yaml`), 'Parameters');

  it('hands on every parameter under its own name', () => {
    expect(passed).toEqual(
      Object.fromEntries(Object.keys(declared).map((name) => [name, { Ref: name }])),
    );
  });

  it.each(Object.keys(declared))('has the default and the values of %s', (name) => {
    const own = mapAt(declared[name]);
    const mapped = mapAt(map[name]);

    expect(show(mapped['Default'])).toBe(show(own['Default'] ?? ''));
    expect(mapped['AllowedValues']).toEqual(
      own['Type'] === 'Number' ? undefined : own['AllowedValues'],
    );
  });

  it.each(Object.keys(declared))('says of %s that it is a parameter of this place', (name) => {
    const [named = ''] = show(mapAt(map[name])['Description']).split(':');

    expect(named.split(', ')).toContain(place);
  });
});

describe('the map', () => {
  it('groups every parameter once, for a guided deployment', () => {
    const groups = mapAt(templateOf('template.yaml'), 'Metadata', 'AWS::CloudFormation::Interface');
    const grouped = (
      groups['ParameterGroups'] as readonly { Parameters: readonly string[] }[]
    ).flatMap(({ Parameters: names }) => names);

    expect(grouped.toSorted()).toEqual(Object.keys(map).toSorted());
  });
});
