import { keyOutOfReach, noDatabase, noSnapshot, sharesQuota, snapshotQuota } from './advice.ts';
import { exists, isGone, status, unexpected } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

/** Calls that make, share and delete snapshots. Source: the SDK's model, `@throws` of each command. */
export const snapshotAnswers = {
  CopyDBClusterSnapshot: {
    DBClusterSnapshotAlreadyExistsFault: exists,
    DBClusterSnapshotNotFoundFault: noSnapshot,
    InvalidDBClusterSnapshotStateFault: status,
    InvalidDBClusterStateFault: status,
    KMSKeyNotAccessibleFault: keyOutOfReach,
    SnapshotQuotaExceededFault: snapshotQuota,
  },
  CopyDBSnapshot: {
    CustomAvailabilityZoneNotFoundFault: unexpected,
    DBSnapshotAlreadyExistsFault: exists,
    DBSnapshotNotFoundFault: noSnapshot,
    InvalidDBSnapshotStateFault: status,
    KMSKeyNotAccessibleFault: keyOutOfReach,
    SnapshotQuotaExceededFault: snapshotQuota,
  },
  CreateDBClusterSnapshot: {
    DBClusterNotFoundFault: noDatabase,
    DBClusterSnapshotAlreadyExistsFault: exists,
    InvalidDBClusterSnapshotStateFault: status,
    InvalidDBClusterStateFault: status,
    SnapshotQuotaExceededFault: snapshotQuota,
  },
  CreateDBSnapshot: {
    DBInstanceNotFoundFault: noDatabase,
    DBSnapshotAlreadyExistsFault: exists,
    InvalidDBInstanceStateFault: status,
    SnapshotQuotaExceededFault: snapshotQuota,
  },
  DeleteDBClusterSnapshot: {
    DBClusterSnapshotNotFoundFault: isGone,
    InvalidDBClusterSnapshotStateFault: status,
  },
  DeleteDBSnapshot: {
    DBSnapshotNotFoundFault: isGone,
    InvalidDBSnapshotStateFault: status,
  },
  ModifyDBClusterSnapshotAttribute: {
    DBClusterSnapshotNotFoundFault: noSnapshot,
    InvalidDBClusterSnapshotStateFault: status,
    SharedSnapshotQuotaExceededFault: sharesQuota,
  },
  ModifyDBSnapshotAttribute: {
    DBSnapshotNotFoundFault: noSnapshot,
    InvalidDBSnapshotStateFault: status,
    SharedSnapshotQuotaExceededFault: sharesQuota,
  },
} as const satisfies ServiceAnswers;
