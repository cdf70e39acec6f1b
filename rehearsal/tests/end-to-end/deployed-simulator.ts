import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { clientSettings } from '../../plays/operator/client-settings.ts';
import { deployStacks, output } from '../../plays/scene/deploy-stacks.ts';
import type { Deployed } from '../../plays/scene/deploy-stacks.ts';
import { observe } from '../../plays/scene/observe.ts';
import { source, target } from '../../plays/scene/locations.ts';
import { openEngine } from '../../aws/simulator/engines.ts';
import type { SimulatorOptions } from '../../aws/simulator/simulator-options.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

/** When the simulator opens. */
export const opening = Date.parse('2026-03-02T02:05:00Z');

/** A simulator without any database: what has to be ended, and which executions began on it when. */
export interface EmptySimulator {
  readonly simulator: Simulator;
  readonly begun: readonly { readonly arn: string; readonly at: number }[];
  close(): Promise<void>;
}

export async function emptySimulator(
  options: Pick<SimulatorOptions, 'concurrencyQuota'> = {},
): Promise<EmptySimulator> {
  const scratch = await openScratchDirectory('understudy-');
  const directory = scratch.path;
  const engine = await openEngine('postgresql', {
    directory,
    cacheDirectory: path.resolve('.rehearsal/databases'),
  });
  const cacheDirectory = path.resolve('.rehearsal');
  const simulator = await Simulator.open({
    seed: 1,
    start: opening,
    directory,
    cacheDirectory,
    engine,
    ...options,
  });
  const begun: { arn: string; at: number }[] = [];
  simulator.stepFunctions.onHistoryEvent((event: HistoryEvent, arn: string) => {
    if (event.type === 'ExecutionStarted') begun.push({ arn, at: simulator.clock.now() });
  });
  return {
    simulator,
    begun,
    close: async () => {
      await simulator.close();
      await scratch.remove();
    },
  };
}

/** Deploys the real templates of all stacks of a recovery. */
export function deployAll(simulator: Simulator): Promise<Deployed> {
  const secretArn = simulator.secrets.createSecret(target, { name: 'orders-master', value: {} });
  return deployStacks(
    standard,
    { sourceKeyArn: undefined },
    { simulator, secretArn, stacksDirectory: path.resolve('stacks'), onStack: () => {} },
  );
}

/** Lets virtual minutes pass. */
export function pass(simulator: Simulator, minutes: number): Promise<void> {
  return simulator.clock.run(simulator.clock.sleep(minutes * 60_000));
}

/** Publishes to the topic of notices, as an operator of the source account. */
export async function publish(
  simulator: Simulator,
  deployed: Deployed,
  message: string,
): Promise<void> {
  const sns = new SNSClient(clientSettings(simulator, source));
  try {
    const TopicArn = output(deployed.source, 'NoticesTopicArn');
    await observe(simulator, () => sns.send(new PublishCommand({ TopicArn, Message: message })));
  } finally {
    sns.destroy();
  }
}

/** The notice of the sample event of StartRecovery, with some of it changed. */
export async function sampleNotice(changes: object = {}): Promise<string> {
  const event = JSON.parse(await readFile('events/target-start-recovery.json', 'utf8')) as {
    Records: [{ Sns: { Message: string } }];
  };
  const notice = JSON.parse(event.Records[0].Sns.Message) as object;
  // Of before the simulator's own time: data from the future is refused.
  return JSON.stringify({ ...notice, capturedAt: '2026-03-01T03:00:09.000Z', ...changes });
}
