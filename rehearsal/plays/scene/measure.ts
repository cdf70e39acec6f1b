import type { Span } from '../rehearse/answer-probe.ts';

/** The spans as few that don't overlap, in order. */
export function union(spans: readonly Span[]): readonly Span[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (to > from) merged.push({ from, to });
  }
  return merged;
}

/** Seconds of `window` that the spans cover. */
export function secondsWithin(spans: readonly Span[], window: Span): number {
  const covered = union(spans).reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, window.to) - Math.max(from, window.from)),
    0,
  );
  return seconds(covered);
}

/** Milliseconds as seconds, to a tenth. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
