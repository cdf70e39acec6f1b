import type { Kept } from './script.ts';
import type { World } from './world.ts';

/** What a world answered, as texts: each field of the answer, or the one word `error`. */
export type Outcome = ReadonlyMap<string, string>;

/** What an answer is compared by, once what no two worlds share has a common name. */
export function answered(value: unknown, made: Kept): Outcome {
  const fields = flat(JSON.parse(JSON.stringify(value ?? 'done')) as unknown, '');
  return new Map(fields.map(([field, text]) => [field || 'answer', common(text, made)]));
}

/**
 * What a failure is compared by: the error's name, and that of AWS's behind it where an adapter has
 * translated it. Messages aren't compared, for AWS documents none.
 */
export async function failed(error: Error, world: Pick<World, 'nameOf'>): Promise<Outcome> {
  const behind = error.cause instanceof Error ? ` (${await world.nameOf(error.cause)})` : '';
  return new Map([['error', behind === '' ? await world.nameOf(error) : error.name + behind]]);
}

/** The fields of an answer, but for empty ones: on the wire they can't be told from absent ones. */
function flat(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  const fields = Object.entries(value).flatMap(([name, item]) =>
    // What the SDK adds to an answer.
    name === '$metadata'
      ? []
      : flat(item, Array.isArray(value) ? `${path}[${name}]` : `${path}${path && '.'}${name}`),
  );
  return path === '' && fields.length === 0 ? [['', 'empty']] : fields;
}

/** What is drawn at random, or is the world's own. */
const own: readonly (readonly [RegExp, string])[] = [
  [/\b(?:cluster|db)-[A-Z0-9]{26}\b/g, '<resource id>'],
  [/\bcluster-[a-z0-9]{12}\./g, 'cluster-<hash>.'],
  [/\.[a-z0-9]{10,12}\.(?=[a-z0-9-]+\.rds\.)/g, '.<hash>.'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>'],
  [
    /\b(vpc-cidr-assoc|sg|vpc|subnet|vpce-svc|vpce|eipalloc|sgr|acl|dopt|rtb)-[0-9a-f]{8,17}\b/g,
    '<$1>',
  ],
  [/\b(access|writer|reader)([-/])[0-9a-f]{16}\b/g, '$1$2<hash>'],
];

function common(text: string, made: Kept): string {
  const named = [...made]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .reduce((rest, [name, value]) => rest.replaceAll(value, `<${name}>`), text);
  return own.reduce((rest, [pattern, name]) => rest.replace(pattern, name), named);
}
