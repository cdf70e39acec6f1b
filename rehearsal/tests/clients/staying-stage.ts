import { once } from 'node:events';
import { invitation } from '../../plays/rehearse/invitation.ts';
import { silent } from '../../plays/rehearse/narrator.ts';
import { rehearse } from '../../plays/rehearse/rehearse.ts';
import { project } from '../../../scripts/checks/project.ts';
import type { Stage } from '../../aws/stage/stage.ts';
import { standard } from '../end-to-end/standard-setting.ts';

/** What `npm run rehearse -- --stay` leaves standing. */
export interface StayingStage {
  readonly stage: Stage;
  /** What is printed to be pasted into a shell, by account. */
  readonly pasted: Readonly<Record<'source' | 'target', string>>;
  /** Ctrl-C. */
  leave(): Promise<void>;
}

/** Plays the standard recovery, and stays. */
export async function stay(): Promise<StayingStage> {
  const outside = new AbortController();
  const left = once(outside.signal, 'abort');
  let ended: Promise<unknown> = Promise.resolve();
  const stage = await new Promise<Stage>((resolve, reject) => {
    ended = rehearse(standard, {
      projectDirectory: project,
      narrator: silent,
      onCurtain: async (open) => {
        resolve(open);
        await open.clock.attend(left);
      },
    });
    ended.catch(reject);
  });
  const [, source = '', target = ''] = invitation(stage).split(
    /^# the (?:source|target) account.*$/m,
  );
  return {
    stage,
    pasted: { source, target },
    async leave() {
      outside.abort();
      await ended;
    },
  };
}
