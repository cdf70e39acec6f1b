import type { Location } from '../../contracts.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { PropertyTable } from '../property-table.ts';
import type { TemplateMap, TemplateValue } from '../template-value.ts';

/** What a provider is given to make a resource. */
export interface CreateRequest {
  readonly location: Location;
  /** `aws`, `aws-cn`, …: the first part of every ARN after `arn`. */
  readonly partition: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** As the template names it: a `Custom::…` is known by no other name. */
  readonly type: string;
  /** Where it stands in the template, for messages. */
  readonly path: string;
  /** Its properties, with all functions evaluated. */
  readonly properties: PropertyReader;
  readonly metadata: TemplateMap;
  /** Tags of the stack, which it gets as well as its own. */
  readonly stackTags: Readonly<Record<string, string>>;
  /** Where relative paths of the template start. */
  readonly templateDirectory: string;
  /** A physical name of at most `maximum` characters, as CloudFormation makes them. */
  readonly name: (maximum?: number) => string;
}

/** What came of it. */
export interface CreatedResource {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes?: Readonly<Record<string, TemplateValue>>;
  readonly arn?: string;
  /** The role that a function, a state machine or a schedule runs as. */
  readonly roleArn?: string;
}

/** Makes resources of one type. */
export interface ResourceProvider {
  /** The properties that it knows; any other is refused before something is made. `any` knows all. */
  readonly properties: PropertyTable | 'any';
  /** Whether only SAM's expansion makes this type: a template that spells it out is refused. */
  readonly derivedOnly?: boolean;
  /** Work that may start before its turn, such as a build. */
  prepare?(
    request: Pick<CreateRequest, 'logicalId' | 'metadata' | 'templateDirectory' | 'path'> & {
      readonly raw: TemplateMap;
    },
  ): void;
  create(request: CreateRequest): Promise<CreatedResource> | CreatedResource;
}

/** Providers by resource type. */
export type Providers = Readonly<Record<string, ResourceProvider>>;

/** @returns undefined for a type that the simulator doesn't know */
export function providerOf(providers: Providers, type: string): ResourceProvider | undefined {
  const known = type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type;
  return Object.hasOwn(providers, known) ? providers[known] : undefined;
}

/** An ARN in the request's partition and location. */
export function arn(
  request: Pick<CreateRequest, 'partition' | 'location'>,
  service: string,
  resource: string,
): string {
  const { accountId, region } = request.location;
  return `arn:${request.partition}:${service}:${region}:${accountId}:${resource}`;
}
