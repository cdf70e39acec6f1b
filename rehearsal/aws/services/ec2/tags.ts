import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call } from '../../contracts.ts';
import type { Ec2State } from './state.ts';

/**
 * Tags what a call has just made. Whoever tags has to be allowed `ec2:CreateTags` as well.
 * Source: Service Authorization Reference, Amazon EC2, dependent actions.
 * @throws AwsError `InvalidParameterValue` for tags of another type of resource
 */
export function tagNew(
  state: Ec2State,
  call: Call,
  specifications: readonly TagSpecification[] | undefined,
  made: { readonly id: string; readonly type: string },
): void {
  for (const { ResourceType: type, Tags: tags = [] } of specifications ?? []) {
    if (type !== made.type) {
      throw new AwsError(
        'InvalidParameterValue',
        `'${type}' is not a valid taggable resource type for this operation.`,
      );
    }
    if (tags.length === 0) continue;
    const arn = arnIn(call.location, 'ec2', `${made.type}/${made.id}`);
    const context = Object.fromEntries(
      tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]),
    );
    call.authorize('ec2:CreateTags', arn, { context });
    state.tags.set(made.id, tags);
  }
}

/** In the API's shape. */
export function tagsOf(state: Ec2State, id: string): { readonly Tags: Tag[] } {
  return { Tags: [...(state.tags.get(id) ?? [])] };
}
