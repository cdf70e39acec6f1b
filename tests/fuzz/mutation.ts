import * as fc from 'fast-check';
import { hostileValues, variantsOf } from './hostile-values.ts';

/**
 * One change of a JSON document. The numbers choose by their remainder, so that every one of them
 * means something in every document and a failing case shrinks to the fewest and simplest changes.
 */
export interface Mutation {
  /** The place: the document itself is the last one. */
  readonly where: number;
  readonly how: number;
  readonly what: number;
}

export const mutations = (minLength: number): fc.Arbitrary<Mutation[]> =>
  fc.array(
    fc.record({
      where: fc.nat(100_000),
      how: fc.nat(100_000),
      what: fc.nat(100_000),
    }),
    { minLength, maxLength: 4 },
  );

/** Characters: a state of Step Functions holds no more than 256 KiB. Source: its quotas. */
const largestEvent = 262_144;

type Holder = Record<string, unknown> | unknown[];

/** A place in a document, by who holds it. */
interface Place {
  readonly holder: Holder;
  readonly key: string;
}

type Change = (place: Place, held: unknown, what: number, places: readonly Place[]) => void;

/** Changed in these places, one after another. The document that is given stays as it is. */
export function mutate(document: unknown, list: readonly Mutation[]): unknown {
  const root: { document: unknown } = { document: structuredClone(document) };
  for (const { where, how, what } of list) {
    const places = [...placesIn(root)].toReversed();
    if (places.length === 0) break;
    const place = choose(places, where);
    choose(changes, how)(place, get(place), what, places);
  }
  return root.document;
}

export function choose<Item>(items: readonly Item[], number: number): Item {
  return items[number % items.length] as Item;
}

function* placesIn(holder: Holder, depth = 0): Generator<Place> {
  for (const key of Object.keys(holder)) {
    const place = { holder, key };
    yield place;
    const held = get(place);
    const isSmall = isHolder(held) && Object.keys(held).length < 100;
    if (isSmall && depth < 20) yield* placesIn(held, depth + 1);
  }
}

const strangeKeys = [
  '__proto__',
  'constructor',
  'toString',
  'extra',
  '',
  'é\u0000',
  'x'.repeat(5000),
];

const changes: readonly Change[] = [
  (place) => remove(place),
  (place, _held, what) => set(place, choose(hostileValues, what)),
  (place, held, what) => set(place, choose(variantsOf(held), what)),
  // Twice, for it leads furthest: of the right type, and of the wrong meaning.
  (place, held, what) => set(place, choose(variantsOf(held), what)),
  (place, held, what) => {
    const key = choose(strangeKeys, what);
    if (isHolder(held) && !Array.isArray(held))
      set({ holder: held, key }, choose(hostileValues, what));
    else set(place, { [key]: held });
  },
  (place, held) => set(place, [held]),
  (place, held, what) => set(place, changedText(held, what)),
  (place, held, what) => set(place, nested(held, 1 + (what % 300))),
  (place, held, what) =>
    set(
      place,
      Array.from({ length: Math.min(what % 1200, roomFor(held)) }, () => structuredClone(held)),
    ),
  (place, _held, what, places) => set(place, structuredClone(get(choose(places, what)))),
  (place, held, what) => {
    remove(place);
    set({ ...place, key: choose(strangeKeys, what) }, held);
  },
];

/** A document in a text, such as a notice, is changed within; anything else becomes such a text. */
function changedText(held: unknown, what: number): string {
  if (typeof held !== 'string' || !/^[[{]/.test(held)) return JSON.stringify(held);
  const change = { where: what, how: what >> 3, what: what >> 6 };
  try {
    return JSON.stringify(mutate(JSON.parse(held), [change]));
  } catch {
    return held;
  }
}

function nested(value: unknown, depth: number): unknown {
  let nest = value;
  for (let level = 0; level < depth; level++) nest = level % 2 === 0 ? [nest] : { nest };
  return nest;
}

/** How many of them make a document as large as an event may be, and not as large as memory. */
function roomFor(held: unknown): number {
  return Math.ceil(largestEvent / (JSON.stringify(held)?.length ?? 1));
}

function get({ holder, key }: Place): unknown {
  return (holder as Record<string, unknown>)[key];
}

/** As JSON.parse does: `__proto__` is a key like any other. */
function set({ holder, key }: Place, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(key)) {
    holder.push(value);
    return;
  }
  const own = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(holder, key, own);
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}
