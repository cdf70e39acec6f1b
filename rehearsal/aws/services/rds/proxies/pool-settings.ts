import type {
  ConnectionPoolConfiguration,
  ConnectionPoolConfigurationInfo,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { oneOf, requireTogether, within } from '../settings/valid-values.ts';
import type { Proxy } from './proxy.ts';

/** Source: the SDK's model, ConnectionPoolConfiguration, of all engines but SQL Server. */
export const defaultPool: ConnectionPoolConfigurationInfo = {
  MaxConnectionsPercent: 100,
  MaxIdleConnectionsPercent: 50,
  ConnectionBorrowTimeout: 120,
  SessionPinningFilters: [],
};

/**
 * Changes the settings of a pool by a request.
 * Source: the SDK's model, ConnectionPoolConfiguration (bounds, that the idle share comes with the whole,
 * and is half of it by default) and ConnectionPoolConfigurationInfo (filters are for MySQL, and one).
 *
 * @throws AwsError `InvalidParameterValue` or `InvalidParameterCombination`
 */
export function changePool(
  family: Proxy['engineFamily'],
  pool: ConnectionPoolConfigurationInfo,
  input: ConnectionPoolConfiguration,
): ConnectionPoolConfigurationInfo {
  const {
    MaxConnectionsPercent: most,
    MaxIdleConnectionsPercent: idle,
    ConnectionBorrowTimeout: timeout,
    SessionPinningFilters: filters,
    InitQuery: initQuery,
  } = input;
  requireTogether(
    idle === undefined || most !== undefined,
    'MaxIdleConnectionsPercent needs a MaxConnectionsPercent in the same request',
  );
  const share =
    most === undefined
      ? {}
      : {
          MaxConnectionsPercent: within('MaxConnectionsPercent', most, 1, 100),
          MaxIdleConnectionsPercent: within(
            'MaxIdleConnectionsPercent',
            idle ?? Math.floor(most / 2),
            0,
            most,
          ),
        };
  for (const filter of filters ?? []) {
    if (family !== 'MYSQL') {
      throw new AwsError(
        'InvalidParameterValue',
        `SessionPinningFilters are for proxies of the engine family MYSQL. Found: ${family}`,
      );
    }
    oneOf('SessionPinningFilters', filter, ['EXCLUDE_VARIABLE_SETS']);
  }
  return {
    ...pool,
    ...share,
    ...(timeout !== undefined && {
      ConnectionBorrowTimeout: within('ConnectionBorrowTimeout', timeout, 0, 300),
    }),
    ...(filters !== undefined && { SessionPinningFilters: [...filters] }),
    ...(initQuery !== undefined && { InitQuery: initQuery }),
  };
}
