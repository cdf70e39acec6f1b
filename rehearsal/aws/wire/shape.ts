/**
 * What the wire needs to know of an AWS model, in the simulator's own terms. `sdk-schema.ts` makes
 * these from the schemas that the SDK's clients carry; nothing else here depends on the SDK's form.
 */

/** The value of a member, an item or an entry. */
export type Shape = Structure | List | Mapping | Timestamp | Plain;

export interface Structure {
  readonly kind: 'structure';
  readonly name: string;
  /** Exactly one member is set. */
  readonly union: boolean;
  readonly members: ReadonlyMap<string, Member>;
  readonly required: readonly string[];
}

export interface List {
  readonly kind: 'list';
  readonly item: Member;
}

/** Keys are strings in every model. */
export interface Mapping {
  readonly kind: 'map';
  readonly key: Member;
  readonly value: Member;
}

export interface Timestamp {
  readonly kind: 'timestamp';
  /** Set where the model overrules the protocol's own format. */
  readonly format: TimestampFormat | undefined;
}

export interface Plain {
  readonly kind: 'string' | 'boolean' | 'number' | 'blob';
}

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** A place that holds a value, with the names that the protocols give it. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly xmlName: string | undefined;
  /** A list or map whose items stand right in its place: no XML protocol here knows these. */
  readonly xmlFlattened: boolean;
  readonly ec2QueryName: string | undefined;
  /** Where restJson1 carries it. */
  readonly binding: Binding;
}

export type Binding =
  | { readonly in: 'body' | 'payload' | 'label' | 'status' }
  | { readonly in: 'query' | 'header'; readonly name: string };

export interface OperationModel {
  readonly name: string;
  /** Undefined where the operation takes, or gives, nothing at all. */
  readonly input: Structure | undefined;
  readonly output: Structure | undefined;
  readonly http: { method: string; path: string; status: number } | undefined;
}

export interface ErrorModel {
  readonly shape: Structure;
  readonly fault: 'client' | 'server';
  /** The code on the wire of awsQuery, where it isn't the error's name. */
  readonly queryCode: string | undefined;
  readonly httpStatus: number | undefined;
}

export type ProtocolName = 'awsQuery' | 'ec2Query' | 'awsJson1_0' | 'awsJson1_1' | 'restJson1';

export interface ServiceModel {
  /** The SigV4 service name. */
  readonly service: string;
  readonly protocol: ProtocolName;
  readonly version: string;
  /** Of the XML protocols' answers; empty for the others. */
  readonly xmlNamespace: string;
  /** What comes before the dot in `x-amz-target`. */
  readonly target: string;
  /** Whether a JSON service once spoke Query, and names its errors in both ways. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly errors: ReadonlyMap<string, ErrorModel>;
}
