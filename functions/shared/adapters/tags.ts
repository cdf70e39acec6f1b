import type { Tag } from '@aws-sdk/client-rds';
import type { Tags } from '../domain/ownership.ts';

export function readTags(list: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function writeTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
