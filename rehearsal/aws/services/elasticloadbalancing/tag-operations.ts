import type {
  AddTagsInput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Location, Operation } from '../../contracts.ts';
import { operation } from '../typed-operation.ts';
import { findBalancer, findGroup, findListener, readTags, showTags } from './find.ts';
import type { ElbState } from './state.ts';

export function tagOperations(state: ElbState): Record<string, Operation> {
  const tagsOf = (location: Location, arn: string): Map<string, string> => {
    if (arn.includes(':targetgroup/')) return findGroup(state, location, arn).tags;
    if (arn.includes(':listener/')) return findListener(state, location, arn).tags;
    return findBalancer(state, location, arn).tags;
  };
  return {
    DescribeTags: operation<DescribeTagsInput, DescribeTagsOutput>(
      ['ResourceArns'],
      ({ ResourceArns: arns = [] }, call) => {
        call.authorize('elasticloadbalancing:DescribeTags', '*');
        return {
          TagDescriptions: arns.map((arn) => ({
            ResourceArn: arn,
            Tags: showTags(tagsOf(call.location, arn)),
          })),
        };
      },
    ),
    AddTags: operation<AddTagsInput, object>(
      ['ResourceArns', 'Tags'],
      ({ ResourceArns: arns = [], Tags: tags = [] }, call) => {
        for (const arn of arns) call.authorize('elasticloadbalancing:AddTags', arn);
        const added = readTags(tags);
        for (const arn of arns) {
          const held = tagsOf(call.location, arn);
          for (const [key, value] of added) held.set(key, value);
        }
        return {};
      },
    ),
    RemoveTags: operation<RemoveTagsInput, object>(
      ['ResourceArns', 'TagKeys'],
      ({ ResourceArns: arns = [], TagKeys: keys = [] }, call) => {
        for (const arn of arns) call.authorize('elasticloadbalancing:RemoveTags', arn);
        for (const arn of arns) {
          const held = tagsOf(call.location, arn);
          for (const key of keys) held.delete(key);
        }
        return {};
      },
    ),
  };
}
