import {
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBParameterGroupsCommand,
  DescribeOptionGroupsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
} from '@aws-sdk/client-rds';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { GroupKind, Offers } from '../ports/offers.ts';
import { allPages } from './pages.ts';
import { unlessNotFound } from './unless-not-found.ts';

/** The most that AWS gives at once; an engine has hundreds. Source: the SDK's model, `MaxRecords`. */
const mostOptions = 1000;

/** What RDS offers in the client's Region. */
export function rdsOffers(client: RDSClient): Offers {
  return {
    async versions(engine) {
      const found = await allPages(async (marker) => {
        const answer = await client.send(
          new DescribeDBEngineVersionsCommand({
            Engine: engine,
            IncludeAll: true,
            Marker: marker,
          }),
        );
        return { items: answer.DBEngineVersions, next: answer.Marker };
      });
      return found.flatMap((described) =>
        described.EngineVersion === undefined
          ? []
          : {
              version: described.EngineVersion,
              family: described.DBParameterGroupFamily,
              isOffered: described.Status !== 'deprecated',
              exportableLogs: described.ExportableLogTypes,
            },
      );
    },
    async classes(engine, version) {
      const found = await allPages(async (marker) => {
        const answer = await client.send(
          new DescribeOrderableDBInstanceOptionsCommand({
            Engine: engine,
            EngineVersion: version,
            MaxRecords: mostOptions,
            Marker: marker,
          }),
        );
        return { items: answer.OrderableDBInstanceOptions, next: answer.Marker };
      });
      return found.flatMap(({ DBInstanceClass: instanceClass, StorageType: storageType }) =>
        instanceClass === undefined ? [] : { instanceClass, storageType },
      );
    },
    familyOf: (kind, name) => unlessNotFound(() => familyReaders[kind](client, name)),
  };
}

const familyReaders: Readonly<
  Record<GroupKind, (client: RDSClient, name: string) => Promise<string | undefined>>
> = {
  async 'cluster-parameters'(client, name) {
    const answer = await client.send(
      new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName: name }),
    );
    const [group] = answer.DBClusterParameterGroups ?? [];
    return group && (group.DBParameterGroupFamily ?? '');
  },
  async parameters(client, name) {
    const answer = await client.send(
      new DescribeDBParameterGroupsCommand({ DBParameterGroupName: name }),
    );
    const [group] = answer.DBParameterGroups ?? [];
    return group && (group.DBParameterGroupFamily ?? '');
  },
  async options(client, name) {
    const answer = await client.send(new DescribeOptionGroupsCommand({ OptionGroupName: name }));
    const [group] = answer.OptionGroupsList ?? [];
    return group && `${group.EngineName ?? ''}${group.MajorEngineVersion ?? ''}`;
  },
};
