import path from 'node:path';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { liveName, temporaryName } from './fixtures.ts';
import type { Fixtures } from './fixtures.ts';
import { stackLocations, source, target } from './locations.ts';
import { ownRoles } from './own-settings.ts';
import { kindOf } from './setting.ts';
import type { Setting } from './setting.ts';
import { verifier } from './verifier.ts';

/** Every stack as it is deployed, by name. */
export type Deployed = Readonly<Record<keyof typeof stackLocations, DeployedStack>>;

/** Called for each stack, in the order of the README. */
export type OnStack = (name: keyof typeof stackLocations) => void;

/** Deploys the real templates, stack by stack: each stack's outputs are parameters of the next. */
export async function deployStacks(
  setting: Setting,
  cast: Fixtures,
  parts: {
    readonly simulator: Simulator;
    /** The folder of the templates. */
    readonly stacksDirectory: string;
    readonly secretArn: string;
    readonly onStack: OnStack;
    /** Further parameters of the stack target. */
    readonly targetParameters?: Readonly<Record<string, string>>;
  },
): Promise<Deployed> {
  const { simulator, stacksDirectory, secretArn, onStack } = parts;
  const deploy = async (
    name: keyof typeof stackLocations,
    parameters: Readonly<Record<string, string>>,
  ): Promise<DeployedStack> => {
    onStack(name);
    return simulator.clock.run(
      simulator.clock.hold(() =>
        simulator.deploy({
          stackName: `understudy-${name}`,
          location: stackLocations[name],
          templateFile: path.join(stacksDirectory, `${name}.yaml`),
          parameters,
        }),
      ),
    );
  };
  const regions = { SourceAWSRegion: source.region, TargetAWSRegion: target.region };
  const database = { DatabaseKind: kindOf(setting) };
  const key = await deploy('recovery-key', { DestinationAccountNumber: target.accountId });
  const recoveryKey = output(key, 'RecoveryKeyArn');
  const captured = await deploy('source', {
    ...database,
    ...regions,
    SourceDBClusterIdentifier: liveName,
    DestinationAccountNumber: target.accountId,
    KMSKey: recoveryKey,
    SourceKMSKey: cast.sourceKeyArn ?? '',
    CopyRoute: setting.copyRoute,
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleTimezone: 'Europe/Dublin',
  });
  const topic = output(captured, 'NoticesTopicArn');
  const recovered = await deploy('target', {
    ...database,
    Engine: setting.engine,
    Mode: setting.mode,
    ExistingDBClusterIdentifier: liveName,
    TempDBClusterIdentifier: temporaryName,
    InstanceNames: setting.instanceNames,
    RetirementGraceHours: String(setting.graceHours),
    RetirementApproval: setting.approve === undefined ? 'none' : 'required',
    // Long enough for whoever answers, and soon over where nobody does.
    ApprovalHours: '4',
    SourceAccountNumber: source.accountId,
    SourceAWSRegion: source.region,
    SourceTopicArn: topic,
    KMSKey: sharedKey(setting, cast, recoveryKey),
    ...(setting.login === 'iam' ? { DatabaseUser: verifier } : { DatabaseSecretArn: secretArn }),
    ...(setting.ownSettings && {
      DatabaseRoleArns: ownRoles.transfer,
      MonitoringRoleArn: ownRoles.monitoring,
      DomainRoleArn: ownRoles.directory,
    }),
    SqlAssertions: JSON.stringify(assertions(setting)),
    ...parts.targetParameters,
  });
  const subscribed = await deploy('subscription', {
    ...regions,
    SourceTopicArn: topic,
    StartRecoveryFunctionArn: output(recovered, 'StartRecoveryFunctionArn'),
  });
  return {
    'recovery-key': key,
    source: captured,
    target: recovered,
    subscription: subscribed,
  };
}

/** The key under which the shared snapshot will be. */
function sharedKey(setting: Setting, cast: Fixtures, recoveryKey: string): string {
  if (setting.copyRoute === 'one-call') return cast.sourceKeyArn ?? '';
  return setting.encryption === 'none' && kindOf(setting) === 'cluster' ? '' : recoveryKey;
}

function assertions(setting: Setting): readonly object[] {
  const orders = setting.engine.includes('postgres') ? 'orders' : 'shop.orders';
  return [
    {
      name: 'the orders are there',
      query: `SELECT count(*) FROM ${orders}`,
      expectation: { atLeast: 20_000 },
    },
    {
      name: 'the newest order is fresh',
      query: `SELECT max(placed_at) FROM ${orders} WHERE id >= 1000000000`,
      expectation: { newerThanSeconds: 60 },
    },
  ];
}

export function output(stack: DeployedStack, name: string): string {
  const value = stack.outputs[name];
  if (value === undefined) throw new Error(`the stack puts out no ${name}`);
  return value;
}
