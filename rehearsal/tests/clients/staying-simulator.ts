import { once } from 'node:events';
import path from 'node:path';
import { shellSetup } from '../../plays/rehearse/shell-setup.ts';
import { silent } from '../../plays/rehearse/progress-printer.ts';
import { rehearse } from '../../plays/rehearse/rehearse.ts';
import { project } from '../../../scripts/checks/project.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

/** What `npm run rehearse -- --stay` leaves standing. */
export interface StayingSimulator {
  readonly simulator: Simulator;
  /** What is printed to be pasted into a shell, by account. */
  readonly pasted: Readonly<Record<'source' | 'target', string>>;
  /** Ctrl-C. */
  leave(): Promise<void>;
}

/** Plays the standard recovery, and stays. */
export async function stay(): Promise<StayingSimulator> {
  const outside = new AbortController();
  const left = once(outside.signal, 'abort');
  let ended: Promise<unknown> = Promise.resolve();
  const simulator = await new Promise<Simulator>((resolve, reject) => {
    ended = rehearse(standard, {
      projectDirectory: project,
      progressPrinter: silent,
      onCurtain: async (open, _report, stayUntil) => {
        resolve(open);
        await stayUntil(left);
      },
    });
    ended.catch(reject);
  });
  const setup = await shellSetup(simulator, path.join(project, '.rehearsal'));
  const [, source = '', target = ''] = setup.split(/^# the (?:source|target) account.*$/m);
  return {
    simulator,
    pasted: { source, target },
    async leave() {
      outside.abort();
      await ended;
    },
  };
}
