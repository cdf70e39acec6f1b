import type {
  DBEngineVersion,
  DBEngineVersionMessage,
  DescribeDBEngineVersionsMessage,
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOptionsMessage,
} from '@aws-sdk/client-rds';
import { clusterEngines, instanceEngines } from './engines.ts';
import type { EngineVersion } from './engine-versions.ts';
import { filtered } from './filters.ts';
import { required } from './identifiers.ts';
import { describeOption, type InstanceOption } from './instance-options.ts';
import { exportedLogTypes } from './log-exports.ts';
import { simulated, type SimulatedOperation } from './operation.ts';
import { page } from './pagination.ts';

/** What a Region offers. Neither asks for a resource's permission. */
export const engineOperations: readonly SimulatedOperation[] = [
  simulated<DescribeDBEngineVersionsMessage, DBEngineVersionMessage>(
    'DescribeDBEngineVersions',
    {
      Engine: true,
      EngineVersion: true,
      DBParameterGroupFamily: true,
      DefaultOnly: true,
      IncludeAll: true,
      Filters: true,
      MaxRecords: true,
      Marker: true,
    },
    (context, input, call) => {
      call.authorize('rds:DescribeDBEngineVersions', '*');
      const known = [...clusterEngines, ...instanceEngines]
        .filter((engine) => input.Engine === undefined || engine === input.Engine)
        .flatMap((engine) => context.offers.versions(call.location, engine))
        .filter(
          ({ version, family, status, isDefault }) =>
            (input.IncludeAll === true || status === 'available') &&
            (input.DefaultOnly !== true || isDefault) &&
            isAsked(input.EngineVersion, version) &&
            (input.DBParameterGroupFamily ?? family) === family,
        );
      const found = filtered('DescribeDBEngineVersions', known, input.Filters, filters);
      const sorted = found.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
      const { items, ...rest } = page(sorted, sortKey, input);
      return { DBEngineVersions: items.map(describeVersion), ...rest };
    },
  ),
  simulated<DescribeOrderableDBInstanceOptionsMessage, OrderableDBInstanceOptionsMessage>(
    'DescribeOrderableDBInstanceOptions',
    {
      Engine: true,
      EngineVersion: true,
      DBInstanceClass: true,
      MaxRecords: true,
      Marker: true,
    },
    (context, input, call) => {
      const { location } = call;
      call.authorize('rds:DescribeOrderableDBInstanceOptions', '*');
      const engine = required(input.Engine, 'Engine');
      const versions =
        input.EngineVersion === undefined
          ? context.offers.versions(location, engine).filter(({ status }) => status === 'available')
          : [context.offers.requireVersion(location, engine, input.EngineVersion)];
      const found = versions.flatMap((of) =>
        context.offers
          .options(location, of)
          .filter(({ instanceClass }) => isAsked(input.DBInstanceClass, instanceClass))
          .map((option) => ({ of, option, key: optionKey(of, option) })),
      );
      const sorted = found.toSorted((one, other) => (one.key < other.key ? -1 : 1));
      const { items, ...rest } = page(sorted, ({ key }) => key, input, Infinity, mostOptions);
      return {
        OrderableDBInstanceOptions: items.map(({ of, option }) =>
          describeOption(of, option, location.region),
        ),
        ...rest,
      };
    },
  ),
];

/** Source: the SDK's model, `MaxRecords`. */
const mostOptions = 1000;

const filters = {
  engine: ({ engine }: EngineVersion, value: string) => engine === value,
  'engine-version': ({ version }: EngineVersion, value: string) => version === value,
  'db-parameter-group-family': ({ family }: EngineVersion, value: string) => family === value,
  status: ({ status }: EngineVersion, value: string) => status === value,
  'engine-mode': 'not-simulated',
} as const;

function isAsked(asked: string | undefined, one: string): boolean {
  return asked === undefined || asked === one;
}

function describeVersion({ engine, version, family, status }: EngineVersion): DBEngineVersion {
  const aurora = engine.startsWith('aurora');
  return {
    Engine: engine,
    MajorEngineVersion: family.slice(engine.length),
    EngineVersion: version,
    DBParameterGroupFamily: family,
    DBEngineDescription: engine,
    DBEngineVersionDescription: `${engine} ${version}`,
    ExportableLogTypes: [...(exportedLogTypes[engine] ?? [])],
    SupportsLogExportsToCloudwatchLogs: true,
    SupportedEngineModes: aurora ? ['provisioned'] : [],
    SupportsReadReplica: !aurora,
    SupportsGlobalDatabases: aurora,
    Status: status,
  };
}

/** In which numbers sort as numbers. */
function sortKey({ engine, version }: EngineVersion): string {
  return `${engine} ${version.replaceAll(/\d+/g, (digits) => digits.padStart(10, '0'))}`;
}

function optionKey(of: EngineVersion, { instanceClass, storageType }: InstanceOption): string {
  return `${sortKey(of)} ${instanceClass} ${storageType}`;
}
