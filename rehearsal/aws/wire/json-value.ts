import { InputProblem } from './errors.ts';
import type { Shape, Structure } from './shape.ts';
import { formatText, parseText } from './text-value.ts';

/**
 * Reads a value of the model from parsed JSON. A member that is null is one that isn't there.
 * @throws InputProblem `unknown` for a member that the model hasn't, `malformed` for one of another kind
 */
export function fromJson(shape: Shape, json: unknown, path: string): unknown {
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, json, path);
    case 'list':
      if (!Array.isArray(json)) break;
      return json.map((item, index) => fromJson(shape.item.shape, item, `${path}[${index}]`));
    case 'map':
      if (!isObject(json)) break;
      return Object.fromEntries(
        Object.entries(json).map(([key, value]) => [
          key,
          fromJson(shape.value.shape, value, join(path, key)),
        ]),
      );
    case 'string':
    case 'boolean':
    case 'number':
      if (typeof json === shape.kind) return json;
      break;
    case 'timestamp':
      if (typeof json !== 'number' && typeof json !== 'string') break;
      return parseText(shape, String(json), path, 'epoch-seconds');
    case 'blob':
      if (typeof json === 'string') return parseText(shape, json, path, 'epoch-seconds');
      break;
  }
  throw new InputProblem('malformed', path, shape.kind);
}

function readStructure(shape: Structure, json: unknown, path: string): Record<string, unknown> {
  if (!isObject(json)) throw new InputProblem('malformed', path, shape.name);
  const value: Record<string, unknown> = {};
  for (const [name, held] of Object.entries(json)) {
    if (held === null) continue;
    const member = shape.members.get(name);
    if (member === undefined) throw new InputProblem('unknown', join(path, name));
    value[name] = fromJson(member.shape, held, join(path, name));
  }
  return value;
}

/** A value of the model as what `JSON.stringify` takes. Output is checked before it gets here. */
export function toJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      return Object.fromEntries(
        [...shape.members].flatMap(([name, member]) => {
          const held = (value as Readonly<Record<string, unknown>>)[name];
          return held === undefined ? [] : [[name, toJson(member.shape, held)]];
        }),
      );
    case 'list':
      return (value as readonly unknown[]).map((item) => toJson(shape.item.shape, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, held]) => [
          key,
          toJson(shape.value.shape, held),
        ]),
      );
    case 'timestamp': {
      const text = formatText(shape, value, 'epoch-seconds');
      return (shape.format ?? 'epoch-seconds') === 'epoch-seconds' ? Number(text) : text;
    }
    case 'blob':
      return formatText(shape, value, 'epoch-seconds');
    case 'string':
    case 'boolean':
    case 'number':
      break;
  }
  return value;
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
