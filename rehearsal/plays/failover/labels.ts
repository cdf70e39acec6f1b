/** A mark's name at its line; level 0 is the highest. */
export interface MarkLabel {
  readonly name: string;
  readonly x: number;
  readonly level: number;
}

/** How wide a mark's label is, with what keeps it from the next mark's line. */
const markRoom = 24;

/** Labels that would lie on one another, or on the next one's line, are put on levels. */
export function placeMarks(
  marks: readonly (readonly [name: string, at: number])[],
  scale: (seconds: number) => number,
): readonly MarkLabel[] {
  const ends: number[] = [];
  return marks
    .map(([name, at]) => ({ name, x: scale(at) }))
    .toSorted((one, other) => one.x - other.x)
    .map(({ name, x }) => {
      const free = ends.findIndex((end) => end < x);
      const level = free < 0 ? ends.length : free;
      ends[level] = x + markRoom;
      return { name, x, level };
    });
}

/** Between words and whatever is beside them. */
const margin = 4;

/** Where words begin within their room so that no line goes through them; undefined where they can't. */
export function roomBeside(
  lines: readonly number[],
  [left, right]: readonly [left: number, right: number],
  width: number,
): number | undefined {
  return [left, ...lines.filter((x) => x > left)]
    .toSorted((one, other) => one - other)
    .map((from) => from + margin)
    .find(
      (x) => x + width <= right && !lines.some((line) => line > x - margin && line < x + width),
    );
}
