import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { makeScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { deployStacks, output } from '../../plays/scene/deploy-places.ts';
import type { Deployed } from '../../plays/scene/deploy-places.ts';
import { observe } from '../../plays/scene/observe.ts';
import { source, target } from '../../plays/scene/places.ts';
import { openEngine } from '../../aws/stage/engines.ts';
import { Stage } from '../../aws/stage/stage.ts';
import { standard } from './standard-setting.ts';

/** When the stage opens. */
export const opening = Date.parse('2026-03-02T02:05:00Z');

/** A stage without any database: what has to be ended, and which executions began on it when. */
export interface EmptyStage {
  readonly stage: Stage;
  readonly begun: readonly { readonly arn: string; readonly at: number }[];
  close(): Promise<void>;
}

export async function emptyStage(): Promise<EmptyStage> {
  const directory = await makeScratchDirectory('understudy-');
  const engine = await openEngine('postgresql', {
    directory,
    cacheDirectory: path.resolve('.rehearsal/databases'),
    locations: [source, target],
  });
  const cacheDirectory = path.resolve('.rehearsal');
  const stage = await Stage.open({ seed: 1, start: opening, directory, cacheDirectory, engine });
  const begun: { arn: string; at: number }[] = [];
  stage.stepFunctions.onHistoryEvent((event: HistoryEvent, arn: string) => {
    if (event.type === 'ExecutionStarted') begun.push({ arn, at: stage.clock.now() });
  });
  return {
    stage,
    begun,
    close: async () => {
      await stage.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Deploys the real templates of all stacks of a recovery. */
export function deployAll(stage: Stage): Promise<Deployed> {
  const secretArn = stage.secrets.createSecret(target, { name: 'orders-master', value: {} });
  return deployStacks(
    standard,
    { sourceKeyArn: undefined },
    { stage, secretArn, stacksDirectory: path.resolve('stacks'), onStack: () => {} },
  );
}

/** Lets virtual minutes pass. */
export function pass(stage: Stage, minutes: number): Promise<void> {
  return stage.clock.run(stage.clock.sleep(minutes * 60_000));
}

/** Publishes to the topic of notices, as an operator of the source account. */
export async function publish(stage: Stage, deployed: Deployed, message: string): Promise<void> {
  const sns = new SNSClient({
    region: source.region,
    endpoint: stage.url,
    credentials: stage.credentials.operator(source.accountId),
    systemClockOffset: stage.clock.now() - Date.now(),
  });
  try {
    const TopicArn = output(deployed.source, 'NoticesTopicArn');
    await observe(stage, () => sns.send(new PublishCommand({ TopicArn, Message: message })));
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
  // Of before the stage's own time: data from the future is refused.
  return JSON.stringify({ ...notice, capturedAt: '2026-03-01T03:00:09.000Z', ...changes });
}
