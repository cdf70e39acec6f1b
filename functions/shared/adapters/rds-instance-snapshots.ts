import {
  CopyDBSnapshotCommand,
  CreateDBSnapshotCommand,
  DeleteDBSnapshotCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBSnapshotAttributeCommand,
} from '@aws-sdk/client-rds';
import type { DBSnapshot, RDSClient } from '@aws-sdk/client-rds';
import type { Snapshot, Snapshots } from '../ports/snapshots.ts';
import { readEncryption } from './encryption.ts';
import { allPages } from './pages.ts';
import { commonSnapshots } from './rds-common-snapshots.ts';
import { unlessNotFound } from './unless-not-found.ts';
import { required, requiredArn } from './required.ts';
import { readTags, writeTags } from './tags.ts';

/** Snapshots of RDS DB instances in the client's Region. */
export function instanceSnapshots(client: RDSClient): Snapshots {
  return {
    ...commonSnapshots(client, 'ManualSnapshots'),
    async find(name) {
      const answer = await unlessNotFound(() =>
        client.send(
          new DescribeDBSnapshotsCommand({
            DBSnapshotIdentifier: name,
            ...(name.startsWith('arn:') && { IncludeShared: true }),
          }),
        ),
      );
      const found = answer?.DBSnapshots?.[0];
      return found && readSnapshot(found);
    },
    async create({ identifier, databaseIdentifier, tags }) {
      const answer = await client.send(
        new CreateDBSnapshotCommand({
          DBSnapshotIdentifier: identifier,
          DBInstanceIdentifier: databaseIdentifier,
          Tags: writeTags(tags),
        }),
      );
      return readSnapshot(answer.DBSnapshot ?? {});
    },
    async copy({ sourceArn, identifier, keyArn, tags }) {
      const answer = await client.send(
        new CopyDBSnapshotCommand({
          SourceDBSnapshotIdentifier: sourceArn,
          TargetDBSnapshotIdentifier: identifier,
          KmsKeyId: keyArn,
          Tags: writeTags(tags),
        }),
      );
      return readSnapshot(answer.DBSnapshot ?? {});
    },
    ofDatabase: (databaseIdentifier) => list(client, { DBInstanceIdentifier: databaseIdentifier }),
    ofResource: (resourceId) => list(client, { DbiResourceId: resourceId }),
    all: () => list(client),
    async sharedWith(identifier) {
      const answer = await unlessNotFound(() =>
        client.send(new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: identifier })),
      );
      const attributes = answer?.DBSnapshotAttributesResult?.DBSnapshotAttributes ?? [];
      return (
        attributes.find(({ AttributeName }) => AttributeName === 'restore')?.AttributeValues ?? []
      );
    },
    async share(identifier, { add, remove }) {
      await client.send(
        new ModifyDBSnapshotAttributeCommand({
          DBSnapshotIdentifier: identifier,
          AttributeName: 'restore',
          ...(add.length > 0 && { ValuesToAdd: [...add] }),
          ...(remove.length > 0 && { ValuesToRemove: [...remove] }),
        }),
      );
    },
    async delete(identifier) {
      await unlessNotFound(() =>
        client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: identifier })),
      );
    },
  };
}

/** All pages; those of one database, where it is named. */
async function list(
  client: RDSClient,
  of: { readonly DBInstanceIdentifier?: string; readonly DbiResourceId?: string } = {},
): Promise<Snapshot[]> {
  const found = await allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBSnapshotsCommand({
        ...of,
        SnapshotType: 'manual',
        Marker: marker,
      }),
    );
    return { items: answer.DBSnapshots, next: answer.Marker };
  });
  return found.map(readSnapshot);
}

function readSnapshot(described: DBSnapshot): Snapshot {
  return {
    identifier: required(described.DBSnapshotIdentifier, 'DBSnapshotIdentifier'),
    arn: requiredArn(described.DBSnapshotArn, 'DBSnapshotArn'),
    databaseIdentifier: described.DBInstanceIdentifier ?? '',
    databaseResourceId: described.DbiResourceId,
    status: described.Status ?? 'unknown',
    percentProgress: described.PercentProgress,
    // The other one "changes for the copy when the snapshot is copied". Source: the SDK's model.
    createdAt: (
      described.OriginalSnapshotCreateTime ?? described.SnapshotCreateTime
    )?.toISOString(),
    copiedFrom: described.SourceDBSnapshotIdentifier,
    engine: required(described.Engine, 'Engine'),
    engineVersion: required(described.EngineVersion, 'EngineVersion'),
    encryption: readEncryption(described),
    tags: readTags(described.TagList),
  };
}
