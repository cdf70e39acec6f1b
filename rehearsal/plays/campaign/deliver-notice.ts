import type { Principal } from '../../aws/contracts.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Deployed } from './deploy-scenario.ts';

/** Hands a message to the target as SNS does, from the source's own topic unless it is told another. */
export async function deliverNotice(
  simulator: Simulator,
  { noticesTopicArn, startRecoveryArn }: Deployed,
  body: string,
  TopicArn = noticesTopicArn,
): Promise<void> {
  const principal: Principal = {
    kind: 'service',
    service: 'sns.amazonaws.com',
    sourceArn: noticesTopicArn,
    sourceAccount: noticesTopicArn.split(':')[4] ?? '',
  };
  const event = { Records: [{ Sns: { TopicArn, Message: body } }] };
  await simulator.functions.invoke(startRecoveryArn, event, { invocationType: 'Event', principal });
}
