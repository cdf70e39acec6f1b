import { TemplateRefused, UnknownTemplateConstruct } from '../errors.ts';
import { checkProperties, properties } from '../property-table.ts';
import type { PropertyTable } from '../property-table.ts';
import type { Resource } from '../resource.ts';
import { isMap, show } from '../template-value.ts';
import type { TemplateMap, TemplateValue } from '../template-value.ts';
import { allow, trust } from './roles.ts';

/** What an event of a function or a state machine starts. */
export interface EventTarget {
  readonly owner: Resource;
  readonly kind: 'function' | 'state machine';
}

const knownProperties: Readonly<Record<string, PropertyTable>> = {
  Schedule: properties(
    'Schedule Input Enabled State Name Description RetryPolicy DeadLetterConfig',
  ),
  ScheduleV2: properties(
    'ScheduleExpression ScheduleExpressionTimezone FlexibleTimeWindow Name OmitName State Description StartDate EndDate GroupName KmsKeyArn Input RoleArn RetryPolicy DeadLetterConfig',
  ),
  EventBridgeRule: properties(
    'Pattern State EventBusName RuleName Input InputPath InputTransformer RetryPolicy DeadLetterConfig',
  ),
  SNS: properties('Topic Region FilterPolicy FilterPolicyScope RedrivePolicy'),
};

/**
 * What SAM makes of an owner's `Events`: rules, schedules, subscriptions, and the permissions or
 * roles that let them through. Logical ids are `<Owner><Event>`, and on it `Permission` or `Role`.
 * @throws UnknownTemplateConstruct for an event type or a property that the simulator doesn't know
 */
export function expandEvents(target: EventTarget, events: TemplateValue | undefined): Resource[] {
  if (events === undefined) return [];
  const path = `Resources/${target.owner.logicalId}/Properties/Events`;
  if (!isMap(events)) throw new TemplateRefused(`${path}: Events must be a map`);
  return Object.entries(events).flatMap(([name, event]) =>
    expandEvent(target, name, event, `${path}/${name}`),
  );
}

function expandEvent(
  target: EventTarget,
  name: string,
  event: TemplateValue,
  path: string,
): Resource[] {
  const type = isMap(event) ? show(event['Type']) : '';
  const values = isMap(event) && isMap(event['Properties']) ? event['Properties'] : {};
  const table = knownProperties[type];
  if (table === undefined || (type === 'SNS' && target.kind === 'state machine')) {
    throw new UnknownTemplateConstruct(`the event type ${type} of a ${target.kind}`, path);
  }
  checkProperties(values, table, path);
  const id = `${target.owner.logicalId}${name}`;
  switch (type) {
    case 'ScheduleV2':
      return schedule(target, id, values);
    case 'SNS':
      return subscription(target, id, values);
    case 'Schedule':
      return rule(target, id, values, {
        ...take(values, { Schedule: 'ScheduleExpression', Name: 'Name', State: 'State' }),
        ...take(values, { Description: 'Description' }),
        ...(values['Enabled'] === undefined
          ? {}
          : { State: values['Enabled'] === true ? 'ENABLED' : 'DISABLED' }),
      });
    default:
      return rule(
        target,
        id,
        values,
        take(values, {
          Pattern: 'EventPattern',
          State: 'State',
          EventBusName: 'EventBusName',
          RuleName: 'Name',
        }),
      );
  }
}

function rule(
  target: EventTarget,
  id: string,
  values: TemplateMap,
  ruleProperties: TemplateMap,
): Resource[] {
  const suffix = target.kind === 'function' ? 'LambdaTarget' : 'StepFunctionsTarget';
  const ruleTarget = {
    Arn: arnOf(target),
    // A target's id has at most 64 characters.
    Id: `${id.slice(0, 64 - suffix.length)}${suffix}`,
    ...(target.kind === 'function' ? {} : { RoleArn: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] } }),
    ...take(values, {
      Input: 'Input',
      InputPath: 'InputPath',
      InputTransformer: 'InputTransformer',
      RetryPolicy: 'RetryPolicy',
      DeadLetterConfig: 'DeadLetterConfig',
    }),
  };
  const made = derived(target, id, 'AWS::Events::Rule', {
    ...ruleProperties,
    Targets: [ruleTarget],
  });
  if (target.kind === 'function') {
    const permission = permit(target, id, 'events.amazonaws.com', { 'Fn::GetAtt': [id, 'Arn'] });
    return [made, permission];
  }
  const policy = allow(`${id}RoleStartExecutionPolicy`, 'states:StartExecution', arnOf(target));
  return [made, eventRole(target, id, 'events.amazonaws.com', [policy])];
}

function schedule(target: EventTarget, id: string, values: TemplateMap): Resource[] {
  const queue = values['DeadLetterConfig'];
  const queueArn = isMap(queue) ? queue['Arn'] : undefined;
  if (queue !== undefined && queueArn === undefined) {
    throw new UnknownTemplateConstruct('a DeadLetterConfig without Arn', id);
  }
  const omitName = values['OmitName'] === true;
  const made = derived(target, id, 'AWS::Scheduler::Schedule', {
    FlexibleTimeWindow: { Mode: 'OFF' },
    // SAM names the schedule after its logical id, unless it is told not to.
    ...(omitName ? {} : { Name: values['Name'] ?? id }),
    ...take(
      values,
      same(
        'ScheduleExpression ScheduleExpressionTimezone FlexibleTimeWindow State Description StartDate EndDate GroupName KmsKeyArn',
      ),
    ),
    Target: {
      Arn: arnOf(target),
      RoleArn: values['RoleArn'] ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
      ...take(values, same('Input RetryPolicy')),
      ...(queueArn === undefined ? {} : { DeadLetterConfig: { Arn: queueArn } }),
    },
  });
  if (values['RoleArn'] !== undefined) return [made];
  const start =
    target.kind === 'function'
      ? allow(`${id}LambdaPolicy`, 'lambda:InvokeFunction', arnOf(target))
      : allow(`${id}StartExecutionPolicy`, 'states:StartExecution', arnOf(target));
  const send = queueArn === undefined ? [] : [allow(`${id}SQSPolicy`, 'sqs:SendMessage', queueArn)];
  return [made, eventRole(target, id, 'scheduler.amazonaws.com', [start, ...send])];
}

function subscription(target: EventTarget, id: string, values: TemplateMap): Resource[] {
  const topic = values['Topic'] ?? null;
  const made = derived(target, id, 'AWS::SNS::Subscription', {
    Protocol: 'lambda',
    Endpoint: arnOf(target),
    TopicArn: topic,
    ...take(values, same('Region FilterPolicy FilterPolicyScope RedrivePolicy')),
  });
  return [made, permit(target, id, 'sns.amazonaws.com', topic)];
}

function permit(
  target: EventTarget,
  id: string,
  service: string,
  sourceArn: TemplateValue,
): Resource {
  return derived(target, `${id}Permission`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: target.owner.logicalId },
    Principal: service,
    SourceArn: sourceArn,
  });
}

function eventRole(
  target: EventTarget,
  id: string,
  service: string,
  policies: readonly TemplateMap[],
): Resource {
  return derived(target, `${id}Role`, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust(service),
    Policies: policies,
  });
}

/** A resource that SAM derives from another stands under the same condition. */
function derived(
  target: EventTarget,
  logicalId: string,
  type: string,
  values: TemplateMap,
): Resource {
  const { condition } = target.owner;
  return {
    logicalId,
    type,
    properties: values,
    dependsOn: [],
    ...(condition === undefined ? {} : { condition }),
  };
}

function arnOf(target: EventTarget): TemplateValue {
  const id = target.owner.logicalId;
  return target.kind === 'function' ? { 'Fn::GetAtt': [id, 'Arn'] } : { Ref: id };
}

/** Takes the values that are there, under their new names. */
function take(values: TemplateMap, names: Readonly<Record<string, string>>): TemplateMap {
  const taken: Record<string, TemplateValue> = {};
  for (const [from, to] of Object.entries(names)) {
    const value = values[from];
    if (value !== undefined) taken[to] = value;
  }
  return taken;
}

function same(names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, name]));
}
