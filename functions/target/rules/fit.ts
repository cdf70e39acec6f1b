import { SettingsDontFit } from '../../shared/rules/errors.ts';

/** What came of holding settings against what AWS offers. */
export interface Fit {
  /** What was chosen, and what couldn't be looked at: a sentence each, AWS's member name first. */
  readonly differences: readonly string[];
  /** What can't work, with the parameter to set: a sentence each, AWS's member name first. */
  readonly misfits: readonly string[];
}

/** What the restored database is to be, and where. */
export interface Place {
  readonly region: string;
  readonly engine: string;
  /** The version that it will have. */
  readonly version: string;
}

/** Nothing was chosen, and nothing is wrong. */
export const asItIs: Fit = { differences: [], misfits: [] };

/** As one; what two of them say is said once. */
export function together(...parts: readonly Fit[]): Fit {
  return {
    differences: [...new Set(parts.flatMap(({ differences }) => differences))],
    misfits: [...new Set(parts.flatMap(({ misfits }) => misfits))],
  };
}

/** The sentences that are about another member of AWS's than those of `said`. */
export function unsaid(differences: readonly string[], said: readonly string[]): readonly string[] {
  const members = new Set(said.map(memberOf));
  return differences.filter((sentence) => !members.has(memberOf(sentence)));
}

function memberOf(sentence: string): string {
  return sentence.split(' is ', 1)[0] ?? sentence;
}

/** @throws SettingsDontFit naming everything that doesn't fit, so that all can be mended at once */
export function refuseMisfits({ misfits }: Fit): void {
  if (misfits.length === 0) return;
  throw new SettingsDontFit(`${misfits.join('. ')}. Nothing was made; then start the run again`);
}
