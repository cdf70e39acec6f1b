/** So many tags of an owner, in the order of their keys: `key-00`, `key-01` and so on. */
export function ownTags(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`key-${String(index).padStart(2, '0')}`, '']),
  );
}
