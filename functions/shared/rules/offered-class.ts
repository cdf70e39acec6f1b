/** An instance class with a storage type, as it can be ordered for a version of an engine. */
export interface OfferedClass {
  readonly instanceClass: string;
  /** Undefined where AWS doesn't say. */
  readonly storageType: string | undefined;
}

/** As many as help whoever has to choose one. */
const mostNamed = 3;

/** Those of the offered classes that are most like one that isn't: of its kind, then of its size. */
export function similarClasses(
  instanceClass: string,
  offered: readonly OfferedClass[],
): readonly string[] {
  const names = [...new Set(offered.map((one) => one.instanceClass))];
  return names
    .map((name) => ({ name, likeness: likeness(name, instanceClass) }))
    .toSorted((one, other) => other.likeness - one.likeness || (one.name < other.name ? 1 : -1))
    .slice(0, mostNamed)
    .map(({ name }) => name);
}

/** `db.r6g.large` and `db.r7g.large` are memory-optimized, and of one size. */
function likeness(one: string, other: string): number {
  const [, family = '', size] = one.split('.');
  const [, otherFamily = '', otherSize] = other.split('.');
  return Number(family[0] === otherFamily[0]) * 2 + Number(size === otherSize);
}
