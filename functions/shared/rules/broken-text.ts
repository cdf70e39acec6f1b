/** Half of a character that takes two: JSON may hold it, and no request to AWS can. */
const half = /\p{Surrogate}/u;

/**
 * Looks for a text that isn't whole, keys included. However deep the value is, no stack overflows.
 * @returns where it is, such as `plan.settings.subnetGroup`; undefined where all texts are whole
 */
export function findBrokenText(value: unknown): string | undefined {
  const left: { readonly at: string; readonly held: unknown }[] = [{ at: '', held: value }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { at, held } = next;
    if (typeof held === 'string' && half.test(held)) return at;
    if (typeof held !== 'object' || held === null) continue;
    for (const [key, item] of Object.entries(held)) {
      const inside = at === '' ? key : `${at}.${key}`;
      if (half.test(key)) return inside;
      left.push({ at: inside, held: item });
    }
  }
  return undefined;
}
