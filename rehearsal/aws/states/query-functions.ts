import { createHash } from 'node:crypto';
import { Random } from '../random.ts';
import type { Json } from './json.ts';

/** A function as an expression calls it: undefined arguments and results are JSONata's "nothing". */
export type QueryFunction = (...values: readonly (Json | undefined)[]) => Json | undefined;

const hashNames: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/**
 * What Step Functions adds to JSONata. Source: Step Functions Developer Guide, "Transforming data
 * with JSONata". Fractions are cut towards zero; arguments that make no sense give nothing.
 * @param random what `$uuid()` and an unseeded `$random()` draw from
 */
export function queryFunctions(random: Random): Readonly<Record<string, QueryFunction>> {
  return {
    partition,
    range,
    hash,
    parse: (text) => {
      if (text === undefined) return undefined;
      if (typeof text !== 'string') throw new TypeError('$parse takes a string of JSON');
      return JSON.parse(text) as Json;
    },
    random: (seed) =>
      seed === undefined ? random.next() : new Random(requireNumber('$random', seed)).next(),
    uuid: () => uuid(random),
  };
}

/** A version 4 UUID from seeded numbers. */
export function uuid(random: Random): string {
  const variant = random.text(1, '89ab');
  return `${random.text(8)}-${random.text(4)}-4${random.text(3)}-${variant}${random.text(3)}-${random.text(12)}`;
}

const partition: QueryFunction = (values, size) => {
  if (values === undefined || size === undefined) return undefined;
  const list = Array.isArray(values) ? (values as readonly Json[]) : [values];
  const length = Math.trunc(requireNumber('$partition', size));
  if (length <= 0 || list.length === 0) return undefined;
  return Array.from({ length: Math.ceil(list.length / length) }, (_, chunk) =>
    list.slice(chunk * length, (chunk + 1) * length),
  );
};

const range: QueryFunction = (from, to, step) => {
  if (from === undefined || to === undefined || step === undefined) return undefined;
  const [start, end, by] = [from, to, step].map((value) =>
    Math.trunc(requireNumber('$range', value)),
  ) as [number, number, number];
  const count = Math.floor((end - start) / by) + 1;
  if (by === 0 || count <= 0) return undefined;
  const values = Array.from({ length: count }, (_, index) => start + index * by);
  return values.length === 1 ? values[0] : values;
};

const hash: QueryFunction = (text, algorithm) => {
  if (text === undefined || algorithm === undefined) return undefined;
  const name = typeof algorithm === 'string' ? hashNames[algorithm] : undefined;
  if (name === undefined || typeof text !== 'string') {
    throw new TypeError(`$hash takes a string and one of ${Object.keys(hashNames).join(', ')}`);
  }
  return createHash(name).update(text).digest('hex');
};

function requireNumber(name: string, value: Json): number {
  if (typeof value !== 'number') throw new TypeError(`${name} takes numbers`);
  return value;
}
