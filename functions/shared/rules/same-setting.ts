/**
 * Whether two values of a setting mean the same. AWS leaves unsaid what is off, none or empty; and it
 * keeps lists in an order of its own.
 */
export function sameSetting(one: unknown, other: unknown): boolean {
  return JSON.stringify(normal(one)) === JSON.stringify(normal(other));
}

function normal(value: unknown): unknown {
  if (value === false || value === 0 || value === '') return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    return value.map((item: unknown) => JSON.stringify(normal(item))).toSorted();
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return entries.length === 0 ? undefined : entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
  return value ?? undefined;
}
