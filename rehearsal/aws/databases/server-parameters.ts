/**
 * Parameters of a group that real servers honour here, as RDS calls them, by name: `timezone`
 * (PostgreSQL: RDS User Guide, "Working with parameters on your RDS for PostgreSQL DB instance") and
 * `time_zone` (MySQL and MariaDB: "Local time zone for MySQL DB instances"). Each is UTC by default.
 */
export type ServerParameters = Readonly<Record<string, string>>;

/** The zone in which a PostgreSQL server tells times. */
export function postgresqlZone(parameters: ServerParameters = {}): string {
  return parameters['timezone'] ?? 'UTC';
}

/**
 * The zone in which a MySQL server tells times, as an offset or a name. RDS loads the tables of named
 * zones into each server; here they would be loaded at every start, so a server takes offsets, and of the
 * names those in `fixedZones`.
 */
export function mysqlZone(parameters: ServerParameters = {}): string {
  const zone = parameters['time_zone'] ?? 'UTC';
  return fixedZones[zone] ?? zone;
}

/** Zones of RDS's list that never change their clocks. Source: IANA time zone database. */
const fixedZones: Readonly<Record<string, string>> = {
  UTC: '+00:00',
  'Asia/Tokyo': '+09:00',
  'Asia/Kolkata': '+05:30',
  'Asia/Calcutta': '+05:30',
  'America/Phoenix': '-07:00',
};
