import { TemplateRefused } from '../errors.ts';
import { checkProperties, properties } from '../property-table.ts';
import type { Resource } from '../resource.ts';
import { isMap } from '../template-value.ts';
import type { TemplateMap } from '../template-value.ts';
import { expandFunction } from './function.ts';
import { mergeGlobals } from './globals.ts';
import { tagList } from './roles.ts';
import { expandStateMachine } from './state-machine.ts';

/**
 * Replaces SAM's resources by those that the SAM translator makes of them. It works, as the
 * translator does, on the template as it is written: before any condition or function is evaluated.
 * @param functionGlobals what `Globals.Function` holds
 * @throws TemplateRefused when two resources come out with one logical id
 */
export function expandServerless(
  declared: readonly Resource[],
  functionGlobals: TemplateMap,
  partition: string,
): Resource[] {
  const expanded = declared.flatMap((resource) => expand(resource, functionGlobals, partition));
  const seen = new Set<string>();
  for (const { logicalId } of expanded) {
    if (seen.has(logicalId)) {
      throw new TemplateRefused(
        `Resources/${logicalId}: SAM makes a resource of this name; give yours another one.`,
      );
    }
    seen.add(logicalId);
  }
  return expanded;
}

function expand(resource: Resource, functionGlobals: TemplateMap, partition: string): Resource[] {
  switch (resource.type) {
    case 'AWS::Serverless::Function': {
      const merged = mergeGlobals(functionGlobals, resource.properties);
      return expandFunction({ ...resource, properties: isMap(merged) ? merged : {} }, partition);
    }
    case 'AWS::Serverless::StateMachine':
      return expandStateMachine(resource, partition);
    case 'AWS::Serverless::Application':
      checkProperties(
        resource.properties,
        properties('Location Parameters NotificationARNs Tags TimeoutInMinutes'),
        `Resources/${resource.logicalId}/Properties`,
      );
      return [
        {
          ...resource,
          type: 'AWS::CloudFormation::Stack',
          properties: { ...resource.properties, ...tagList(resource.properties['Tags']) },
        },
      ];
    default:
      return [resource];
  }
}
