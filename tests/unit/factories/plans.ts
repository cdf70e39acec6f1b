import type { CapturePlan } from '../../../functions/source/rules/capture-plan.ts';
import type { RecoveryPlan } from '../../../functions/target/rules/recovery-plan.ts';
import { securedIdentifier } from '../../../functions/shared/rules/identifier.ts';
import { aManifest, aNotice, snapshotName } from './notices.ts';
import {
  captureTopicArn,
  recoveryKeyArn,
  sourceLocation,
  stackName,
  startedAt,
  targetKeyArn,
  targetLocation,
} from './locations.ts';

export function aCapturePlan(overrides: Partial<CapturePlan> = {}): CapturePlan {
  return {
    run: 'capture-run',
    stack: stackName,
    kind: 'cluster',
    source: { ...sourceLocation, identifier: 'orders', resourceId: 'cluster-SOURCE' },
    target: { accountId: targetLocation.accountId, region: targetLocation.region },
    route: 'two-step',
    snapshot: snapshotName,
    encryption: 'customer',
    copyKeyArn: recoveryKeyArn,
    sharedKeyArn: recoveryKeyArn,
    topicArn: captureTopicArn,
    manifest: aManifest(),
    warnings: [],
    ...overrides,
  };
}

/** A recovery that replaces `orders` (cluster-OLD) by a cluster of two instances. */
export function aRecoveryPlan(overrides: Partial<RecoveryPlan> = {}): RecoveryPlan {
  return {
    run: 'recovery-run',
    stack: stackName,
    startedAt,
    mode: 'swap',
    stackMode: 'swap',
    kind: 'cluster',
    place: targetLocation,
    notice: aNotice(),
    snapshot: snapshotName,
    names: {
      live: 'orders',
      temporary: 'orders-next',
      retired: 'orders-retired',
      secured: securedIdentifier(snapshotName, stackName),
      final: 'cluster-old-final',
    },
    live: { resourceId: 'cluster-OLD', deletionProtection: false },
    lineage: { accepted: false },
    acceptOlder: false,
    members: [
      {
        temporary: 'orders-next-1',
        live: 'orders-1',
        retired: 'orders-1-retired',
        instanceClass: 'db.r6g.large',
        promotionTier: 0,
        settings: {},
        tags: { team: 'orders' },
      },
      {
        temporary: 'orders-next-2',
        live: 'orders-2',
        retired: 'orders-2-retired',
        instanceClass: 'db.r6g.large',
        promotionTier: 1,
        settings: {},
        tags: { team: 'orders' },
      },
    ],
    swapInstanceNames: true,
    retirement: 'delete',
    graceSeconds: 0,
    onFailure: 'keep',
    secureKeyArn: targetKeyArn,
    settings: { deletionProtection: true },
    tags: { team: 'orders' },
    differences: [],
    ...overrides,
  };
}
