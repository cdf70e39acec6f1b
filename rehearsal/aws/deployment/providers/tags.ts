import type { ApiTag } from './api-port.ts';
import type { CreateRequest } from './provider.ts';

/** The resource's own tags on top of its stack's, in the API's shape. */
export function tagsOf({ properties, stackTags }: CreateRequest): { readonly Tags: ApiTag[] } {
  const tags = { ...stackTags, ...properties.tags() };
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

/** The same, as EC2 takes them at creation. */
export function tagSpecifications(
  request: CreateRequest,
  type: string,
): { readonly TagSpecifications?: object[] } {
  const { Tags } = tagsOf(request);
  return Tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: type, Tags }] };
}
