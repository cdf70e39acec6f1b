import type { Tag } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../contracts.ts';

/**
 * RDS takes 50 tags a resource; those of AWS itself don't count.
 * Source: RDS User Guide, "Quotas and constraints", Tags per resource. That tags with the prefix `aws:`
 * don't count, the guides of other services say (AWS Batch User Guide, "Tag restrictions"); for RDS it is
 * unverified.
 */
const maximum = 50;

/** Tags by key, in the order in which they were set. */
export type Tags = ReadonlyMap<string, string>;

/**
 * Reads the tags of a request.
 *
 * @throws AwsError `InvalidParameterValue` for an empty or over-long key or value, and for the
 *   prefixes `aws:` and `rds:`, which are AWS's own (source: the SDK's model, Tag, `Key`)
 */
export function readTags(tags: readonly Tag[] | undefined): Tags {
  const read = new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of tags ?? []) {
    if (key.length < 1 || key.length > 128 || value.length > 256) {
      throw new AwsError(
        'InvalidParameterValue',
        `A tag's key has 1 to 128 characters and its value at most 256. Found: ${key}=${value}`,
      );
    }
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value)) {
      throw new AwsError(
        'InvalidParameterValue',
        `Tags take letters, digits, white space and _.:/=+-@. Found: ${key}=${value}`,
      );
    }
    if (/^(aws|rds):/i.test(key)) {
      throw new AwsError(
        'InvalidParameterValue',
        `Tag keys that start with aws: or rds: are reserved for AWS. Found: ${key}`,
      );
    }
    read.set(key, value);
  }
  return limited(read);
}

/** Tags of `over` on top of `under`. */
export function mergeTags(under: Tags, over: Tags): Tags {
  return limited(new Map([...under, ...over]));
}

/** In the API's shape. */
export function tagList(tags: Tags): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Condition keys for what a request tags (`aws:RequestTag/…`) and what it meets. */
export function tagContext(request: Tags, resource?: Tags): Record<string, string | string[]> {
  return {
    ...Object.fromEntries([...request].map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(request.size > 0 ? { 'aws:TagKeys': [...request.keys()] } : {}),
    ...Object.fromEntries(
      [...(resource ?? [])].map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
    ),
  };
}

/** Asks for `rds:AddTagsToResource` on a new resource, as RDS does when a request has tags. */
export function authorizeTagging(call: Call, arn: string, tags: Tags): void {
  if (tags.size > 0) call.authorize('rds:AddTagsToResource', arn, { context: tagContext(tags) });
}

/** Which code AWS answers with isn't documented: an error that is common to all operations. */
function limited(tags: Tags): Tags {
  const counted = [...tags.keys()].filter((key) => !/^aws:/i.test(key)).length;
  if (counted <= maximum) return tags;
  throw new AwsError(
    'InvalidParameterValue',
    `A resource takes at most ${maximum} tags, and this would make ${counted}`,
  );
}
