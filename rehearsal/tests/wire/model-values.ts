import type { Random } from '../../aws/random.ts';
import type { Member, Shape, Structure } from '../../aws/wire/shape.ts';

/** `everything`: each member is set. `some`: the required ones, and others by chance. */
export type Coverage = 'everything' | 'some';

/**
 * A random value of a model's shape. Members deeper than a few levels are set only where the model
 * requires them: shapes refer to themselves.
 */
export function randomStructure(
  shape: Structure,
  random: Random,
  coverage: Coverage,
  depth = 0,
): Record<string, unknown> {
  const members = [...shape.members.values()];
  const chosen = shape.union
    ? [members[pick(random, members.length)] as Member]
    : members.filter((member) => isChosen(shape, member, random, coverage, depth));
  // A form can't say that a structure is there and empty.
  if (chosen.length === 0 && members[0] !== undefined) chosen.push(members[0]);
  return Object.fromEntries(
    chosen.map((member) => [member.name, randomMember(member, random, coverage, depth + 1)]),
  );
}

function isChosen(
  shape: Structure,
  { name, binding }: Member,
  random: Random,
  coverage: Coverage,
  depth: number,
): boolean {
  if (shape.required.includes(name)) return true;
  // The SDK's clients fill these in where they are left out.
  if (/^(client(request)?token|presignedurl)$/i.test(name)) return true;
  if (binding.in === 'status' || binding.in === 'payload') return true;
  if (depth > maximumDepth) return false;
  return coverage === 'everything' || random.next() < 0.5;
}

const maximumDepth = 5;

function randomMember(member: Member, random: Random, coverage: Coverage, depth: number): unknown {
  // A client takes statuses from 300 up for errors.
  if (member.binding.in === 'status') return 200 + pick(random, 3);
  // Headers carry whole seconds, and no text beyond ASCII.
  if (member.binding.in === 'header' && member.shape.kind === 'string') return 'plain text';
  if (member.binding.in === 'label' && member.shape.kind === 'string') {
    return 'arn:aws:lambda:eu-central-1:222222222222:function/über & unter';
  }
  return randomValue(member.shape, random, coverage, depth);
}

function randomValue(shape: Shape, random: Random, coverage: Coverage, depth: number): unknown {
  switch (shape.kind) {
    case 'structure':
      return randomStructure(shape, random, coverage, depth);
    case 'list':
      return Array.from({ length: depth > 2 ? 1 : 1 + pick(random, 3) }, () =>
        randomValue(shape.item.shape, random, coverage, depth + 1),
      );
    case 'map':
      return {
        plain: randomValue(shape.value.shape, random, coverage, depth + 1),
        'a.b & <c>': randomValue(shape.value.shape, random, coverage, depth + 1),
      };
    case 'timestamp':
      return new Date(1_700_000_000_000 + pick(random, 100_000_000));
    case 'blob':
      return Uint8Array.from({ length: 1 + pick(random, 5) }, () => pick(random, 256));
    case 'number':
      return [0, 1, -7, 3306, 9_007_199_254_740_991, 0.5][pick(random, 6)];
    case 'boolean':
      return random.next() < 0.5;
    case 'string':
      break;
  }
  return texts[pick(random, texts.length)];
}

/** Texts that a careless encoder loses something of. */
const texts = [
  'arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:nightly',
  `a&b<c>"d'é`,
  ' space at both ends ',
  'x=1;y+z%20/?#',
  'two\nlines\ttab',
  '12',
  'true',
  '{"json": ["日本", 😀]}',
  ']]>',
];

function pick(random: Random, count: number): number {
  return Math.floor(random.next() * count);
}
