import path from 'node:path';
import { Operator } from '../../plays/operator/operator.ts';
import { output } from '../../plays/scene/deploy-stacks.ts';
import type { Deployed } from '../../plays/scene/deploy-stacks.ts';
import { liveName, temporaryName } from '../../plays/scene/fixtures.ts';
import { stackLocations, source, target } from '../../plays/scene/locations.ts';
import type { Alarm } from '../../aws/services/cloudwatch/alarm.ts';
import type { Transition } from '../../aws/services/cloudwatch/evaluation.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { emptySimulator } from './deployed-simulator.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

const master = { user: 'master', password: 'a-password-of-the-simulator' };

/**
 * A simulator on which the schedule fires each day, and each capture is drilled. A swap, which has to be
 * started by hand, waits for an approval.
 */
export interface WatchedSimulator {
  readonly simulator: Simulator;
  readonly deployed: Deployed;
  readonly recoveryKeyArn: string;
  close(): Promise<void>;
}

/** @param parameters of the source stack, besides those that it has to be told */
export async function watchedSimulator(
  parameters: Readonly<Record<string, string>> = {},
): Promise<WatchedSimulator> {
  const empty = await emptySimulator();
  const { simulator } = empty;
  const operator = new Operator(simulator);
  try {
    const sourceKeyArn = simulator.kms.createKey(source);
    await operator.create(standard, {
      location: source,
      identifier: liveName,
      master,
      encryption: { keyId: sourceKeyArn },
      deletionProtection: true,
    });
    await operator.create(standard, {
      location: target,
      identifier: liveName,
      master,
      encryption: { keyId: simulator.kms.managedKey(target, 'rds').arn },
      deletionProtection: false,
    });
    const deployed = await deployEverything(simulator, sourceKeyArn, parameters);
    const recoveryKeyArn = output(deployed['recovery-key'], 'RecoveryKeyArn');
    return { simulator, deployed, recoveryKeyArn, close: () => empty.close() };
  } catch (error) {
    await empty.close();
    throw error;
  } finally {
    operator.close();
  }
}

/** Every stack, with alarms as they are by default. */
async function deployEverything(
  simulator: Simulator,
  sourceKeyArn: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Deployed> {
  const deploy = (
    name: keyof typeof stackLocations,
    told: Readonly<Record<string, string>>,
  ): Promise<Deployed[typeof name]> =>
    simulator.clock.run(
      simulator.clock.hold(() =>
        simulator.deploy({
          stackName: `understudy-${name}`,
          location: stackLocations[name],
          templateFile: path.resolve('stacks', `${name}.yaml`),
          parameters: told,
        }),
      ),
    );
  const regions = { SourceAWSRegion: source.region, TargetAWSRegion: target.region };
  const key = await deploy('recovery-key', { DestinationAccountNumber: target.accountId });
  const KMSKey = output(key, 'RecoveryKeyArn');
  const captured = await deploy('source', {
    ...regions,
    SourceDBClusterIdentifier: liveName,
    DestinationAccountNumber: target.accountId,
    KMSKey,
    SourceKMSKey: sourceKeyArn,
    ...parameters,
  });
  const SourceTopicArn = output(captured, 'NoticesTopicArn');
  const recovered = await deploy('target', {
    Mode: 'drill',
    RetirementApproval: 'required',
    ApprovalHours: '24',
    ExistingDBClusterIdentifier: liveName,
    TempDBClusterIdentifier: temporaryName,
    SourceAccountNumber: source.accountId,
    SourceAWSRegion: source.region,
    SourceTopicArn,
    KMSKey,
    DatabaseSecretArn: simulator.secrets.createSecret(target, {
      name: 'orders-master',
      value: { username: master.user, password: master.password, dbname: 'postgres' },
    }),
  });
  const subscription = await deploy('subscription', {
    ...regions,
    SourceTopicArn,
    StartRecoveryFunctionArn: output(recovered, 'StartRecoveryFunctionArn'),
  });
  return { 'recovery-key': key, source: captured, target: recovered, subscription };
}

/** Lets virtual time pass until then. */
export async function passUntil(simulator: Simulator, time: string): Promise<void> {
  await simulator.clock.run(simulator.clock.sleep(Date.parse(time) - simulator.clock.now()));
}

/** The alarms that went to a state within a time, as `<stack> <alarm>`, sorted. */
export function changes(
  history: readonly Transition[],
  to: Transition['to'],
  [from, until]: readonly [string, string],
): readonly string[] {
  return history
    .filter(({ time }) => time >= Date.parse(from) && time < Date.parse(until))
    .filter((transition) => transition.to === to)
    .map(({ alarm }) => shortName(alarm.name))
    .toSorted();
}

/** `understudy-source-Alarms-1H2K3M4N5P6Q7-RunFailed-AB12…` is `source RunFailed`. */
export function shortName(name: string): string {
  const [, stack = '', alarm = ''] = /^understudy-([a-z]+)-.*?(\w+)-[A-Z0-9]+$/.exec(name) ?? [];
  return `${stack} ${alarm}`;
}

/** Publishes as CloudWatch does for an alarm: by the topic's policy and that of its key. */
export async function publishAsCloudWatch(
  simulator: Simulator,
  topicArn: string,
  { name, location }: Alarm,
): Promise<void> {
  const principal = {
    kind: 'service',
    service: 'cloudwatch.amazonaws.com',
    sourceArn: `arn:aws:cloudwatch:${location.region}:${location.accountId}:alarm:${name}`,
    sourceAccount: location.accountId,
  } as const;
  await simulator.sns.operations['Publish']?.(
    { TopicArn: topicArn, Message: `${name} changed its state` },
    {
      requestId: name,
      service: 'sns',
      operation: 'Publish',
      location,
      principal,
      authorize: (action, resource, more) =>
        simulator.authorizer.require({ principal, action, resource, ...more }),
    },
  );
}
