import { InputProblem } from './errors.ts';
import { refuseFlattened } from './xml.ts';
import type { FormNode } from './query-form.ts';
import type { List, Mapping, Member, Shape, Structure } from './shape.ts';
import { parseText } from './text-value.ts';

/** In what awsQuery and ec2Query differ. */
export interface QueryStyle {
  memberKey(member: Member): string;
  /** ec2Query numbers a list's items right under the list; awsQuery under the items' name. */
  readonly flatLists: boolean;
}

export const awsQueryStyle: QueryStyle = {
  memberKey: (member) => member.xmlName ?? member.name,
  flatLists: false,
};

/** The key is the model's own for EC2, else the XML name with a capital first letter. */
export const ec2QueryStyle: QueryStyle = {
  memberKey: (member) => member.ec2QueryName ?? capitalized(member.xmlName ?? member.name),
  flatLists: true,
};

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * Reads a structure from a form's fields.
 * @throws InputProblem `unknown` for a field that the model hasn't, `malformed` for one of another kind
 */
export function readStructure(
  shape: Structure,
  node: FormNode,
  style: QueryStyle,
  path = '',
): Record<string, unknown> {
  refuseText(node, path, 'structure');
  const members = new Map(
    [...shape.members].map(([name, member]) => [style.memberKey(member), { name, member }]),
  );
  const value: Record<string, unknown> = {};
  for (const [key, child] of node.children) {
    const found = members.get(key);
    const childPath = path === '' ? key : `${path}.${key}`;
    if (found === undefined) throw new InputProblem('unknown', childPath);
    refuseFlattened(found.member);
    value[found.name] = readValue(found.member.shape, child, style, childPath);
  }
  return value;
}

function readValue(shape: Shape, node: FormNode, style: QueryStyle, path: string): unknown {
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, node, style, path);
    case 'list':
      return readList(shape, node, style, path);
    case 'map':
      return readMap(shape, node, style, path);
    case 'string':
    case 'boolean':
    case 'number':
    case 'timestamp':
    case 'blob':
      break;
  }
  if (node.text === undefined || node.children.size > 0) {
    throw new InputProblem('malformed', path, shape.kind);
  }
  return parseText(shape, node.text, path, 'date-time');
}

function readList(shape: List, node: FormNode, style: QueryStyle, path: string): unknown[] {
  // How awsQuery says that a list is there and empty.
  if (node.text === '' && node.children.size === 0) return [];
  refuseText(node, path, 'list');
  const items = style.flatLists ? node : onlyChild(node, shape.item.xmlName ?? 'member', path);
  return numbered(items, path).map((child, index) =>
    readValue(shape.item.shape, child, style, `${path}.${index + 1}`),
  );
}

function readMap(
  shape: Mapping,
  node: FormNode,
  style: QueryStyle,
  path: string,
): Record<string, unknown> {
  refuseText(node, path, 'map');
  const keyName = shape.key.xmlName ?? 'key';
  const valueName = shape.value.xmlName ?? 'value';
  const entries = numbered(onlyChild(node, 'entry', path), path).map((entry): [string, unknown] => {
    const key = entry.children.get(keyName)?.text;
    const value = entry.children.get(valueName);
    if (key === undefined || value === undefined || entry.children.size > 2) {
      throw new InputProblem('malformed', path, `map of ${keyName} and ${valueName}`);
    }
    return [key, readValue(shape.value.shape, value, style, `${path}.${key}`)];
  });
  return Object.fromEntries(entries);
}

function onlyChild(node: FormNode, name: string, path: string): FormNode {
  const extra = [...node.children.keys()].find((key) => key !== name);
  if (extra !== undefined) throw new InputProblem('unknown', `${path}.${extra}`);
  return node.children.get(name) ?? { text: undefined, children: new Map() };
}

/** A list's items in the order of their numbers; holes are closed, as AWS closes them. */
function numbered(node: FormNode, path: string): FormNode[] {
  refuseText(node, path, 'list');
  const extra = [...node.children.keys()].find((key) => !/^\d+$/.test(key));
  if (extra !== undefined) throw new InputProblem('unknown', `${path}.${extra}`);
  return [...node.children]
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([, child]) => child);
}

function refuseText(node: FormNode, path: string, expected: string): void {
  if (node.text !== undefined) throw new InputProblem('malformed', path, expected);
}
