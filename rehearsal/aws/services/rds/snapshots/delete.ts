import { AwsError, type Call } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { type SnapshotFamily } from './family.ts';
import { authorized } from './sharing.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * DeleteDBClusterSnapshot and DeleteDBSnapshot. A copy in progress can be deleted, which cancels
 * it; whatever is being copied from a deleted snapshot fails.
 */
export function deleteSnapshot(
  context: Context,
  family: SnapshotFamily,
  request: { readonly operation: string; readonly identifier: string },
  call: Call,
): Snapshot {
  const snapshot = authorized(context, family, request.operation, request.identifier, call);
  if (snapshot.type !== 'manual') {
    throw new AwsError(
      family.faults.invalidState,
      `Only manual snapshots may be deleted, and ${snapshot.identifier} is ${snapshot.type}`,
    );
  }
  if (!deletable.has(snapshot.status)) {
    throw new AwsError(
      family.faults.invalidState,
      `Cannot delete the snapshot ${snapshot.identifier} because it is in the state ${snapshot.status}`,
    );
  }
  const cancelled = snapshot.status === 'copying';
  context.transitions.cancel(snapshot);
  snapshot.status = 'deleting';
  context.transitions.begin(
    {
      operation: `delete-${family.kind}-snapshot`,
      owner: snapshot,
      identifier: snapshot.identifier,
      location: snapshot.location,
      fail: (status) => (snapshot.status = status),
    },
    async (transition) => {
      const { dump } = snapshot;
      snapshot.dump = undefined;
      if (dump !== undefined) await context.storage.removeDump(dump);
      await transition.wait(transition.draw('deleteSnapshot'));
      await transition.arrive();
      context.snapshots[family.kind].remove(snapshot);
      if (family.kind === 'cluster') return;
      const region = snapshot.copiedFrom?.split(':')[3] ?? snapshot.location.region;
      if (cancelled) context.emit('RDS-EVENT-0061', snapshot, snapshot.identifier, region);
      else context.emit('RDS-EVENT-0041', snapshot);
    },
  );
  return snapshot;
}

const deletable = new Set(['available', 'copying', 'failed']);
