import type { DatabaseSettings } from '../../rules/database-settings.ts';
import { Refused } from '../../ports/aws-errors.ts';

/**
 * Asks for changes: all in one call or, where AWS refuses that, a call for each topic, so that one
 * setting that it doesn't take keeps no other back.
 * @param modify throws what AWS's errors mean
 * @returns `nothing` where there was nothing to change, or AWS took none of it
 * @throws NotInState
 */
export async function applySettings(
  topics: readonly DatabaseSettings[],
  modify: (settings: DatabaseSettings) => Promise<void>,
): Promise<'nothing' | 'accepted'> {
  if (topics.length === 0) return 'nothing';
  if (await isTaken(Object.assign({}, ...topics) as DatabaseSettings, modify)) return 'accepted';
  if (topics.length === 1) return 'nothing';
  for (const topic of topics) {
    // After one that it takes the database is busy: what is left comes with the next look.
    if (await isTaken(topic, modify)) return 'accepted';
  }
  return 'nothing';
}

async function isTaken(
  settings: DatabaseSettings,
  modify: (settings: DatabaseSettings) => Promise<void>,
): Promise<boolean> {
  try {
    await modify(settings);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
