import { AddTagsToResourceCommand, RemoveTagsFromResourceCommand } from '@aws-sdk/client-rds';
import type { RDSClient, Tag } from '@aws-sdk/client-rds';
import type { Tags } from '../rules/tags.ts';

export function readTags(list: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function writeTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Adds tags to a database or a snapshot, over those of the same keys. */
export async function tagResource(client: RDSClient, arn: string, tags: Tags): Promise<void> {
  await client.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags: writeTags(tags) }));
}

/** Takes tags from a snapshot. */
export async function untagResource(
  client: RDSClient,
  arn: string,
  keys: readonly string[],
): Promise<void> {
  await client.send(new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys: [...keys] }));
}
