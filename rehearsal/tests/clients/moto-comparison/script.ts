import type { World } from './world.ts';

/** What a world made, by the name under which both worlds' are compared. */
export type Kept = Map<string, string>;

/** What is done in either world, in its turn. */
export interface Step {
  /** As AWS names it, such as `RDS CopyDBClusterSnapshot`; absent for what only makes ready. */
  readonly call?: string;
  /** What is asked, in words; with the call, it names the step. */
  readonly asked: string;
  /** @returns what is compared */
  play(world: World, kept: Kept): Promise<unknown>;
}

/** A step whose answers are compared. */
export function ask(call: string, asked: string, play: Step['play']): Step {
  return { call, asked, play };
}

/** A step that makes ready, and must come off in either world. */
export function prepare(asked: string, play: Step['play']): Step {
  return { asked, play };
}

/** A step needs what none before it made: a slip of the script. */
export class NothingKept extends Error {
  override readonly name = 'NothingKept';
}

/** What a world made before. @throws NothingKept where it didn't */
export function kept(made: Kept, name: string): string {
  const value = made.get(name);
  if (value === undefined || value === '') throw new NothingKept(`no step kept ${name}`);
  return value;
}
