import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UnknownTemplateConstruct } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { StateMachinesPort } from './ports.ts';
import type { Providers } from './provider.ts';

/** `AWS::StepFunctions::StateMachine` as SAM makes it, from a local definition. */
export function stepFunctionsProviders(stateMachines: StateMachinesPort): Providers {
  return {
    'AWS::StepFunctions::StateMachine': {
      derivedOnly: true,
      properties: properties(
        'Name Type DefinitionUri DefinitionSubstitutions Role Tags Logging Tracing PermissionsBoundary RolePath',
      ),
      async create({ properties: given, location, name, path, templateDirectory }) {
        const file = resolve(templateDirectory, given.text('DefinitionUri'));
        const definition = stateMachines.loadDefinition(
          await readFile(file, 'utf8'),
          given.textMap('DefinitionSubstitutions'),
        );
        const type = given.optionalText('Type') ?? 'STANDARD';
        if (type !== 'STANDARD' && type !== 'EXPRESS') {
          throw new UnknownTemplateConstruct(`the type ${type}`, `${path}/Type`);
        }
        const machineName = given.optionalText('Name') ?? name(80);
        const roleArn = given.text('Role');
        const logging = given.reader('Logging');
        const logLevel = logging?.optionalText('Level');
        const includeExecutionData = logging?.boolean('IncludeExecutionData');
        const logGroupArn = logging
          ?.readers('Destinations')[0]
          ?.reader('CloudWatchLogsLogGroup')
          ?.text('LogGroupArn');
        const { arn } = stateMachines.createStateMachine(location, {
          name: machineName,
          definition,
          roleArn,
          type,
          tracing: given.reader('Tracing')?.boolean('Enabled') ?? false,
          ...(logLevel === undefined ? {} : { logLevel }),
          ...(logGroupArn === undefined ? {} : { logGroupArn }),
          ...(includeExecutionData === undefined ? {} : { includeExecutionData }),
        });
        return { ref: arn, arn, roleArn, attributes: { Arn: arn, Name: machineName } };
      },
    },
  };
}
