import { InputProblem, SimulatorDefect } from './errors.ts';
import type { Shape, TimestampFormat } from './shape.ts';
import { formatTimestamp, parseTimestamp } from './timestamps.ts';

/**
 * Reads a single value that a protocol carries as text: a form field, a header, a part of a path.
 * @throws InputProblem `malformed` when the text isn't of the shape's kind
 */
export function parseText(
  shape: Shape,
  text: string,
  path: string,
  defaultFormat: TimestampFormat,
): unknown {
  const value = parse(shape, text, defaultFormat);
  if (value === undefined) throw new InputProblem('malformed', path, shape.kind);
  return value;
}

function parse(shape: Shape, text: string, defaultFormat: TimestampFormat): unknown {
  switch (shape.kind) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'number':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case 'timestamp':
      return parseTimestamp(text, shape.format ?? defaultFormat);
    case 'blob':
      return base64.test(text) ? toBytes(text) : undefined;
    case 'structure':
    case 'list':
    case 'map':
      break;
  }
  return undefined;
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Decodes base64 into plain bytes, as the SDK's types have them. */
export function toBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** Writes a single value as text. Output is checked against the model before it is written. */
export function formatText(shape: Shape, value: unknown, defaultFormat: TimestampFormat): string {
  if (value instanceof Date && shape.kind === 'timestamp') {
    return formatTimestamp(value, shape.format ?? defaultFormat);
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  throw new SimulatorDefect(`a ${shape.kind} can't be written as text`);
}
