import * as z from 'zod/mini';
import { parseSnapshotArn } from '../rules/arn.ts';
import { NoticeRefused } from '../rules/errors.ts';
import { AccountId, KeyArn, Kind, Moment, Region, SnapshotArnText } from '../rules/formats.ts';
import { parseJson } from '../rules/json.ts';
import { Manifest } from './manifest.ts';

/** The version that this release writes, and the only one that it reads. */
export const noticeVersion = 1;

/** The message from a source run to the target: a snapshot is shared, this is what it holds. */
export const Notice = z.strictObject({
  version: z.literal(noticeVersion),
  /** The source execution's name. */
  run: z.string().check(z.minLength(1), z.maxLength(80)),
  /** When the snapshot was taken: the age of its data. */
  capturedAt: Moment,
  source: z.strictObject({
    accountId: AccountId,
    region: Region,
    identifier: z.string(),
    resourceId: z.string(),
  }),
  snapshot: z.strictObject({
    kind: Kind,
    /** Of the snapshot that is shared, in the Region in which it is. */
    arn: SnapshotArnText,
    engine: z.string(),
    engineVersion: z.string(),
    /** The key that the target must be able to use; absent for an unencrypted snapshot. */
    keyArn: z.optional(KeyArn),
  }),
  manifest: Manifest,
});
export type Notice = z.infer<typeof Notice>;

/** From whom a target takes notices. */
export interface ExpectedSource {
  readonly topicArn: string;
  readonly accountId: string;
  /** The source's Region and the target's: the two in which a snapshot can be shared. */
  readonly regions: readonly string[];
}

/**
 * Reads a notice, and refuses it unless it comes from the expected topic and speaks of the expected
 * account's snapshot.
 * @throws NoticeRefused saying what was expected and what was found
 */
export function readNotice(
  message: { readonly topicArn: string; readonly body: string },
  expected: ExpectedSource,
): Notice {
  require('topic', expected.topicArn, message.topicArn);
  const notice = parse(message.body);
  require('source account', expected.accountId, notice.source.accountId);
  const snapshot = parseSnapshotArn(notice.snapshot.arn);
  require('account of the snapshot', expected.accountId, snapshot.accountId);
  require('kind of the snapshot', notice.snapshot.kind, snapshot.kind);
  if (!expected.regions.includes(snapshot.region)) {
    refuse('Region of the snapshot', expected.regions.join(' or '), snapshot.region);
  }
  return notice;
}

function parse(body: string): Notice {
  const document = parseJson(body);
  if (document === undefined) {
    throw new NoticeRefused('the notice is malformed: expected a JSON document');
  }
  const { version }: { readonly version?: unknown } = document ?? {};
  if (version !== noticeVersion) {
    refuse('version', String(noticeVersion), show(version));
  }
  const result = Notice.safeParse(document);
  if (result.success) return result.data;
  throw new NoticeRefused(`the notice is malformed: ${z.prettifyError(result.error)}`);
}

/**
 * A document of unknown origin may hold anything in place of a number, nested deeper than can be
 * shown.
 */
function show(version: unknown): string {
  if (version === undefined) return 'none';
  return typeof version === 'object' ? 'no number' : JSON.stringify(version);
}

function require(what: string, expected: string, found: string): void {
  if (expected !== found) refuse(what, expected, found);
}

function refuse(what: string, expected: string, found: string): never {
  throw new NoticeRefused(
    `unexpected ${what}: expected ${expected}, found ${found}. Nothing was started; if the source ` +
      'is right, change the parameters of the target stack',
  );
}
