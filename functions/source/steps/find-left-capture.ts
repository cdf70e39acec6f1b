import { isPart, tagKeys } from '../../shared/rules/tags.ts';
import { snapshotReadiness } from '../../shared/rules/status.ts';
import type { CapturePlan } from '../rules/capture-plan.ts';
import { usableCaptures } from '../rules/left-capture.ts';
import type { Heir } from '../rules/left-capture.ts';
import type { Snapshot, Snapshots } from '../../shared/ports/snapshots.ts';
import { copyName } from './copy-snapshot.ts';

/** What a start takes up. */
export interface LeftCapture {
  readonly snapshot: string;
  /** The run that took the snapshot. */
  readonly begunBy: string;
}

/** The ports that it is looked for through. */
export interface LeftCapturePorts {
  /** In the source Region. */
  readonly sourceSnapshots: Pick<Snapshots, 'ofDatabase'>;
  /** In the target Region. */
  readonly targetSnapshots: Pick<Snapshots, 'find'>;
}

/**
 * The newest capture that earlier runs left and that can still be handed over. One whose copy has failed,
 * or is under another key than the target is told of, can't: it is passed over.
 */
export async function findLeftCapture(
  plan: Pick<CapturePlan, 'route' | 'source' | 'target' | 'copyKeyArn'>,
  heir: Heir,
  ports: LeftCapturePorts,
): Promise<LeftCapture | undefined> {
  const all = await ports.sourceSnapshots.ofDatabase(plan.source.identifier);
  for (const { identifier, tags } of usableCaptures(all, heir)) {
    const capture = { ...plan, snapshot: identifier };
    const copy =
      plan.route === 'two-step' ? await ports.targetSnapshots.find(copyName(capture)) : undefined;
    if (copy === undefined || isUsableCopy(copy, { ...capture, stack: heir.stack })) {
      return { snapshot: identifier, begunBy: tags[tagKeys.run] ?? '' };
    }
  }
  return undefined;
}

function isUsableCopy(
  { status, tags, encryption }: Snapshot,
  { stack, snapshot, copyKeyArn }: Pick<CapturePlan, 'stack' | 'snapshot' | 'copyKeyArn'>,
): boolean {
  return (
    isPart(tags, { stack, snapshot, part: 'copy' }) &&
    snapshotReadiness(status) !== 'failed' &&
    (encryption.keyArn === undefined || encryption.keyArn === copyKeyArn)
  );
}
