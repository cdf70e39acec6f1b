/**
 * Reads the schemas that the SDK's clients export. They are internal in form: undocumented, and free
 * to change with any release. So this is the only file that knows it, the versions are pinned, every
 * trait that isn't known here is refused, and the round trip over all operations guards the rest.
 */
import { NormalizedSchema } from '@smithy/core/schema';
import { SimulatorDefect } from './errors.ts';
import type {
  Binding,
  ErrorModel,
  Member,
  OperationModel,
  ProtocolName,
  ServiceModel,
  Shape,
  Structure,
  TimestampFormat,
} from './shape.ts';

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];
type Traits = Readonly<Record<string, unknown>>;

/** An SDK client's module, and the configuration of one client made from it. */
export interface SdkClient {
  readonly exports: object;
  readonly config: object;
}

/**
 * The model of a service, compiled member by member as it is used.
 * @throws SimulatorDefect when the client doesn't have the form that is known here
 */
export function readModel(service: string, client: SdkClient): ServiceModel {
  const { protocol, protocolSettings } = client.config as {
    protocol?: { getShapeId?(): string };
    protocolSettings?: {
      version?: string;
      xmlNamespace?: string;
      serviceTarget?: string;
      awsQueryCompatible?: boolean;
    };
  };
  const protocolName = protocol?.getShapeId?.().replace('aws.protocols#', '');
  if (!isProtocolName(protocolName) || protocolSettings?.version === undefined) {
    throw new SimulatorDefect(
      `the SDK's client of ${service} speaks ${String(protocolName)}, which the simulator doesn't: ` +
        'pin the client to a version that speaks a known protocol, or teach the simulator this one',
    );
  }
  const shapes = new Map<unknown, Shape>();
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const [name, value] of Object.entries(client.exports)) {
    if (!name.endsWith('$') || !Array.isArray(value)) continue;
    const schema = value as readonly unknown[];
    if (schema[0] === operationId) operations.set(String(schema[2]), operation(schema, shapes));
    // Each client has a base class of its own beside the service's errors.
    const isSynthetic = String(schema[1]).startsWith('smithy.ts.sdk.synthetic');
    if (schema[0] === errorId && !isSynthetic) {
      errors.set(String(schema[2]), error(schema, shapes));
    }
  }
  return {
    service,
    protocol: protocolName,
    version: protocolSettings.version,
    xmlNamespace: protocolSettings.xmlNamespace ?? '',
    target: protocolSettings.serviceTarget ?? '',
    queryCompatible: protocolSettings.awsQueryCompatible === true,
    operations,
    errors,
  };
}

const operationId = 9;
const errorId = -3;

function operation(schema: readonly unknown[], shapes: Map<unknown, Shape>): OperationModel {
  const [, , name, traits, input, output] = schema;
  const http = typeof traits === 'object' ? (traits as Traits)['http'] : undefined;
  const [method, path, status] = (http ?? []) as [string?, string?, number?];
  let taken: { readonly shape: Structure | undefined } | undefined;
  let given: typeof taken;
  return {
    name: String(name),
    // Lazy, so that a service's thousands of shapes cost nothing until they are used.
    get input() {
      taken ??= { shape: topStructure(input as SchemaRef, shapes) };
      return taken.shape;
    },
    get output() {
      given ??= { shape: topStructure(output as SchemaRef, shapes) };
      return given.shape;
    },
    http:
      method === undefined || path === undefined
        ? undefined
        : { method, path, status: status ?? 200 },
  };
}

function error(schema: readonly unknown[], shapes: Map<unknown, Shape>): ErrorModel {
  const traits = (typeof schema[3] === 'object' ? schema[3] : {}) as Traits;
  const [queryCode, queryStatus] = (traits['awsQueryError'] ?? []) as [string?, number?];
  return {
    get shape() {
      return topStructure(schema as unknown as SchemaRef, shapes) as Structure;
    },
    fault: traits['error'] === 'server' ? 'server' : 'client',
    queryCode,
    httpStatus: queryStatus ?? (traits['httpError'] as number | undefined),
  };
}

function topStructure(ref: SchemaRef, shapes: Map<unknown, Shape>): Structure | undefined {
  const schema = NormalizedSchema.of(ref);
  return schema.isUnitSchema() ? undefined : (toShape(schema, shapes) as Structure);
}

/** Structures refer to themselves in places, so that a shape is made once per schema. */
function toShape(schema: NormalizedSchema, shapes: Map<unknown, Shape>): Shape {
  const key: unknown = schema.getSchema();
  const known = shapes.get(key);
  if (known !== undefined) return known;
  const shape = compile(schema, shapes);
  shapes.set(key, shape);
  return shape;
}

function compile(schema: NormalizedSchema, shapes: Map<unknown, Shape>): Shape {
  if (schema.isStructSchema()) return structure(schema, shapes);
  if (schema.isListSchema())
    return { kind: 'list', item: toMember(schema.getValueSchema(), shapes) };
  if (schema.isMapSchema()) {
    return {
      kind: 'map',
      key: toMember(schema.getKeySchema(), shapes),
      value: toMember(schema.getValueSchema(), shapes),
    };
  }
  if (schema.isTimestampSchema()) {
    return { kind: 'timestamp', format: timestampFormats[schema.getSchema() as number] };
  }
  if (schema.isBlobSchema()) return { kind: 'blob' };
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isNumericSchema()) return { kind: 'number' };
  if (schema.isStringSchema()) return { kind: 'string' };
  throw new SimulatorDefect(
    `the simulator doesn't know the kind of schema ${String(schema.getName(true))}`,
  );
}

const timestampFormats: Readonly<Record<number, TimestampFormat>> = {
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
};

function structure(schema: NormalizedSchema, shapes: Map<unknown, Shape>): Structure {
  const raw = schema.getSchema() as unknown as readonly unknown[];
  const names = raw[4] as readonly string[];
  let members: ReadonlyMap<string, Member> | undefined;
  return {
    kind: 'structure',
    name: schema.getName() ?? '',
    union: schema.isUnionSchema(),
    // The required members come first; how many they are is the schema's last element.
    required: names.slice(0, (raw[6] as number | undefined) ?? 0),
    get members() {
      members ??= new Map(
        [...schema.structIterator()].map(([name, member]) => [
          name,
          toMember(member, shapes, name),
        ]),
      );
      return members;
    },
  };
}

function toMember(
  schema: NormalizedSchema,
  shapes: Map<unknown, Shape>,
  name = schema.getMemberName(),
): Member {
  const traits = schema.getMergedTraits() as Traits;
  const streamsEvents = traits['streaming'] !== undefined && schema.isStructSchema();
  const unknown = Object.keys(traits).find((trait) => !knownTraits.has(trait));
  if (unknown !== undefined || streamsEvents) {
    throw new SimulatorDefect(
      `the simulator doesn't know the trait ${unknown ?? 'streaming'} of member ${name} ` +
        `of type ${String(schema.getName(true))}: teach it to the protocols that use it`,
    );
  }
  let shape: Shape | undefined;
  return {
    name,
    get shape() {
      shape ??= toShape(schema, shapes);
      return shape;
    },
    xmlName: traits['xmlName'] as string | undefined,
    xmlFlattened: traits['xmlFlattened'] !== undefined,
    ec2QueryName: traits['ec2QueryName'] as string | undefined,
    binding: toBinding(traits),
  };
}

function toBinding(traits: Traits): Binding {
  if (typeof traits['httpQuery'] === 'string') return { in: 'query', name: traits['httpQuery'] };
  if (typeof traits['httpHeader'] === 'string') return { in: 'header', name: traits['httpHeader'] };
  if (traits['httpLabel'] !== undefined) return { in: 'label' };
  if (traits['httpPayload'] !== undefined) return { in: 'payload' };
  if (traits['httpResponseCode'] !== undefined) return { in: 'status' };
  return { in: 'body' };
}

/** The traits that are read above, and those that change nothing on a server's side of the wire. */
const knownTraits: ReadonlySet<string> = new Set([
  'xmlName',
  'xmlFlattened',
  'ec2QueryName',
  'streaming',
  'httpQuery',
  'httpHeader',
  'httpLabel',
  'httpPayload',
  'httpResponseCode',
  'sensitive',
  'idempotencyToken',
  'error',
  'httpError',
  'awsQueryError',
]);

const protocolNames: readonly string[] = [
  'awsQuery',
  'ec2Query',
  'awsJson1_0',
  'awsJson1_1',
  'restJson1',
] satisfies readonly ProtocolName[];

function isProtocolName(name: string | undefined): name is ProtocolName {
  return name !== undefined && protocolNames.includes(name);
}
