import type { Simulator } from '../../aws/simulator/simulator.ts';

/** Does real work in the simulator, such as a call by an operator, while its time stands still. */
export function observe<T>(simulator: Simulator, work: () => Promise<T>): Promise<T> {
  return simulator.clock.run(simulator.clock.hold(work));
}
