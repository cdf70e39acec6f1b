import { describe, expect, it } from '@jest/globals';
import { deployStack, deployTemplate, mapAt, refusal, templateOf } from './deploy-stack.ts';

const certificates = {
  ServerCertificateArn: 'arn:aws:acm:eu-central-1:222222222222:certificate/server',
  ClientCertificateArn: 'arn:aws:acm:eu-central-1:222222222222:certificate/client',
};
const sleepless = { Proxy: 'no', ProbeSchedule: 'DISABLED' };

/** Parameters that don't go together, the rule that refuses them, and what it says to do. */
const refused = [
  [
    'a version of the other engine',
    { Engine: 'aurora-mysql', EngineVersion: '17' },
    'VersionIsOfTheEngine',
    'default fits both',
  ],
  [
    'a version of the other engine',
    { EngineVersion: '8.0' },
    'VersionIsOfTheEngine',
    'default fits both',
  ],
  [
    'a proxy for PostgreSQL 18',
    { EngineVersion: '18' },
    'ProxyIsSupported',
    'Take 14 to 17 or 8.0, or Proxy=no',
  ],
  [
    'a proxy for MySQL 8.4',
    { Engine: 'aurora-mysql', EngineVersion: '8.4' },
    'ProxyIsSupported',
    'Take 14 to 17 or 8.0, or Proxy=no',
  ],
  [
    'a proxy with pause at 0',
    { MinCapacity: '0', ProbeSchedule: 'DISABLED' },
    'ProxyIsSupported',
    'Take MinCapacity=0.5, or Proxy=no',
  ],
  [
    'a pause for what never pauses',
    { SecondsUntilAutoPause: '600' },
    'PauseIsWanted',
    'Leave it out, or take MinCapacity=0',
  ],
  [
    'a pause that probes keep away',
    { MinCapacity: '0', Proxy: 'no' },
    'PauseIsPossible',
    'Take ProbeSchedule=DISABLED',
  ],
  [
    'a load balancer without its host',
    { NlbSecurityGroupId: 'sg-0a1b2c3d4e5f60001' },
    'NlbIsWhole',
    'Give both, or neither',
  ],
  [
    'a load balancer without its group',
    { NlbHost: 'balancer.example' },
    'NlbIsWhole',
    'Give both, or neither',
  ],
  [
    'a VPN without certificates',
    { ClientVpn: 'yes' },
    'ClientVpnHasCertificates',
    'Import both into Certificate Manager of this Region, or take ClientVpn=no',
  ],
  [
    'a VPN without the server’s certificate',
    { ClientVpn: 'yes', ...certificates, ServerCertificateArn: '' },
    'ClientVpnHasCertificates',
    'Import both',
  ],
  [
    'a VPN without the clients’ certificate',
    { ClientVpn: 'yes', ...certificates, ClientCertificateArn: '' },
    'ClientVpnHasCertificates',
    'Import both',
  ],
  [
    'certificates without a VPN',
    certificates,
    'ClientVpnHasCertificates',
    'Take ClientVpn=yes, or leave them out',
  ],
  [
    'one certificate without a VPN',
    { ClientCertificateArn: certificates.ClientCertificateArn },
    'ClientVpnHasCertificates',
    'Take ClientVpn=yes, or leave them out',
  ],
  [
    'a proxy without tokens',
    { Login: 'secret' },
    'ProxyTakesTokens',
    'Take Login=iam, or Proxy=no',
  ],
] as const;

describe('what the lab refuses before anything is made', () => {
  it.each(refused)('the lab refuses %s (%j)', async (_what, parameters, rule, advice) => {
    const said = await refusal('lab', parameters);

    expect(said).toMatch(new RegExp(`^Template rule ${rule} failed: `));
    expect(said).toContain(advice);
  });

  it('each rule of the lab refuses something here', () => {
    const elsewhere = ['RegionHasServerless', 'RegionHasClientVpn', 'CapacityRangeIsUpright'];

    expect(Object.keys(mapAt(templateOf('stacks/lab.yaml'), 'Rules')).toSorted()).toEqual(
      [...new Set([...refused.map(([, , rule]) => rule), ...elsewhere])].toSorted(),
    );
  });

  it.each([
    ['without Serverless v2', 'xx-central-1', sleepless, 'RegionHasServerless'],
    ['without RDS Proxy', 'ap-east-2', {}, 'ProxyIsSupported'],
    [
      'without Client VPN',
      'cn-north-1',
      { ...sleepless, ClientVpn: 'yes', ...certificates },
      'RegionHasClientVpn',
    ],
  ])('the lab refuses a Region %s: %s', async (_what, region, parameters, rule) => {
    await expect(
      deployTemplate('stacks/lab.yaml', {
        stackName: 'understudy-lab',
        location: { accountId: '222222222222', region },
        parameters,
      }),
    ).rejects.toThrow(
      new RegExp(`^Template rule ${rule} failed: .*(another one|another Region)\\.$`),
    );
  });

  const parameters = mapAt(templateOf('stacks/lab.yaml'), 'Parameters');
  const [minima, maxima] = ['MinCapacity', 'MaxCapacity'].map(
    (name) => mapAt(parameters, name)['AllowedValues'] as readonly string[],
  );
  const ranges = (minima ?? []).flatMap((least) =>
    (maxima ?? []).map((most) => ({ MinCapacity: least, MaxCapacity: most })),
  );
  const upright = ranges.filter((one) => Number(one.MinCapacity) <= Number(one.MaxCapacity));

  it.each(ranges.filter((one) => !upright.includes(one)))(
    'the lab refuses a capacity of $MinCapacity to $MaxCapacity',
    async (range) => {
      expect(await refusal('lab', { ...sleepless, ...range })).toBe(
        'Template rule CapacityRangeIsUpright failed: MinCapacity is above MaxCapacity. Raise ' +
          'MaxCapacity, or lower MinCapacity.',
      );
    },
  );

  it('the lab takes every capacity that is upright', async () => {
    expect(upright.length).toBeGreaterThan(50);
    for (const range of upright) {
      await expect(deployStack('lab', { ...sleepless, ...range })).resolves.toBeDefined();
    }
  });
});

/** What a role of the lab may do, by the resources that it may do it to. */
async function grantsOf(
  role: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { asked } = await deployStack('lab', parameters);
  const settings = asked
    .filter(([operation, arn]) => operation === 'addRole' && String(arn).includes(`-${role}Role-`))
    .map(([, , one]) => one as { policies: { document: { Statement: object[] } }[] });
  const statements = settings
    .flatMap(({ policies }) => policies)
    .flatMap(
      ({ document }) => document.Statement as { Action: string; Resource: string | string[] }[],
    );
  return Object.fromEntries(statements.map((one) => [one.Action, [one.Resource].flat()]));
}

const secret = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!cluster-1-AbCdEf';
const user = (id: string, name: string): string =>
  `arn:aws:rds-db:eu-central-1:222222222222:dbuser:${id}/${name}`;
const probe = user('cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'probe');

describe('the permissions of the lab', () => {
  it('PrepareDatabase reads the secret of the master and nothing else', async () => {
    expect(await grantsOf('PrepareDatabase', { Proxy: 'no' })).toEqual({
      'secretsmanager:GetSecretValue': [secret],
    });
  });

  it('without a proxy ProbeDatabase signs in as one user of one cluster, and reads no secret', async () => {
    expect(await grantsOf('ProbeDatabase', { Proxy: 'no' })).toEqual({ 'rds-db:connect': [probe] });
  });

  it('by the secret it reads the secret, too', async () => {
    expect(await grantsOf('ProbeDatabase', { Proxy: 'no', Login: 'secret' })).toEqual({
      'rds-db:connect': [probe],
      'secretsmanager:GetSecretValue': [secret],
    });
  });

  it('through the proxy it signs in as the user of the secret', async () => {
    expect(await grantsOf('ProbeDatabase', {})).toEqual({
      'rds-db:connect': [probe, user('prx-11111111', 'labmaster')],
      'secretsmanager:GetSecretValue': [secret],
    });
  });

  it('the proxy reads the secret of the master and nothing else', async () => {
    expect(await grantsOf('Proxy', {})).toEqual({ 'secretsmanager:GetSecretValue': [secret] });
  });

  it('the schedules may call ProbeDatabase and nothing else', async () => {
    const grants = await grantsOf('Schedules', { Proxy: 'no' });

    expect(Object.keys(grants)).toEqual(['lambda:InvokeFunction']);
    expect(grants['lambda:InvokeFunction']).toEqual([
      expect.stringMatching(/:function:understudy-lab-ProbeDatabase-\w+$/),
    ]);
  });
});

describe('the logs of the lab', () => {
  it.each([
    ['aurora-postgresql', ['iam-db-auth-error', 'postgresql']],
    ['aurora-mysql', ['iam-db-auth-error', 'audit', 'error', 'slowquery']],
  ])('each log that %s exports has a group of the stack, made before it', async (Engine, logs) => {
    const { asked } = await deployStack('lab', { Engine, Proxy: 'no' });
    const created = asked.findIndex(([operation]) => operation === 'CreateDBCluster');
    const [, , input] = asked[created] ?? [];
    const groups = asked
      .slice(0, created)
      .filter(([operation]) => operation === 'createLogGroup')
      .map(([, , settings]) => (settings as { name: string }).name);

    expect(input).toMatchObject({ EnableCloudwatchLogsExports: logs });
    expect(groups).toEqual(
      expect.arrayContaining(logs.map((log) => `/aws/rds/cluster/understudy-lab/${log}`)),
    );
  });
});

describe('live code of the lab', () => {
  it.each([
    [{}, 'refused'],
    [{ LiveCode: 'refused' }, 'refused'],
    [{ LiveCode: 'allowed' }, 'allowed'],
  ])(
    'with %j the code of ProbeDatabase is %s elsewhere, and of no other function',
    async (parameters, expected) => {
      const { asked } = await deployStack('lab', { Proxy: 'no', ...parameters });
      const tags = asked
        .filter(([operation]) => operation === 'createFunction')
        .map(([, , settings]) => settings as { name: string; tags: Record<string, string> })
        .map(({ name, tags: own }) => [name.split('-').at(-2), own['understudy:live-code']]);

      expect(Object.fromEntries(tags)).toEqual({
        PrepareDatabase: undefined,
        ProbeDatabase: expected,
      });
    },
  );
});
