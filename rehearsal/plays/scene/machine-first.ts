import { machineTrouble } from '../../../commands/terminal/machine-trouble.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';

type Slips = Pick<Simulator, 'defects'> & { readonly rds: Pick<Simulator['rds'], 'problems'> };

/**
 * Does what a play does. Where this machine failed, that is thrown, and not what it made fail: a disk that
 * is full looks like a restore that AWS ended badly.
 */
export async function machineFirst<T>(simulator: Slips, work: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    throw firstTrouble(simulator) ?? error;
  }
  const trouble = firstTrouble(simulator);
  if (trouble === undefined) return result;
  throw trouble;
}

function firstTrouble({ defects, rds }: Slips): Error | undefined {
  return [...rds.problems, ...defects].find((slip) => machineTrouble(slip) !== undefined);
}
