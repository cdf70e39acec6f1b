import type {
  AddTagsToResourceMessage,
  ListTagsForResourceMessage,
  RemoveTagsFromResourceMessage,
  TagListMessage,
} from '@aws-sdk/client-rds';
import type { Call } from '../../contracts.ts';
import type { Context } from './context.ts';
import { required } from './identifiers.ts';
import { simulated, type SimulatedOperation } from './operation.ts';
import { findResource, resourceAt, type Tagged } from './resources.ts';
import { mergeTags, readTags, tagContext, tagList, type Tags } from './tags.ts';

/** Tags as the API has them. */
export const tagOperations: readonly SimulatedOperation[] = [
  simulated<AddTagsToResourceMessage, object>(
    'AddTagsToResource',
    { ResourceName: true, Tags: true },
    (context, input, call) => {
      const tags = readTags(required(input.Tags, 'Tags'));
      const resource = authorized(context, 'AddTagsToResource', input.ResourceName, call, tags);
      resource.tags = mergeTags(resource.tags, tags);
      return {};
    },
  ),
  simulated<RemoveTagsFromResourceMessage, object>(
    'RemoveTagsFromResource',
    { ResourceName: true, TagKeys: true },
    (context, input, call) => {
      const keys = new Set(required(input.TagKeys, 'TagKeys'));
      const name = input.ResourceName;
      const resource = authorized(context, 'RemoveTagsFromResource', name, call, new Map());
      resource.tags = new Map([...resource.tags].filter(([key]) => !keys.has(key)));
      return {};
    },
  ),
  simulated<ListTagsForResourceMessage, TagListMessage>(
    'ListTagsForResource',
    { ResourceName: true },
    (context, input, call) => {
      const name = input.ResourceName;
      return {
        TagList: tagList(authorized(context, 'ListTagsForResource', name, call, new Map()).tags),
      };
    },
  ),
];

function authorized(
  context: Context,
  operation: string,
  name: string | undefined,
  call: Call,
  tags: Tags,
): Tagged {
  const arn = required(name, 'ResourceName');
  call.authorize(`rds:${operation}`, arn, {
    context: tagContext(tags, findResource(context, arn)?.tags),
  });
  return resourceAt(context, operation, arn, call.location);
}
