/** One page of a list, and where the next one starts. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

/**
 * Cuts a page out of a list. A marker is the position at which its page starts.
 * @param marker what the last page gave as `next`
 * @returns undefined when the marker is none that this list gave out
 */
export function pageOf<T>(
  list: readonly T[],
  size: number,
  marker: string | undefined,
): Page<T> | undefined {
  const start = marker === undefined ? 0 : Number(marker);
  if (!Number.isInteger(start) || start < 0 || start > list.length) return undefined;
  const end = start + size;
  return { items: list.slice(start, end), next: end < list.length ? String(end) : undefined };
}
