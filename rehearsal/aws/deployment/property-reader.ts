import type { PolicyDocument } from '../contracts.ts';
import { TemplateRefused } from './errors.ts';
import { isList, isMap, under } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/**
 * Reads evaluated properties by type. CloudFormation takes numbers and booleans as text as well,
 * and so does this.
 */
export class PropertyReader {
  readonly #values: TemplateMap;
  readonly #path: string;

  constructor(values: TemplateMap, path: string) {
    this.#values = values;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** @throws TemplateRefused when it isn't there, or isn't text */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) {
      throw new TemplateRefused(
        `Properties validation failed for resource ${this.#path}: required key [${name}] not found`,
      );
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    if (value === null || typeof value === 'object') throw this.#refuse(name, 'String', value);
    return String(value);
  }

  number(name: string): number | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    if (value.trim() === '' || !Number.isFinite(Number(value))) {
      throw this.#refuse(name, 'Number', value);
    }
    return Number(value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw this.#refuse(name, 'Boolean', value);
    return value === 'true';
  }

  /** A list of texts; empty when it isn't there. */
  texts(name: string): string[] {
    return this.list(name).map((item) => {
      if (item === null || typeof item === 'object') throw this.#refuse(name, 'a list', item);
      return String(item);
    });
  }

  list(name: string): readonly TemplateValue[] {
    const value = this.#values[name] ?? [];
    if (!isList(value)) throw this.#refuse(name, 'a list', value);
    return value;
  }

  /** A list of maps, each with a reader of its own. */
  readers(name: string): PropertyReader[] {
    return this.list(name).map((item, index) => {
      if (!isMap(item)) throw this.#refuse(name, 'a list of maps', item);
      return new PropertyReader(item, under(under(this.#path, name), index));
    });
  }

  map(name: string): TemplateMap | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    if (!isMap(value)) throw this.#refuse(name, 'a map', value);
    return value;
  }

  reader(name: string): PropertyReader | undefined {
    const value = this.map(name);
    return value === undefined ? undefined : new PropertyReader(value, under(this.#path, name));
  }

  /** Every property, as it is. */
  all(): TemplateMap {
    return this.#values;
  }

  /** Those of the named properties that are there, as they are. */
  pick(names: readonly string[]): TemplateMap {
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = this.#values[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  /** A map of texts, such as environment variables; empty when it isn't there. */
  textMap(name: string): Record<string, string> {
    const inner = new PropertyReader(this.map(name) ?? {}, under(this.#path, name));
    return Object.fromEntries(
      Object.keys(this.map(name) ?? {}).map((key) => [key, inner.text(key)]),
    );
  }

  /** `Tags` as CloudFormation has them (a list of Key and Value) or as SAM has them (a map). */
  tags(name = 'Tags'): Record<string, string> {
    if (!isList(this.#values[name])) return this.textMap(name);
    return Object.fromEntries(
      this.readers(name).map((tag) => [tag.text('Key'), tag.text('Value')]),
    );
  }

  /** A policy document; one statement alone is taken as a list of one. */
  policy(name: string): PolicyDocument {
    const document = this.map(name);
    if (document === undefined) throw this.#refuse(name, 'a policy document', null);
    const statement = document['Statement'] ?? [];
    const statements = isList(statement) ? statement : [statement];
    return { ...document, Statement: statements } as unknown as PolicyDocument;
  }

  #refuse(name: string, expected: string, found: TemplateValue): TemplateRefused {
    return new TemplateRefused(
      `${under(this.#path, name)}: Value of property ${name} must be ${expected}, and is ${JSON.stringify(found)}.`,
    );
  }
}
