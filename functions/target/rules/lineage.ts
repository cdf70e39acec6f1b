import type { Database } from '../../shared/rules/database.ts';
import { LineageRefused, NoticeRefused, NotOurs, OnHold } from '../../shared/rules/errors.ts';
import type { Notice } from '../../shared/contract/notice.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** How far the clocks of two accounts' services may be apart. Seconds. */
const clockSkew = 300;

/**
 * Data that was captured in the future was captured by nobody: it would make every honest notice an
 * older one.
 * @param now milliseconds since the epoch
 * @throws NoticeRefused
 */
export function checkMoment(notice: Notice, now: number): void {
  const { capturedAt } = notice;
  if (Date.parse(capturedAt) <= now + clockSkew * 1000) return;
  throw new NoticeRefused(
    `expected data that has been captured, found a notice of ${capturedAt}, which is to come: nothing ` +
      "was made; look who writes to the source's topic, and whether its clock is right",
  );
}

/**
 * A notice says when its data was captured, and the snapshot says itself when it was taken: a notice
 * can't make it younger than that.
 * Source: the SDK's model: a DBClusterSnapshot's `SnapshotCreateTime` is "The time when the snapshot was
 * taken", a DBSnapshot's `OriginalSnapshotCreateTime` "Doesn't change when the snapshot is copied".
 * @throws NoticeRefused
 */
export function checkAgeOfSnapshot(notice: Notice, createdAt: string | undefined): void {
  if (createdAt === undefined) return;
  if (Date.parse(notice.capturedAt) <= Date.parse(createdAt) + clockSkew * 1000) return;
  throw new NoticeRefused(
    `expected ${notice.snapshot.arn} to be as young as its notice says, ${notice.capturedAt}, found it ` +
      `taken at ${createdAt}: nothing was restored; look who writes to the source's topic`,
  );
}

/**
 * The live database stems from one source database, and is replaced by captures of that one alone.
 * @param lineage.pinned the resource id of that source database; undefined where none is known
 * @param found the resource id of the database that the capture is of
 * @throws LineageRefused
 */
export function checkLineage(
  lineage: { readonly pinned?: string | undefined; readonly accepted: boolean },
  found: string,
): void {
  const { pinned, accepted } = lineage;
  if (accepted || pinned === undefined || pinned === found) return;
  throw new LineageRefused(
    `expected a capture of the database ${pinned}, which what is live stems from, found one of ` +
      `${found}: nothing was restored. Where the source was rightly replaced, a person of this account ` +
      `starts the run by hand with "acceptLineage": "${found}" beside the notice; else look who writes ` +
      "to the source's topic",
  );
}

/**
 * A notice names the database that its snapshot is of, and the snapshot names it itself.
 * Source: the SDK's model, DBClusterSnapshot, `DbClusterResourceId`: "The resource ID of the DB cluster
 * that this DB cluster snapshot was created from". That a copy keeps it is from memory, unverified.
 * @param found undefined where AWS doesn't say
 * @throws LineageRefused
 */
export function checkSnapshotLineage(
  { notice, lineage }: Pick<RecoveryPlan, 'notice' | 'lineage'>,
  found: string | undefined,
): void {
  const { resourceId } = notice.source;
  if (lineage.accepted || found === undefined || found === resourceId) return;
  throw new LineageRefused(
    `expected ${notice.snapshot.arn} to be of the database ${resourceId}, as its notice says, found it ` +
      `to be of ${found}: nothing was restored; look who writes to the source's topic. Where it is meant, ` +
      `a person of this account starts the run by hand with "acceptLineage": "${resourceId}" beside the ` +
      'notice',
  );
}

/**
 * Whether the live database may be replaced at all: not while somebody holds it, and not where another
 * stack made it.
 * @param request.hold why the stack's own parameter holds it; undefined where it doesn't
 * @throws NotOurs, OnHold
 */
export function checkReplaceable(
  live: Database | undefined,
  request: { readonly stack: string; readonly hold: string | undefined },
): void {
  const owner = live?.tags[tagKeys.stack];
  if (live && owner !== undefined && owner !== request.stack) {
    throw new NotOurs(
      `expected "${live.identifier}" to be nobody's or of the stack ${request.stack}, found it made by ` +
        `the stack ${owner}: nothing was made. Two stacks can't have one live name; give this one ` +
        `another, or remove the tag ${tagKeys.stack} from it to hand it over`,
    );
  }
  if (request.hold !== undefined) {
    throw new OnHold(
      `expected the parameter Hold to be empty, found "${request.hold}": nothing was made. Where the live ` +
        'database may be replaced, deploy the stack with an empty Hold, then start this run again',
    );
  }
  checkHold(live);
}

/** @throws OnHold where somebody tagged the live database so */
export function checkHold(live: Database | undefined): void {
  const hold = live?.tags[tagKeys.hold];
  if (hold === undefined) return;
  throw new OnHold(
    `expected "${live?.identifier}" to be free to be replaced, found it held: ${tagKeys.hold}=${hold}. ` +
      'Nothing of it was changed; where it may be replaced, remove that tag, then start this run again: ' +
      `aws rds remove-tags-from-resource --resource-name ${live?.arn} --tag-keys ${tagKeys.hold}`,
  );
}
