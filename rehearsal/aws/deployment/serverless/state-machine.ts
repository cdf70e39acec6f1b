import { TemplateRefused } from '../errors.ts';
import { checkProperties, properties } from '../property-table.ts';
import type { PropertyTable } from '../property-table.ts';
import type { Resource } from '../resource.ts';
import { isMap } from '../template-value.ts';
import { expandEvents } from './events.ts';
import { executionRole, tracingPolicy } from './roles.ts';

const knownProperties: PropertyTable = {
  ...properties(
    'Name Type DefinitionUri DefinitionSubstitutions Role Policies Tags Events PermissionsBoundary RolePath',
  ),
  Tracing: properties('Enabled'),
  Logging: {
    ...properties('Level IncludeExecutionData'),
    Destinations: [{ CloudWatchLogsLogGroup: properties('LogGroupArn') }],
  },
};

/**
 * Expands `AWS::Serverless::StateMachine` as the SAM translator does: the state machine, its role
 * `<LogicalId>Role` (unless `Role` is given), and its events.
 */
export function expandStateMachine(declared: Resource, partition: string): Resource[] {
  const path = `Resources/${declared.logicalId}/Properties`;
  const values = declared.properties;
  checkProperties(values, knownProperties, path);
  const { Role: role, Policies: policies, Events: events, Tracing: tracing, ...rest } = values;
  if (role !== undefined && policies !== undefined) {
    throw new TemplateRefused(
      `${path}: Specify either 'Role' or 'Policies' or neither property and not both.`,
    );
  }
  const traced = isMap(tracing) && tracing['Enabled'] === true;
  return [
    {
      ...declared,
      type: 'AWS::StepFunctions::StateMachine',
      properties: {
        ...rest,
        ...(tracing === undefined ? {} : { Tracing: tracing }),
        Role: role ?? { 'Fn::GetAtt': [`${declared.logicalId}Role`, 'Arn'] },
      },
    },
    ...(role === undefined
      ? [
          executionRole(declared, 'states.amazonaws.com', policies, {
            managed: traced ? [tracingPolicy(partition)] : [],
            inline: [],
          }),
        ]
      : []),
    ...expandEvents({ owner: declared, kind: 'state machine' }, events),
  ];
}
