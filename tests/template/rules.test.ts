import { describe, expect, it } from '@jest/globals';
import { deployStack, deployTemplate, refusal, required, stackNames } from './deploy-stack.ts';

/** Every parameter that a stack must be told, one by one; rules ask for the others. */
const needs = stackNames.flatMap((stack) =>
  Object.keys(required[stack])
    .filter((name) => name !== 'DatabaseUser' && name !== 'EndpointServiceName')
    .map((name) => [stack, name] as const),
);

describe('the rules of the stacks', () => {
  // VPC Lattice isn't simulated: SAM's own tools check that stack.
  it.each(stackNames.filter((name) => name !== 'access-lattice'))(
    'the stack %s deploys with what it must be told',
    async (name) => {
      const { stack } = await deployStack(name);

      expect(Object.keys(stack.resources)).not.toHaveLength(0);
    },
  );

  it.each(needs)('the stack %s refuses to go without %s', async (stack, name) => {
    expect(await refusal(stack, { [name]: undefined })).toBe(
      `Parameters: [${name}] must have values`,
    );
  });

  it('the map refuses to be deployed and names the stacks that are', async () => {
    const location = { accountId: '111111111111', region: 'eu-west-1' };

    await expect(
      deployTemplate('template.yaml', { stackName: 'understudy', location, parameters: {} }),
    ).rejects.toThrow(
      "Template rule MapIsNotDeployed failed: This is the map of the stacks, which isn't deployed " +
        'itself. Deploy one stack by sam deploy --config-env with ' +
        `${stackNames.slice(0, -1).join(', ')} or ${stackNames.at(-1)}.`,
    );
  });

  it('the target refuses a live name that is the temporary one', async () => {
    expect(await refusal('target', { TempDBClusterIdentifier: 'orders' })).toBe(
      'Template rule NamesDiffer failed: ' +
        'ExistingDBClusterIdentifier and TempDBClusterIdentifier must differ.',
    );
  });

  it('the target refuses a verification without a login', async () => {
    expect(await refusal('target', { DatabaseUser: undefined })).toBe(
      'Template rule VerificationLogsIn failed: ' +
        'VerifyDatabase needs DatabaseSecretArn, or DatabaseUser for IAM authentication.',
    );
  });

  it.each([
    { DatabaseKind: 'cluster', Engine: 'postgres' },
    { DatabaseKind: 'cluster', Engine: 'mysql' },
    { DatabaseKind: 'cluster', Engine: 'mariadb' },
    { DatabaseKind: 'instance', Engine: 'aurora-postgresql' },
    { DatabaseKind: 'instance', Engine: 'aurora-mysql' },
  ])('the target refuses $DatabaseKind with the engine $Engine', async (parameters) => {
    expect(await refusal('target', parameters)).toBe(
      'Template rule EngineIsOfTheKind failed: DatabaseKind cluster takes an Engine aurora-..., and ' +
        "instance one of the others; a Multi-AZ DB cluster, of mysql or postgres, isn't recovered.",
    );
  });

  it.each([
    ['docdb', "docdb, neptune and RDS Custom (custom-...) aren't recovered"],
    ['neptune', "docdb, neptune and RDS Custom (custom-...) aren't recovered"],
    ['custom-oracle-ee', "docdb, neptune and RDS Custom (custom-...) aren't recovered"],
  ])('the target refuses the engine %s by name', async (Engine, why) => {
    expect(await refusal('target', { Engine })).toContain(why);
  });

  it('the target takes a secret in place of a user', async () => {
    const secret = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:orders-AbCdEf';

    const { asked } = await deployStack('target', {
      DatabaseUser: undefined,
      DatabaseSecretArn: secret,
    });

    expect(JSON.stringify(asked)).toContain(secret);
  });

  it.each([
    ['load-balancer', { EndpointServiceName: undefined }],
    ['lattice', { AccessWay: 'lattice' }],
  ])('the consumer by %s refuses to have nothing to reach', async (_way, parameters) => {
    expect(await refusal('consumer', parameters)).toBe(
      'Template rule EndpointHasSomethingToReach failed: The endpoint needs EndpointServiceName ' +
        'or, with lattice, ResourceConfigurationArn.',
    );
  });

  const lattice = {
    AccessWay: 'lattice',
    EndpointServiceName: undefined,
    ResourceConfigurationArn:
      'arn:aws:vpc-lattice:eu-central-1:222222222222:resourceconfiguration/rcfg-0a1b2c3d4e5f60001',
  };

  it('the consumer by lattice refuses a PrivateName, for which there is nothing to lead to', async () => {
    expect(await refusal('consumer', { ...lattice, PrivateName: 'orders.db' })).toMatch(
      /^Template rule PrivateNameLeadsSomewhere failed: PrivateName goes with load-balancer\./,
    );
  });

  it('the consumer by lattice is deployed, and has no name to put out', async () => {
    const { stack } = await deployStack('consumer', lattice);

    expect(Object.keys(stack.outputs)).toEqual(['EndpointId']);
  });

  it.each(['Followed1', 'Followed2', 'Followed3', 'Followed4'])(
    'access-lattice refuses %s that is no domain name',
    async (name) => {
      expect(await refusal('access-lattice', { [name]: 'orders' })).toMatch(
        new RegExp(`^Parameter ${name} failed to satisfy constraint: expected a domain name`),
      );
    },
  );

  it.each([
    ['Listener1Port and Listener2Port', { Followed2: 'orders', Listener2Port: '5432' }],
    [
      'Listener3Port and Listener4Port',
      { Followed3: 'orders', Followed4: 'orders', Listener4Port: '5434' },
    ],
  ])('access refuses %s that are the same', async (names, parameters) => {
    expect(await refusal('access', parameters)).toBe(
      `Template rule ListenersHaveTheirOwnPorts failed: ${names} must differ.`,
    );
  });
});

/** Enabled by default: eu-west-1, eu-central-1, ap-northeast-1. Opt-in: eu-south-1, ap-east-1. */
const delivered = [
  ['eu-west-1', 'eu-central-1'],
  ['eu-west-1', 'eu-west-1'],
  ['us-east-1', 'ap-northeast-1'],
  ['eu-south-1', 'eu-central-1'],
  ['eu-south-1', 'eu-south-1'],
  ['ap-east-1', 'ap-east-1'],
] as const;
const undelivered = [
  ['eu-west-1', 'eu-south-1'],
  ['us-east-1', 'mx-central-1'],
  ['eu-south-1', 'ap-east-1'],
  ['ap-east-1', 'eu-south-1'],
] as const;

describe.each(['source', 'subscription'] as const)('the stack %s', (stackName) => {
  it.each(delivered)('notices from %s to %s pass the rule', async (from, to) => {
    const { stack } = await deployStack(stackName, { SourceAWSRegion: from, TargetAWSRegion: to });

    expect(Object.keys(stack.resources)).not.toHaveLength(0);
  });

  it.each(undelivered)('notices from %s to %s are refused', async (from, to) => {
    expect(await refusal(stackName, { SourceAWSRegion: from, TargetAWSRegion: to })).toBe(
      "Template rule NoticesReachTheTarget failed: SNS can't deliver notices into an opt-in Region " +
        'from another Region: choose a TargetAWSRegion that is enabled by default, or the ' +
        "source's own.",
    );
  });
});
