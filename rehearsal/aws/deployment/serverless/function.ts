import { TemplateRefused, UnknownTemplateConstruct } from '../errors.ts';
import { checkProperties, properties } from '../property-table.ts';
import type { PropertyTable } from '../property-table.ts';
import type { Resource } from '../resource.ts';
import { isMap, show } from '../template-value.ts';
import type { TemplateMap, TemplateValue } from '../template-value.ts';
import { expandEvents } from './events.ts';
import {
  allow,
  allowDeadLetters,
  executionRole,
  managedPolicy,
  tagList,
  tracingPolicy,
} from './roles.ts';

const destinationProperties: PropertyTable = properties('Type Destination');

const knownProperties: PropertyTable = {
  ...properties(
    'FunctionName Handler Runtime Architectures CodeUri Description Timeout MemorySize Role Policies Tracing Tags ReservedConcurrentExecutions Events KmsKeyArn PermissionsBoundary RolePath',
  ),
  Environment: properties('Variables'),
  VpcConfig: properties('SubnetIds SecurityGroupIds'),
  DeadLetterQueue: properties('Type TargetArn'),
  EphemeralStorage: properties('Size'),
  LoggingConfig: properties('LogFormat LogGroup ApplicationLogLevel SystemLogLevel'),
  EventInvokeConfig: {
    ...properties('MaximumRetryAttempts MaximumEventAgeInSeconds'),
    DestinationConfig: { OnFailure: destinationProperties, OnSuccess: destinationProperties },
  },
};

/** The action that lets a function write to its dead-letter queue or destination, by its type. */
const sendPermissions: Readonly<Record<string, { action: string; policy: string }>> = {
  SQS: { action: 'sqs:SendMessage', policy: 'SQSPolicy' },
  SNS: { action: 'sns:Publish', policy: 'SNSPolicy' },
};

/** Properties that SAM hands on to `AWS::Lambda::Function` as they are. */
const handedOn =
  'FunctionName Handler Runtime Architectures Description Timeout MemorySize Environment VpcConfig ReservedConcurrentExecutions LoggingConfig EphemeralStorage KmsKeyArn CodeUri';

/**
 * Expands `AWS::Serverless::Function` as the SAM translator does: the function, its role
 * `<LogicalId>Role` (unless `Role` is given), `<LogicalId>EventInvokeConfig`, and its events.
 */
export function expandFunction(declared: Resource, partition: string): Resource[] {
  const path = `Resources/${declared.logicalId}/Properties`;
  const values = declared.properties;
  checkProperties(values, knownProperties, path);
  const role = values['Role'];
  const queue = deadLetterQueue(values['DeadLetterQueue'], path);
  const made: Resource = {
    ...declared,
    type: 'AWS::Lambda::Function',
    properties: {
      ...Object.fromEntries(
        handedOn.split(' ').flatMap((name) => {
          const value = values[name];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
      ...tagList(values['Tags']),
      Role: role ?? { 'Fn::GetAtt': [`${declared.logicalId}Role`, 'Arn'] },
      ...(values['Tracing'] === undefined ? {} : { TracingConfig: { Mode: values['Tracing'] } }),
      ...(queue === undefined ? {} : { DeadLetterConfig: { TargetArn: queue.arn } }),
    },
  };
  const invocation = asynchronousInvocation(declared, path);
  const inline = [
    ...(queue === undefined ? [] : [allowDeadLetters(queue.action, queue.arn)]),
    ...invocation.policies,
  ];
  const managed = [
    managedPolicy('service-role/AWSLambdaBasicExecutionRole'),
    ...(values['Tracing'] === undefined ? [] : [tracingPolicy(partition)]),
    ...(values['VpcConfig'] === undefined
      ? []
      : [managedPolicy('service-role/AWSLambdaVPCAccessExecutionRole')]),
  ];
  return [
    made,
    ...invocation.resources,
    ...(role === undefined
      ? [executionRole(declared, 'lambda.amazonaws.com', values['Policies'], { managed, inline })]
      : []),
    ...expandEvents({ owner: declared, kind: 'function' }, values['Events']),
  ];
}

function deadLetterQueue(
  value: TemplateValue | undefined,
  path: string,
): { action: string; arn: TemplateValue } | undefined {
  if (value === undefined) return undefined;
  const type = isMap(value) ? show(value['Type']) : '';
  const arn = isMap(value) ? value['TargetArn'] : undefined;
  const send = sendPermissions[type];
  if (arn === undefined || send === undefined) {
    throw new TemplateRefused(
      `${path}/DeadLetterQueue: 'DeadLetterQueue' requires Type (SQS or SNS) and TargetArn properties to be specified.`,
    );
  }
  return { action: send.action, arn };
}

function asynchronousInvocation(
  declared: Resource,
  path: string,
): { resources: Resource[]; policies: TemplateMap[] } {
  const config = declared.properties['EventInvokeConfig'];
  if (!isMap(config)) return { resources: [], policies: [] };
  const logicalId = `${declared.logicalId}EventInvokeConfig`;
  const policies: TemplateMap[] = [];
  const destinations: Record<string, TemplateValue> = {};
  const declaredDestinations = config['DestinationConfig'];
  for (const [outcome, destination] of Object.entries(
    isMap(declaredDestinations) ? declaredDestinations : {},
  )) {
    const place = `${path}/EventInvokeConfig/DestinationConfig/${outcome}`;
    const type = isMap(destination) ? show(destination['Type']) : '';
    const arn = isMap(destination) ? destination['Destination'] : undefined;
    const send = sendPermissions[type];
    if (send === undefined || arn === undefined) {
      throw new UnknownTemplateConstruct(`a destination of type ${type} without its ARN`, place);
    }
    destinations[outcome] = { Destination: arn };
    policies.push(allow(`${logicalId}${outcome}${send.policy}`, send.action, arn));
  }
  const { DestinationConfig: _declared, ...limits } = config;
  const resource: Resource = {
    logicalId,
    type: 'AWS::Lambda::EventInvokeConfig',
    dependsOn: [],
    properties: {
      ...limits,
      FunctionName: { Ref: declared.logicalId },
      Qualifier: '$LATEST',
      DestinationConfig: destinations,
    },
    ...(declared.condition === undefined ? {} : { condition: declared.condition }),
  };
  return { resources: [resource], policies };
}
