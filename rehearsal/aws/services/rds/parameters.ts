import type { Parameter } from '@aws-sdk/client-rds';
import { AwsError } from '../../contracts.ts';
import type { ParameterGroup } from './groups.ts';
import { NotSimulated } from './not-simulated.ts';

/** A parameter of a cluster's group: what it takes, and what it is by default. */
interface KnownParameter {
  readonly values: RegExp;
  readonly byDefault?: (version: string) => string;
}

/** Those of the IANA time zone database that this machine knows; RDS lists most of them. */
const zoneName = new RegExp(
  `^(UTC|${Intl.supportedValuesOf('timeZone')
    .join('|')
    .replaceAll('+', String.raw`\+`)})$`,
);

/**
 * The parameters that stacks of ours set, of each engine; others are refused by name.
 * TLS: `rds.force_ssl` is 1 by default from Aurora PostgreSQL 17 on, `require_secure_transport` is OFF
 * for every Aurora MySQL version 3. Source: Aurora User Guide, "Securing Aurora PostgreSQL data with
 * SSL/TLS" and "TLS connections to Aurora MySQL DB clusters", from memory, unverified; of MySQL 8.4 and
 * lower, RDS User Guide, "Requiring SSL/TLS for all connections to a MySQL DB instance".
 */
const known: Readonly<Record<string, Readonly<Record<string, KnownParameter>>>> = {
  'aurora-postgresql': {
    'rds.force_ssl': { values: /^[01]$/, byDefault: (major) => (Number(major) >= 17 ? '1' : '0') },
    // RDS User Guide, "Working with parameters on your RDS for PostgreSQL DB instance": from memory.
    timezone: { values: zoneName, byDefault: () => 'UTC' },
    log_connections: { values: /^[01]$/ },
    log_disconnections: { values: /^[01]$/ },
    log_statement: { values: /^(none|ddl|mod|all)$/ },
    log_min_duration_statement: { values: /^(-1|\d+)$/ },
  },
  'aurora-mysql': {
    require_secure_transport: { values: /^(ON|OFF)$/, byDefault: () => 'OFF' },
    // RDS User Guide, "Local time zone for MySQL DB instances".
    time_zone: { values: zoneName, byDefault: () => 'UTC' },
    server_audit_logging: { values: /^[01]$/ },
    server_audit_events: {
      values: /^(CONNECT|QUERY(_DCL|_DDL|_DML)?|TABLE)(,(CONNECT|QUERY(_DCL|_DDL|_DML)?|TABLE))*$/,
    },
    slow_query_log: { values: /^[01]$/ },
    long_query_time: { values: /^\d+(\.\d+)?$/ },
    log_output: { values: /^(FILE|TABLE|NONE)$/ },
  },
};

/** @throws AwsError `InvalidParameterValue` for a value that a parameter doesn't take */
export function readParameters(
  family: string,
  given: readonly Parameter[],
): ReadonlyMap<string, string> {
  return new Map(
    given.map(({ ParameterName: name = '', ParameterValue: value = '', ApplyMethod: method }) => {
      const parameter = parametersOf(family)[name];
      if (parameter === undefined) {
        throw new NotSimulated('ModifyDBClusterParameterGroup', `the parameter ${name}`);
      }
      if (!parameter.values.test(value)) {
        throw new AwsError(
          'InvalidParameterValue',
          `Invalid parameter value: ${value} for: ${name} allowed values are: ${parameter.values.source}`,
        );
      }
      if (method !== 'immediate' && method !== 'pending-reboot') {
        throw new AwsError('MissingParameter', `The parameter ${name} needs an ApplyMethod`);
      }
      return [name, value] as const;
    }),
  );
}

/** A group's parameters, in the API's shape: what somebody has set, and the defaults that are known. */
export function showParameters(group: ParameterGroup, source?: string): Parameter[] {
  const version = /[\d.]+$/.exec(group.family)?.[0] ?? '';
  return Object.entries(parametersOf(group.family))
    .map(([name, { byDefault }]) => {
      const own = group.parameters?.get(name);
      return {
        ParameterName: name,
        ParameterValue: own ?? byDefault?.(version),
        Source: own === undefined ? 'system' : 'user',
      };
    })
    .filter(({ Source: from }) => source === undefined || source === from);
}

function parametersOf(family: string): Readonly<Record<string, KnownParameter>> {
  return known[/^[a-z-]+/.exec(family)?.[0] ?? ''] ?? {};
}
