/** A version as a server tells it: of PostgreSQL, MySQL or MariaDB, and of Aurora's own where it has one. */
export interface ServerVersion {
  readonly server: string;
  readonly aurora?: string | undefined;
}

/**
 * What AWS's engine version says of the server. What follows the digits is AWS's own count of releases,
 * which the server needn't repeat. Forms and sources:
 * - `8.0.mysql_aurora.3.08.2`: MySQL's major version, then Aurora's. "The version function returns the
 *   community version of your database", `@@aurora_version` Aurora's (Aurora User Guide, "Amazon Aurora
 *   versioning" and "Checking Aurora MySQL version numbers");
 * - `16.4`, `16.4-limitless` of Aurora PostgreSQL: PostgreSQL's own version. Aurora's patch,
 *   `aurora_version()` 16.4.1, isn't in it (Aurora User Guide, "Identifying versions of Amazon Aurora
 *   PostgreSQL");
 * - `5.7.44-rds.20250818`, `11.22-rds.20241121` of RDS Extended Support: the community's version, and the
 *   day of RDS's release (RDS User Guide, "RDS Extended Support versions for RDS for MySQL"; Amazon RDS
 *   for PostgreSQL Release Notes). Both titles are from memory,
 *   unverified; `VERSION()` without the suffix is a field report;
 * - `8.0.39`, `10.11.8`, `16.4`: as they are.
 */
export function versionsIn(engineVersion: string): ServerVersion {
  const [, aurora] = /\.mysql_aurora\.(\d+(?:\.\d+)*)/.exec(engineVersion) ?? [];
  return { server: leadingVersion(engineVersion), aurora };
}

/** Of what a server says, such as `10.11.8-MariaDB-log` or `16.4 (Debian 16.4-1)`, the version alone. */
export function leadingVersion(text: string): string {
  return /^\d+(?:\.\d+)*/.exec(text)?.[0] ?? text;
}

/** Whether a server is what is expected, as far as both tell: `8.0` leaves open which 8.0. */
export function isVersion(expected: ServerVersion, found: ServerVersion): boolean {
  return (
    leads(expected.server, found.server) &&
    (expected.aurora === undefined ||
      found.aurora === undefined ||
      leads(expected.aurora, found.aurora))
  );
}

function leads(expected: string, found: string): boolean {
  return found === expected || found.startsWith(`${expected}.`);
}

/** For a message. */
export function versionText({ server, aurora }: ServerVersion): string {
  return aurora === undefined ? server : `${server}, Aurora ${aurora}`;
}
