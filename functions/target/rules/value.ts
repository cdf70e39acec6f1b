/**
 * A value that a query gave, as its server has it: numbers and texts in the server's own digits and
 * letters, so that none is rounded, and times as moments. `other` is all that is none of these, by the
 * name of its type: ranges, arrays, intervals, bytes, and times that aren't any.
 */
export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly at?: number | undefined }
  /** `at`: milliseconds since 1970. */
  | { readonly kind: 'moment'; readonly text: string; readonly at: number }
  | { readonly kind: 'other'; readonly type: string; readonly text: string };

/** Whether a text is a date, or a date and a time of day, as ISO 8601 and SQL write them. */
export function saysTime(text: string): boolean {
  return isoTime.test(text);
}

/** The moment that a text tells with its zone; undefined where it names none, or isn't one. */
export function zonedMoment(text: string): number | undefined {
  const [, date, time, zone] = isoTime.exec(text) ?? [];
  if (date === undefined || time === undefined || zone === undefined) return undefined;
  const offset =
    zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const at = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}

const isoTime =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
