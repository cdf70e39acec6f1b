import { InputProblem, SimulatorDefect } from './errors.ts';
import type { Shape, Structure } from './shape.ts';

/**
 * Refuses an input that lacks a member that the model requires, at any depth.
 * @throws InputProblem `missing`, naming the first one's path
 */
export function requireMembers(shape: Structure, input: Readonly<Record<string, unknown>>): void {
  const path = missingMember(shape, input, '');
  if (path !== undefined) throw new InputProblem('missing', path);
}

function missingMember(shape: Shape, value: unknown, path: string): string | undefined {
  if (shape.kind === 'structure') {
    const held = value as Readonly<Record<string, unknown>>;
    const missing = shape.required.find((name) => held[name] === undefined);
    if (missing !== undefined) return join(path, missing);
    return first(shape.members, ([name, member]) =>
      held[name] === undefined
        ? undefined
        : missingMember(member.shape, held[name], join(path, name)),
    );
  }
  if (shape.kind === 'list') {
    return first((value as readonly unknown[]).entries(), ([index, item]) =>
      missingMember(shape.item.shape, item, `${path}.${index + 1}`),
    );
  }
  if (shape.kind === 'map') {
    return first(Object.entries(value as object), ([key, held]) =>
      missingMember(shape.value.shape, held, join(path, key)),
    );
  }
  return undefined;
}

/**
 * Refuses an output that isn't of the model's shape: a member that the model doesn't know, one that
 * it requires and that isn't there, a value of another kind. A service in the simulator with a slip
 * of the pen would otherwise answer with less than it meant to.
 * @throws SimulatorDefect naming the operation, the path and what was found there
 */
export function requireModelled(
  operation: string,
  shape: Structure | undefined,
  output: object,
): void {
  if (shape !== undefined && isModelled(shape, output)) return;
  const problem =
    shape === undefined
      ? first(Object.entries(output), ([name, value]) =>
          value === undefined ? undefined : `${name}, which the model doesn't know`,
        )
      : mismatch(shape, output, '');
  if (problem === undefined) return;
  throw new SimulatorDefect(
    `${operation} in the simulator returned ${problem}: mend the operation`,
  );
}

/** Whether a value is of a shape, which nearly all are: `mismatch` then says why one isn't. */
function isModelled(shape: Shape, value: unknown): boolean {
  if (!matchesKind(shape, value)) return false;
  switch (shape.kind) {
    case 'structure': {
      const held = value as Readonly<Record<string, unknown>>;
      let present = 0;
      for (const name in held) {
        if (held[name] === undefined) continue;
        present++;
        const member = shape.members.get(name);
        if (member === undefined || !isModelled(member.shape, held[name])) return false;
      }
      if (shape.union && present !== 1) return false;
      return shape.required.every((name) => held[name] !== undefined);
    }
    case 'list':
      return (value as readonly unknown[]).every((item) => isModelled(shape.item.shape, item));
    case 'map':
      return Object.values(value as object).every((held) => isModelled(shape.value.shape, held));
    case 'string':
    case 'boolean':
    case 'number':
    case 'timestamp':
    case 'blob':
      break;
  }
  return true;
}

function mismatch(shape: Shape, value: unknown, path: string): string | undefined {
  if (!matchesKind(shape, value)) {
    return `${path || 'an output'} that is ${describe(value)} where the model has a ${shape.kind}`;
  }
  switch (shape.kind) {
    case 'structure':
      return structureMismatch(shape, value as Readonly<Record<string, unknown>>, path);
    case 'list':
      return first((value as readonly unknown[]).entries(), ([index, item]) =>
        mismatch(shape.item.shape, item, `${path}[${index}]`),
      );
    case 'map':
      return first(Object.entries(value as object), ([key, held]) =>
        mismatch(shape.value.shape, held, join(path, key)),
      );
    case 'string':
    case 'boolean':
    case 'number':
    case 'timestamp':
    case 'blob':
      break;
  }
  return undefined;
}

function structureMismatch(
  shape: Structure,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  const present = Object.entries(value).filter(([, held]) => held !== undefined);
  if (shape.union && present.length !== 1) {
    return `${path || 'an output'} with ${present.length} members where the model has a union of one`;
  }
  const missing = shape.required.find((name) => value[name] === undefined);
  if (missing !== undefined) return `no ${join(path, missing)}, which the model requires`;
  return first(present, ([name, held]) => {
    const member = shape.members.get(name);
    if (member === undefined) return `${join(path, name)}, which the model doesn't know`;
    return mismatch(member.shape, held, join(path, name));
  });
}

function matchesKind(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'structure':
    case 'map':
      return describe(value) === 'an object';
    case 'list':
      return Array.isArray(value);
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime());
    case 'blob':
      return value instanceof Uint8Array;
    case 'number':
      return Number.isFinite(value);
    case 'string':
    case 'boolean':
      break;
  }
  return typeof value === shape.kind;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a date';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function first<T>(values: Iterable<T>, find: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
