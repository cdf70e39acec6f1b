import { snsNotices } from '../../../../functions/shared/adapters/sns-notices.ts';
import type { Notices } from '../../../../functions/shared/ports/notices.ts';
import { ask, kept, prepare } from './script.ts';
import type { Step } from './script.ts';
import type { World } from './world.ts';

function of({ source }: World): Notices {
  return snsNotices(source.sns);
}

/** A topic of the source. */
export const noticeSteps: readonly Step[] = [
  prepare('a topic', async (world, made) => {
    made.set('topic', await world.makeTopic());
  }),
  ask('SNS Publish', 'to a topic', (world, made) =>
    of(world).publish(kept(made, 'topic'), 'captured', { version: 1 }),
  ),
  ask('SNS Publish', 'with a subject of more than 100 characters, which is cut', (world, made) =>
    of(world).publish(kept(made, 'topic'), 'long '.repeat(40), { version: 1 }),
  ),
  ask('SNS Publish', 'with a subject of two lines', (world, made) =>
    of(world).publish(kept(made, 'topic'), 'one\ntwo', { version: 1 }),
  ),
  ask('SNS Publish', 'without a subject', (world, made) =>
    of(world).publish(kept(made, 'topic'), '', { version: 1 }),
  ),
  ask('SNS Publish', 'of more than 256 KiB', (world, made) =>
    of(world).publish(kept(made, 'topic'), 'large', { text: 'x'.repeat(262_144) }),
  ),
  ask('SNS Publish', 'to nobody', (world) =>
    of(world).publish('arn:aws:sns:eu-west-1:111111111111:nobody', 'captured', { version: 1 }),
  ),
  ask('SNS Publish', 'to what is no ARN', (world) =>
    of(world).publish('nobody', 'captured', { version: 1 }),
  ),
  ask('SNS Publish', 'in another Region than the topic is in', (world, made) =>
    snsNotices(world.target.sns).publish(kept(made, 'topic'), 'captured', { version: 1 }),
  ),
];
