import { UnknownTemplateConstruct } from '../errors.ts';
import type { Resource } from '../resource.ts';
import { intrinsicOf, isList, isMap, under } from '../template-value.ts';
import type { TemplateMap, TemplateValue } from '../template-value.ts';

/** An inline policy as `AWS::IAM::Role` takes it. */
export interface InlinePolicy extends TemplateMap {
  readonly PolicyName: string;
  readonly PolicyDocument: TemplateMap;
}

/** The ARN of a policy that AWS manages, in the partition of the deployment. */
export function managedPolicy(name: string): TemplateValue {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` };
}

/**
 * X-Ray's policy: SAM attaches AWSXrayWriteOnlyAccess in the partition `aws`, and
 * AWSXRayDaemonWriteAccess in the others.
 */
export function tracingPolicy(partition: string): TemplateValue {
  return managedPolicy(partition === 'aws' ? 'AWSXrayWriteOnlyAccess' : 'AWSXRayDaemonWriteAccess');
}

/** Lets an AWS service take the role. */
export function trust(service: string): TemplateMap {
  return {
    Version: '2012-10-17',
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
  };
}

/** An inline policy of one statement. SAM leaves out its version: IAM reads it as of 2008-10-17. */
export function allow(name: string, action: string, resource: TemplateValue): InlinePolicy {
  return {
    PolicyName: name,
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] },
  };
}

/** The policy of a dead-letter queue or topic, the one of SAM's own that says its version. */
export function allowDeadLetters(action: string, resource: TemplateValue): InlinePolicy {
  const { PolicyName, PolicyDocument } = allow('DeadLetterQueuePolicy', action, resource);
  return { PolicyName, PolicyDocument: { Version: '2012-10-17', ...PolicyDocument } };
}

/**
 * The role that SAM makes for a function or state machine from its `Policies`: statements become
 * the inline policies `<LogicalId>RolePolicy<n>`, ARNs and names become managed policies.
 * @throws UnknownTemplateConstruct for a SAM policy template, or a managed policy by its bare name
 */
export function executionRole(
  owner: Resource,
  service: string,
  policies: TemplateValue | undefined,
  given: {
    readonly managed: readonly TemplateValue[];
    readonly inline: readonly TemplateMap[];
  },
): Resource {
  const path = `Resources/${owner.logicalId}/Properties/Policies`;
  const logicalId = `${owner.logicalId}Role`;
  const managed: TemplateValue[] = [...given.managed];
  const inline: TemplateValue[] = [...given.inline];
  const entries = policies === undefined ? [] : isList(policies) ? policies : [policies];
  entries.forEach((entry, index) => {
    const place = under(path, index);
    if (isManaged(entry)) managed.push(requireArn(entry, place));
    else inline.push(inlinePolicy(entry, `${logicalId}Policy${index}`, place));
  });
  return {
    logicalId,
    type: 'AWS::IAM::Role',
    dependsOn: [],
    properties: {
      AssumeRolePolicyDocument: trust(service),
      ManagedPolicyArns: managed,
      Policies: inline,
      ...tagList(owner.properties['Tags']),
    },
    ...(owner.condition === undefined ? {} : { condition: owner.condition }),
  };
}

/** SAM's map of tags as CloudFormation's list; a function's role has them, too. */
export function tagList(tags: TemplateValue | undefined): TemplateMap {
  if (!isMap(tags)) return {};
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

/** A name or ARN, or a function that gives one; `Fn::If` may hold statements as well. */
function isManaged(entry: TemplateValue): boolean {
  if (typeof entry === 'string') return true;
  const intrinsic = intrinsicOf(entry);
  if (intrinsic === undefined) return false;
  if (intrinsic.name !== 'Fn::If') return true;
  const branches = isList(intrinsic.argument) ? intrinsic.argument.slice(1) : [];
  return branches.some((branch) => !isNoValue(branch) && isManaged(branch));
}

function requireArn(entry: TemplateValue, path: string): TemplateValue {
  if (typeof entry === 'string' && !entry.startsWith('arn:')) {
    throw new UnknownTemplateConstruct(
      `the managed policy ${entry} by its bare name (its ARN will do)`,
      path,
    );
  }
  return entry;
}

function inlinePolicy(entry: TemplateValue, name: string, path: string): TemplateValue {
  if (isNoValue(entry)) return entry;
  const intrinsic = intrinsicOf(entry);
  if (intrinsic?.name === 'Fn::If' && isList(intrinsic.argument)) {
    const [condition = null, ...branches] = intrinsic.argument;
    return { 'Fn::If': [condition, ...branches.map((it) => inlinePolicy(it, name, path))] };
  }
  if (!isMap(entry))
    throw new UnknownTemplateConstruct(`the policy ${JSON.stringify(entry)}`, path);
  if (entry['Statement'] === undefined) {
    throw new UnknownTemplateConstruct(
      `the SAM policy template ${Object.keys(entry).join(', ')}`,
      path,
    );
  }
  return { PolicyName: name, PolicyDocument: entry };
}

function isNoValue(value: TemplateValue): boolean {
  const intrinsic = intrinsicOf(value);
  return intrinsic?.name === 'Ref' && intrinsic.argument === 'AWS::NoValue';
}
