import { DefinitionError } from './definition-error.ts';
import { isObject } from './json.ts';

/** JSONPath's fields, refused by name because they say what has to be rewritten. */
const jsonPathFields: ReadonlySet<string> = new Set([
  'CausePath',
  'ErrorPath',
  'HeartbeatSecondsPath',
  'InputPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'OutputPath',
  'Parameters',
  'Result',
  'ResultPath',
  'ResultSelector',
  'SecondsPath',
  'TimeoutSecondsPath',
  'TimestampPath',
  'Variable',
]);

/** A part of a definition with its place in it, read field by field. */
export class Fields {
  readonly location: string;
  readonly #value: Readonly<Record<string, unknown>>;

  /** @throws DefinitionError when `value` isn't an object, or has a field that isn't in `known` */
  constructor(value: unknown, location: string, known: readonly string[]) {
    if (!isObject(value)) throw new DefinitionError(location, 'expected an object');
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      throw new DefinitionError(
        location,
        jsonPathFields.has(name)
          ? `field '${name}' belongs to JSONPath, and the query language is JSONata`
          : `unknown field '${name}'; known here: ${known.join(', ')}`,
      );
    }
    this.#value = value;
    this.location = location;
  }

  at(name: string): string {
    return `${this.location}/${name}`;
  }

  has(name: string): boolean {
    return this.#value[name] !== undefined;
  }

  raw(name: string): unknown {
    return this.#value[name];
  }

  /** A non-empty string. */
  text(name: string): string {
    const value = this.#value[name];
    if (typeof value !== 'string' || value === '') {
      throw new DefinitionError(this.location, `field '${name}' must be a non-empty string`);
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#value[name];
    if (value !== undefined && typeof value !== 'string') {
      throw new DefinitionError(this.at(name), 'must be a string');
    }
    return value;
  }

  /** An integer from `least` to `most`; undefined when the field is left out. */
  optionalInteger(name: string, least: number, most: number): number | undefined {
    const value = this.#value[name];
    if (value === undefined) return undefined;
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
      throw new DefinitionError(this.at(name), `must be an integer from ${least} to ${most}`);
    }
    return value as number;
  }

  /** @throws DefinitionError when the field is missing, no array, or empty */
  list(name: string): readonly unknown[] {
    const value = this.#value[name];
    if (!Array.isArray(value) || value.length === 0) {
      throw new DefinitionError(this.location, `field '${name}' must be a non-empty array`);
    }
    return value as readonly unknown[];
  }
}
