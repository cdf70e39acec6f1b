import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Location } from '../contracts.ts';
import type { Random } from '../random.ts';
import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { evaluate } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';
import { physicalName } from './physical-names.ts';
import { PropertyReader } from './property-reader.ts';
import { properties } from './property-table.ts';
import { providerOf } from './providers/provider.ts';
import type { CreatedResource, CreateRequest, Providers } from './providers/provider.ts';
import { prepareTemplate } from './template.ts';
import { isList, isMap } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

/** What to deploy, where, and with what. */
export interface Deployment {
  readonly templateFile: string;
  readonly location: Location;
  readonly stackName: string;
  /** Parameters as text; lists with commas. Those left out take their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly providers: Providers;
  /** Draws the random part of physical names. */
  readonly random: Random;
  /** Of the stack: CloudFormation gives them to whatever takes tags in it. None when left out. */
  readonly tags?: Readonly<Record<string, string>>;
  /** `aws` when left out. */
  readonly partition?: string;
  /** Hears of each stack that is made, nested ones before the one that they are nested in. */
  readonly onStack?: (stack: FinishedStack) => void;
}

/** A stack that is made, as CloudFormation describes it. */
export interface FinishedStack {
  readonly id: string;
  readonly name: string;
  readonly location: Location;
  /** Of the stack that it is nested in. */
  readonly parentId?: string;
  /** Those that were given; the rest has its defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Its own, by logical id. */
  readonly resources: Readonly<Record<string, DeployedResource>>;
}

export interface DeployedResource {
  readonly type: string;
  readonly physicalId: string;
  readonly arn?: string;
  readonly roleArn?: string;
}

export interface DeployedStack {
  readonly outputs: Readonly<Record<string, string>>;
  /** By logical path: `Topic`, and `Source/Topic` for a resource of the nested stack `Source`. */
  readonly resources: Readonly<Record<string, DeployedResource>>;
}

const stackType = 'AWS::CloudFormation::Stack';

/**
 * Makes what a template describes, as `sam deploy` and CloudFormation do: nested applications
 * included, every resource after those it needs. A stack that fails halfway is not rolled back: the
 * simulator is thrown away.
 * @throws TemplateRefused when CloudFormation would refuse it
 * @throws UnknownTemplateConstruct when the simulator doesn't know something in it
 */
export async function deploy(deployment: Deployment): Promise<DeployedStack> {
  return deployStack(deployment, stackArn(deployment));
}

async function deployStack(
  deployment: Deployment,
  stackId: string,
  parentId?: string,
): Promise<DeployedStack> {
  const { templateFile, location, stackName, random } = deployment;
  const partition = deployment.partition ?? 'aws';
  const providers: Providers = { ...deployment.providers, [stackType]: nestedStackProvider() };
  const template = prepareTemplate(
    await readFile(templateFile, 'utf8'),
    deployment.parameters,
    pseudoParameters(deployment, partition, stackId),
    providers,
  );
  const templateDirectory = dirname(resolve(templateFile));
  for (const resource of template.resources) {
    providerOf(providers, resource.type)?.prepare?.({
      logicalId: resource.logicalId,
      metadata: resource.metadata ?? {},
      path: `Resources/${resource.logicalId}/Properties`,
      raw: resource.properties,
      templateDirectory,
    });
  }
  const made = new Map<string, CreatedResource>();
  const types = new Map<string, string>();
  const nested: Record<string, DeployedResource> = {};
  const scope = withResources(template.scope, made, types);
  for (const resource of template.resources) {
    const { logicalId, type } = resource;
    const path = `Resources/${logicalId}/Properties`;
    const values = evaluate(resource.properties, scope, path);
    const request: CreateRequest = {
      location,
      partition,
      stackName,
      logicalId,
      type,
      path,
      properties: new PropertyReader(isMap(values) ? values : {}, path),
      metadata: resource.metadata ?? {},
      stackTags: deployment.tags ?? {},
      templateDirectory,
      name: (maximum) => physicalName(stackName, logicalId, random, maximum),
    };
    if (type === stackType) {
      const { created, stack } = await deployNested(deployment, request, stackId);
      made.set(logicalId, created);
      for (const [inner, it] of Object.entries(stack.resources))
        nested[`${logicalId}/${inner}`] = it;
    } else {
      const created = await providerOf(providers, type)?.create(request);
      if (created !== undefined) made.set(logicalId, created);
    }
    types.set(logicalId, type);
  }
  const own = [...made].map(([logicalId, created]) => [
    logicalId,
    describe(types.get(logicalId) ?? '', created),
  ]);
  const resources = Object.fromEntries(own) as Record<string, DeployedResource>;
  const outputs = Object.fromEntries(
    Object.entries(template.outputs).map(([name, value]) => [name, output(name, value, scope)]),
  );
  deployment.onStack?.({
    id: stackId,
    name: stackName,
    location,
    parameters: deployment.parameters,
    outputs,
    resources,
    ...(parentId !== undefined && { parentId }),
  });
  return { outputs, resources: { ...resources, ...nested } };
}

async function deployNested(
  parent: Deployment,
  request: CreateRequest,
  parentId: string,
): Promise<{ created: CreatedResource; stack: DeployedStack }> {
  const stackName = request.name(128);
  const deployment: Deployment = {
    ...parent,
    stackName,
    templateFile: resolve(request.templateDirectory, request.properties.text('Location')),
    // A nested stack takes texts: a list has to be joined, here as in CloudFormation.
    parameters: request.properties.textMap('Parameters'),
    tags: { ...parent.tags, ...request.properties.tags() },
  };
  const arn = stackArn(deployment);
  const stack = await deployStack(deployment, arn, parentId).catch((error: unknown) => {
    throw within(request.logicalId, error);
  });
  const attributes = Object.fromEntries(
    Object.entries(stack.outputs).map(([name, value]) => [`Outputs.${name}`, value]),
  );
  return { created: { ref: arn, arn, attributes }, stack };
}

/** The same refusal, with the nested stack that it comes from. */
function within(logicalId: string, error: unknown): unknown {
  if (error instanceof UnknownTemplateConstruct) {
    return new UnknownTemplateConstruct(error.construct, `${logicalId}/${error.path}`);
  }
  if (error instanceof TemplateRefused) {
    return new TemplateRefused(`${logicalId}: ${error.message}`, { cause: error });
  }
  return error;
}

function nestedStackProvider(): Providers[string] {
  return {
    derivedOnly: true,
    properties: properties('Location Parameters NotificationARNs Tags TimeoutInMinutes'),
    create: () => {
      throw new Error('nested stacks are deployed by deploy() itself');
    },
  };
}

function stackArn({ location, stackName, random, partition = 'aws' }: Deployment): string {
  const { accountId, region } = location;
  return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/${random.text(32)}`;
}

function pseudoParameters(
  deployment: Deployment,
  partition: string,
  stackId: string,
): Record<string, string> {
  const { accountId, region } = deployment.location;
  return {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    'AWS::StackName': deployment.stackName,
    'AWS::StackId': stackId,
  };
}

function withResources(
  scope: Scope,
  made: ReadonlyMap<string, CreatedResource>,
  types: ReadonlyMap<string, string>,
): Scope {
  return {
    ...scope,
    reference: (name, path) => scope.reference(name, path) ?? made.get(name)?.ref,
    attribute: (logicalId, attribute, path) => {
      const resource = made.get(logicalId);
      if (resource === undefined) return undefined;
      const value = resource.attributes?.[attribute];
      if (value !== undefined) return value;
      throw new UnknownTemplateConstruct(
        `the attribute ${attribute} of ${logicalId} (${types.get(logicalId) ?? ''})`,
        path,
      );
    },
  };
}

function describe(type: string, created: CreatedResource): DeployedResource {
  return {
    type,
    physicalId: created.ref,
    ...(created.arn === undefined ? {} : { arn: created.arn }),
    ...(created.roleArn === undefined ? {} : { roleArn: created.roleArn }),
  };
}

function output(name: string, value: TemplateValue, scope: Scope): string {
  const result = evaluate(value, scope, `Outputs/${name}/Value`);
  if (result === undefined || result === null || isMap(result) || isList(result)) {
    throw new TemplateRefused(
      `Template format error: The Value field of output ${name} must be a String, and is ${JSON.stringify(result)}.`,
    );
  }
  return String(result);
}
