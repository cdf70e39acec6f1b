import type { Encryption } from '../encryption.ts';
import type { Named } from '../registry.ts';
import type { InstanceSettings, InstanceStorage } from '../settings/database-settings.ts';
import type { Dump, Master } from '../storage.ts';
import type { Tags } from '../tags.ts';
import type { Progress } from './progress.ts';

/** A snapshot of a cluster or of an instance. */
export interface Snapshot extends Named {
  readonly family: 'cluster' | 'instance';
  readonly arn: string;
  readonly type: 'manual' | 'automated';
  /** Virtual milliseconds. */
  readonly createdAt: number;
  /** When the first snapshot was taken that this one descends from by copying. */
  readonly takenAt: number;
  readonly encryption: Encryption;
  readonly source: SnapshotSource;
  /** The ARN of the snapshot that this one is a copy of. */
  readonly copiedFrom: string | undefined;
  /** The account ids that may copy and restore it; `all` is everybody. */
  sharedWith: ReadonlySet<string>;
  status: string;
  progress: Progress;
  dump: Dump | undefined;
  tags: Tags;
}

/** What a snapshot keeps of the database that it was taken of. */
export interface SnapshotSource {
  readonly identifier: string;
  readonly resourceId: string;
  readonly createdAt: number;
  readonly engine: string;
  readonly engineVersion: string;
  readonly master: Master;
  readonly databaseName: string | undefined;
  readonly port: number;
  readonly vpcId: string;
  readonly zones: readonly string[];
  readonly storage: InstanceStorage;
  readonly backupRetentionPeriod: number;
  readonly backupWindow: string;
  readonly iamAuthentication: boolean;
  /** For instances. */
  readonly instanceClass: string | undefined;
  readonly processorFeatures: InstanceSettings['processorFeatures'];
  readonly optionGroup: string | undefined;
  readonly timezone: string | undefined;
  readonly characterSetName: string | undefined;
  readonly ncharCharacterSetName: string | undefined;
}
