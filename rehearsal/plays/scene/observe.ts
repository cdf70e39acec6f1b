import type { Stage } from '../../aws/stage/stage.ts';

/** Does real work on the stage, such as a call by an operator, while its time stands still. */
export function observe<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  return stage.clock.run(stage.clock.hold(work));
}
