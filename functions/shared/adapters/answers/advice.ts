import { change, quota } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/*
 * What to change, by error of RDS. What an error means is in the SDK's model, the documentation of its
 * class in `@aws-sdk/client-rds`; the parameters are those of the stack `target`.
 */

const grown = 'ask AWS for a higher quota (Service Quotas, Amazon RDS), then start the run again';

export const clusterQuota = quota(
  `the quota of DB clusters of this Region is used up, and none goes by itself: delete some, or ${grown}`,
);
export const instanceQuota = quota(
  `the quota of DB instances of this Region is used up, and none goes by itself: delete some, or ${grown}`,
);
export const storageQuota = quota(
  `the quota of storage of all DB instances of this Region is used up: delete some, or ${grown}`,
);
export const backupQuota = quota(
  `the quota of retained automated backups is used up: delete some of them, or ${grown}`,
);
export const sharesQuota = quota(
  'a snapshot can be shared with 20 accounts: take some of those that it is shared with from it',
);

/**
 * One name for two things. The quota of manual snapshots is full until somebody deletes some, while a
 * copy too many need only wait. Source: AWS's messages, "Cannot create more than 100 manual snapshots"
 * and "Cannot copy more than 5 snapshots across regions", quoted in public issues.
 */
export const snapshotQuota: Verdict = {
  class: 'wrong-input',
  change: 'delete manual snapshots in this Region, or ask AWS for a higher quota',
  quota: 'snapshots',
  unless: { says: /\bcop(y|ies)\b/i, verdict: { class: 'wait', for: 'quota' } },
};

export const roleQuota = change('list fewer roles in DatabaseRoleArns');
export const noParameterGroup = change(
  'name a parameter group that exists in this Region, in DBParameterGroupName or MemberParameterGroupName',
);
export const noOptionGroup = change('name an option group of this Region in OptionGroupName');
export const noSubnetGroup = change('name a subnet group of this Region in DBSubnetGroupName');
export const narrowSubnetGroup = change(
  'name a subnet group in DBSubnetGroupName that has subnets in two zones at least',
);
export const badSubnet = change(
  'the subnets are of several VPCs, or not all are there: name another subnet group in DBSubnetGroupName',
);
export const badNetwork = change(
  'the subnet group no longer covers its zones, or its VPC is in no order: correct it, or name another ' +
    'in DBSubnetGroupName',
);
export const networkType = change(
  'the subnet group or the class knows no such network type: name another subnet group in ' +
    'DBSubnetGroupName',
);
export const openVpc = change(
  'the VPC demands encryption that this class or setting lacks: choose another class or VPC',
);
export const noDomain = change('correct the domain of the live database, or clear DomainRoleArn');
export const noCertificate = change(
  'choose an authority that the Region has, for the live database: aws rds describe-certificates',
);
export const keyOutOfReach = change(
  'the key is disabled, is gone, or its policy or the role does not allow it: see docs/permissions.md ' +
    'for what both must allow',
);
export const noStorageType = change('set StorageType to one that the Region and the engine offer');
export const noIopsInZone = change(
  'no zone of the subnet group offers provisioned IOPS: set another StorageType, or name another subnet ' +
    'group',
);
export const noVpc = change(
  'a backup from a VPC can only be restored into one: name a subnet group in DBSubnetGroupName',
);
export const inGlobalCluster = change(
  'remove the cluster from its global cluster: aws rds remove-from-global-cluster',
);
export const noSnapshot = change(
  'the snapshot is gone, or not shared with this account any more: look in the source account, and ' +
    'start the source workflow again',
);
export const noDatabase = change(
  'the database is gone or was renamed: correct the identifier in the stack, and start the run again',
);
