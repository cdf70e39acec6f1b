/** A data point that a function published through its log. */
export interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  /** One dimension set, by name. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  /** As the function's own clock had it, in milliseconds since the epoch. */
  readonly timestamp: number;
}

/** What a log line turns out to be; CloudWatch drops invalid metrics without a word. */
export type LogLine =
  | { readonly kind: 'text' }
  | { readonly kind: 'metrics'; readonly metrics: readonly EmbeddedMetric[] }
  | { readonly kind: 'invalid'; readonly reason: string };

const units = new Set([
  'None',
  'Count',
  'Percent',
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  ...['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'].map((unit) => `${unit}/Second`),
  ...['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'].map((unit) => `${unit}/Second`),
  'Count/Second',
]);

/**
 * Reads a log line in the embedded metric format: a whole line of JSON with `_aws` in it.
 * Source: CloudWatch User Guide, "Specification: Embedded metric format".
 */
export function readLogLine(line: string): LogLine {
  const document = parseObject(line);
  const metadata = document?.['_aws'];
  if (document === undefined || metadata === undefined) return { kind: 'text' };
  try {
    return { kind: 'metrics', metrics: readDocument(document, metadata) };
  } catch (error) {
    return { kind: 'invalid', reason: (error as Error).message };
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function readDocument(document: JsonObject, metadata: unknown): EmbeddedMetric[] {
  const { Timestamp: timestamp, CloudWatchMetrics: directives } = asObject(metadata, '_aws');
  if (typeof timestamp !== 'number') throw new Error('_aws.Timestamp is no number');
  return asArray(directives, '_aws.CloudWatchMetrics').flatMap((item) => {
    const directive = asObject(item, 'a metric directive');
    const namespace = directive['Namespace'];
    if (typeof namespace !== 'string' || namespace === '') throw new Error('Namespace is missing');
    const sets = asArray(directive['Dimensions'], 'Dimensions').map((set) =>
      readDimensions(document, asArray(set, 'a dimension set')),
    );
    const definitions = asArray(directive['Metrics'], 'Metrics');
    if (definitions.length > 100) throw new Error('a directive has more than 100 metrics');
    return definitions.flatMap((definition) => {
      const metric = { namespace, timestamp, ...readMetric(document, definition) };
      return (sets.length === 0 ? [{}] : sets).map((dimensions) => ({ ...metric, dimensions }));
    });
  });
}

function readDimensions(document: JsonObject, names: readonly unknown[]): Record<string, string> {
  if (names.length > 30) throw new Error('a dimension set has more than 30 dimensions');
  return Object.fromEntries(
    names.map((name) => {
      const value = document[String(name)];
      if (typeof value !== 'string' || value === '') {
        throw new Error(`the dimension ${String(name)} has no text as its value`);
      }
      return [String(name), value];
    }),
  );
}

function readMetric(
  document: JsonObject,
  definition: unknown,
): Pick<EmbeddedMetric, 'name' | 'unit' | 'values'> {
  const { Name: name, Unit: unit = 'None' } = asObject(definition, 'a metric definition');
  if (typeof name !== 'string' || name === '') throw new Error('a metric has no Name');
  if (typeof unit !== 'string' || !units.has(unit)) {
    throw new Error(`the metric ${name} has the unit ${String(unit)}`);
  }
  const value = document[name];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > 100 || !values.every((item) => typeof item === 'number')) {
    throw new Error(`the metric ${name} has no number, or list of up to 100, as its value`);
  }
  return { name, unit, values };
}

function parseObject(line: string): JsonObject | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as JsonObject;
  } catch {
    return undefined;
  }
}

function asObject(value: unknown, what: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw new Error(`${what} is no object`);
}

function asArray(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new Error(`${what} is no list`);
}
