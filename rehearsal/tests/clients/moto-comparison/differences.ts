import type { Outcome } from './outcome.ts';
import type { Played } from './play.ts';

/** How two worlds answered the same differently, as the document lists it. */
export interface Difference {
  readonly call: string;
  readonly asked: string;
  readonly moto: string;
  readonly rehearsal: string;
}

/** The steps at which two worlds differ. */
export function differences(
  moto: readonly Played[],
  rehearsal: readonly Played[],
): readonly Difference[] {
  return moto.flatMap(({ call, asked, outcome: one }, index) => {
    const other = rehearsal[index]?.outcome ?? new Map<string, string>();
    const fields = [...new Set([...one.keys(), ...other.keys()])].filter(
      (field) => one.get(field) !== other.get(field),
    );
    if (fields.length === 0) return [];
    return [{ call, asked, moto: shown(one, other, fields), rehearsal: shown(other, one, fields) }];
  });
}

/** What differs of an answer; `an answer` where the other is a word, and this would be a list. */
function shown(outcome: Outcome, other: Outcome, fields: readonly string[]): string {
  const [only] = ['error', 'answer'].flatMap((field) => outcome.get(field) ?? []);
  if (only !== undefined) return only;
  const held = fields.filter((field) => outcome.has(field));
  const isWord = other.has('error') || other.has('answer');
  if (isWord && held.length > 4) return 'an answer';
  return held.map((field) => `${field}: ${outcome.get(field)}`).join('; ') || 'nothing of it';
}
