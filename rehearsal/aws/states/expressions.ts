import jsonata from 'jsonata';
import type { VirtualClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Definition, Template } from './definition.ts';
import { StatesErrorName } from './error-names.ts';
import { expressionIn } from './expression-text.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { queryFunctions } from './query-functions.ts';
import { StateError } from './state-error.ts';

/** What expressions see: `$states` and the variables. */
export interface QueryScope {
  readonly states: JsonObject;
  readonly variables: JsonObject;
}

const compiledBy = new WeakMap<Definition, Map<string, jsonata.Expression>>();

/**
 * JSONata as Step Functions evaluates it: no context item, no `$eval`, its own functions, virtual
 * time, and every result plain JSON.
 */
export class Expressions {
  readonly #compiled: Map<string, jsonata.Expression>;
  readonly #functions: Readonly<Record<string, unknown>>;

  /** @param definition whose expressions these are: each is compiled once for all its executions */
  constructor(clock: VirtualClock, random: Random, definition: Definition) {
    this.#compiled = compiledBy.get(definition) ?? new Map();
    compiledBy.set(definition, this.#compiled);
    const formatted = jsonata('$fromMillis($now, $picture, $timezone)');
    this.#functions = {
      ...queryFunctions(random),
      millis: () => clock.now(),
      now: (picture?: string, timezone?: string) =>
        formatted.evaluate(undefined, {
          now: clock.now(),
          picture,
          timezone,
        }) as unknown,
    };
  }

  /**
   * Fills a template in.
   * @param field where it stands in the state, such as `Output`: named in an error's cause
   * @throws StateError `States.QueryEvaluationError`, also where an expression gives nothing
   */
  async evaluate(template: Template, field: string, scope: QueryScope): Promise<Json> {
    if (typeof template === 'string') {
      const expression = expressionIn(template);
      return expression === undefined ? template : this.#query(expression, field, scope);
    }
    if (Array.isArray(template)) {
      const filled: Json[] = [];
      for (const [index, part] of (template as readonly Template[]).entries()) {
        filled.push(await this.evaluate(part, `${field}[${index}]`, scope));
      }
      return filled;
    }
    if (isObject(template)) {
      const filled: Record<string, Json> = {};
      for (const [key, part] of Object.entries(template)) {
        filled[key] = await this.evaluate(part, `${field}/${key}`, scope);
      }
      return filled;
    }
    return template;
  }

  async #query(expression: string, field: string, scope: QueryScope): Promise<Json> {
    const named = `The JSONata expression '${expression}' specified for the field '${field}'`;
    let result: unknown;
    try {
      result = plain(
        await this.#compile(expression).evaluate(undefined, {
          ...this.#functions,
          ...scope.variables,
          states: scope.states,
        }),
      );
    } catch (error) {
      throw evaluationError(`${named} threw an error during evaluation. ${describe(error)}`, field);
    }
    if (result === undefined) {
      throw evaluationError(`${named} returned nothing (undefined).`, field);
    }
    return result as Json;
  }

  #compile(expression: string): jsonata.Expression {
    const known = this.#compiled.get(expression);
    if (known !== undefined) return known;
    const compiled = jsonata(expression);
    compiled.assign('eval', undefined);
    this.#compiled.set(expression, compiled);
    return compiled;
  }
}

/** A query evaluation error of the given field. */
export function evaluationError(cause: string, field: string): StateError {
  return new StateError(StatesErrorName.queryEvaluationError, cause, {
    field,
    byInterpreter: true,
  });
}

/** Step Functions' words for a value of the wrong type, such as a Condition that is no boolean. */
export function unexpectedType(field: string, expected: string, value: Json): StateError {
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return evaluationError(
    `The field '${field}' returned an unexpected result type. Expected '${expected}', but was '${found}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

/**
 * A copy as JSON would have it, so that nothing of JSONata's own sticks to it; numbers JSON lacks
 * become text.
 */
function plain(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'function' || isFunctionObject(value)) {
    throw new TypeError('the result holds a function, which has no JSON form');
  }
  if (Array.isArray(value)) return Array.from(value, (part: unknown) => plain(part) ?? null);
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) {
    const held = plain(part);
    if (held !== undefined) copy[name] = held;
  }
  return copy;
}

/** How jsonata marks its own functions. */
const functionMarks = ['_jsonata_lambda', '_jsonata_function'];

function isFunctionObject(value: unknown): boolean {
  return isObject(value) && functionMarks.some((mark) => value[mark] === true);
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? (message ?? String(error)) : `${code}: ${message ?? ''}`;
}
