import { allBut, instanceCalls, unverified } from './row.ts';
import type { InstanceCall, StatusRow } from './row.ts';

type Row = StatusRow<InstanceCall>;

const guide =
  'RDS User Guide, "Viewing Amazon RDS DB instance status"; Aurora User Guide, "Viewing DB instance status"';
const snapshotsOf =
  'the SDK\'s model, CreateDBSnapshot: "must be in the available or storage-optimization state"';

const nothing: readonly InstanceCall[] = [];
const everything = instanceCalls;

function usable(forbids: readonly InstanceCall[], source: string): Row {
  return { means: 'usable', connects: 'yes', forbids, source };
}

function passing(connects: 'perhaps' | 'no', source = `${guide}; the calls: ${unverified}`): Row {
  return { means: 'passing', connects, forbids: everything, source };
}

/** What has failed goes by DeleteDBInstance, without a final snapshot. */
function failed(
  source = `${guide}; that it can be deleted: ${unverified}`,
  ...allowed: readonly InstanceCall[]
): Row {
  const forbids = allBut(instanceCalls, 'DeleteDBInstance', ...allowed);
  return { means: 'failed', connects: 'no', forbids, source };
}

const deletable =
  `${guide}; the SDK's model, DeleteDBInstance: "you can only delete it when you skip creation of the ` +
  'final snapshot"';
const notAvailable =
  `${guide}; AWS's own guides on "Database instance is not in available state" name it for ` +
  `ModifyDBInstance; the rest: ${unverified}`;

/** What each status of a DB instance means, and which calls it forbids. Spelled with hyphens. */
export const instanceStatuses: Readonly<Record<string, Row>> = {
  available: usable(nothing, `${guide}: "The DB instance is available for modifications"`),
  'backing-up': usable(everything, `${notAvailable}; RDS FAQs: it is available during a backup`),
  backtracking: passing('perhaps'),
  'configuring-enhanced-monitoring': usable(everything, `${guide}; the calls: ${unverified}`),
  'configuring-iam-database-auth': usable(everything, `${guide}; the calls: ${unverified}`),
  'configuring-log-exports': usable(everything, `${guide}; the calls: ${unverified}`),
  'converting-to-vpc': passing('perhaps'),
  creating: passing('no', `${guide}: "inaccessible while it is being created"`),
  'delete-precheck': { means: 'failed', connects: 'no', forbids: everything, source: guide },
  deleting: { means: 'failed', connects: 'no', forbids: everything, source: guide },
  failed: failed(deletable),
  'inaccessible-encryption-credentials': failed(),
  'inaccessible-encryption-credentials-recoverable': failed(),
  'incompatible-create': failed(),
  'incompatible-network': failed(deletable),
  'incompatible-option-group': failed(),
  'incompatible-parameters': failed(
    `${guide}: "Revert the parameter changes", then reboot; the calls: ${unverified}`,
    'RebootDBInstance',
  ),
  'incompatible-restore': failed(deletable),
  'insufficient-capacity': failed(),
  maintenance: passing('perhaps'),
  modifying: usable(everything, notAvailable),
  'moving-to-vpc': passing('perhaps'),
  rebooting: passing('no'),
  renaming: passing('perhaps'),
  'resetting-master-credentials': passing('perhaps'),
  'restore-error': failed(),
  starting: passing('no'),
  stopped: failed(),
  stopping: passing('no'),
  'storage-config-upgrade': passing('perhaps'),
  'storage-full': failed(
    `${guide}: "scale up your storage by modifying the DB instance"; the rest: ${unverified}`,
    'ModifyDBInstance',
    'RebootDBInstance',
  ),
  'storage-initialization': usable(
    ['CreateDBSnapshot'],
    `${guide}: "It remains available for operations"; ${snapshotsOf}`,
  ),
  'storage-optimization': usable(
    nothing,
    `${guide}: "the DB instance remains available"; ${snapshotsOf}`,
  ),
  'upgrade-failed': failed(`${guide}, which writes upgrade_failed`),
  upgrading: passing('no'),
};
