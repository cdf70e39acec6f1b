import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  ModifyDBClusterSnapshotAttributeCommand,
} from '@aws-sdk/client-rds';
import type { DBClusterSnapshot, RDSClient } from '@aws-sdk/client-rds';
import type { Snapshot, Snapshots } from '../ports/snapshots.ts';
import { readEncryption } from './encryption.ts';
import { allPages } from './pages.ts';
import { commonSnapshots } from './rds-common-snapshots.ts';
import { unlessNotFound } from './unless-not-found.ts';
import { required, requiredArn } from './required.ts';
import { readTags, writeTags } from './tags.ts';

/** Snapshots of Aurora clusters in the client's Region. */
export function clusterSnapshots(client: RDSClient): Snapshots {
  return {
    ...commonSnapshots(client, 'ManualClusterSnapshots'),
    async find(name) {
      const answer = await unlessNotFound(() =>
        client.send(
          new DescribeDBClusterSnapshotsCommand({
            DBClusterSnapshotIdentifier: name,
            ...(name.startsWith('arn:') && { IncludeShared: true }),
          }),
        ),
      );
      const found = answer?.DBClusterSnapshots?.[0];
      return found && readSnapshot(found);
    },
    async create({ identifier, databaseIdentifier, tags }) {
      const answer = await client.send(
        new CreateDBClusterSnapshotCommand({
          DBClusterSnapshotIdentifier: identifier,
          DBClusterIdentifier: databaseIdentifier,
          Tags: writeTags(tags),
        }),
      );
      return readSnapshot(answer.DBClusterSnapshot ?? {});
    },
    async copy({ sourceArn, identifier, keyArn, tags }) {
      const answer = await client.send(
        new CopyDBClusterSnapshotCommand({
          SourceDBClusterSnapshotIdentifier: sourceArn,
          TargetDBClusterSnapshotIdentifier: identifier,
          KmsKeyId: keyArn,
          Tags: writeTags(tags),
        }),
      );
      return readSnapshot(answer.DBClusterSnapshot ?? {});
    },
    ofDatabase: (databaseIdentifier) => list(client, { DBClusterIdentifier: databaseIdentifier }),
    ofResource: (resourceId) => list(client, { DbClusterResourceId: resourceId }),
    all: () => list(client),
    async sharedWith(identifier) {
      const answer = await unlessNotFound(() =>
        client.send(
          new DescribeDBClusterSnapshotAttributesCommand({
            DBClusterSnapshotIdentifier: identifier,
          }),
        ),
      );
      const attributes =
        answer?.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes ?? [];
      return (
        attributes.find(({ AttributeName }) => AttributeName === 'restore')?.AttributeValues ?? []
      );
    },
    async share(identifier, { add, remove }) {
      await client.send(
        new ModifyDBClusterSnapshotAttributeCommand({
          DBClusterSnapshotIdentifier: identifier,
          AttributeName: 'restore',
          ...(add.length > 0 && { ValuesToAdd: [...add] }),
          ...(remove.length > 0 && { ValuesToRemove: [...remove] }),
        }),
      );
    },
    async delete(identifier) {
      await unlessNotFound(() =>
        client.send(
          new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: identifier }),
        ),
      );
    },
  };
}

/** All pages; those of one database, where it is named. */
async function list(
  client: RDSClient,
  of: { readonly DBClusterIdentifier?: string; readonly DbClusterResourceId?: string } = {},
): Promise<Snapshot[]> {
  const found = await allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBClusterSnapshotsCommand({
        ...of,
        SnapshotType: 'manual',
        Marker: marker,
      }),
    );
    return { items: answer.DBClusterSnapshots, next: answer.Marker };
  });
  return found.map(readSnapshot);
}

function readSnapshot(described: DBClusterSnapshot): Snapshot {
  return {
    identifier: required(described.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier'),
    arn: requiredArn(described.DBClusterSnapshotArn, 'DBClusterSnapshotArn'),
    databaseIdentifier: described.DBClusterIdentifier ?? '',
    databaseResourceId: described.DbClusterResourceId,
    status: described.Status ?? 'unknown',
    percentProgress: described.PercentProgress,
    // A copy keeps it. Source: the SDK's model, "when the snapshot was taken"; AWS CLI reference,
    // copy-db-cluster-snapshot, whose example shows it.
    createdAt: described.SnapshotCreateTime?.toISOString(),
    copiedFrom: described.SourceDBClusterSnapshotArn,
    engine: required(described.Engine, 'Engine'),
    engineVersion: required(described.EngineVersion, 'EngineVersion'),
    encryption: readEncryption(described),
    tags: readTags(described.TagList),
  };
}
