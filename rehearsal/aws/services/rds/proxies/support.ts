import type { Offers } from '../offers.ts';
import type { Location } from '../../../contracts.ts';
import type { Proxy } from './proxy.ts';

/** Source: the SDK's model, CreateDBProxyRequest, `EngineFamily`. */
export const familyOfEngine: Readonly<Record<string, Proxy['engineFamily']>> = {
  'aurora-postgresql': 'POSTGRESQL',
  postgres: 'POSTGRESQL',
  'aurora-mysql': 'MYSQL',
  mysql: 'MYSQL',
  mariadb: 'MYSQL',
};

/**
 * Versions with proxies, by engine, as a test of the version's numbers.
 * Sources: Aurora and RDS user guides, "Supported Regions and DB engines for Amazon RDS Proxy" (Aurora MySQL
 * 2.07, 2.11 and 3.01 on; MariaDB 10.5 on); hashicorp/terraform-provider-aws#15486 (Aurora PostgreSQL 10.7 is
 * refused, 11.7 isn't); that of others all do is unverified.
 */
const supported: Readonly<Record<string, (...numbers: number[]) => boolean>> = {
  'aurora-postgresql': (major = 0) => major >= 11,
  'aurora-mysql': (_major = 0, _minor = 0, version = 0, feature = 0) =>
    version >= 3 ? feature >= 1 : version === 2 && (feature === 7 || feature >= 11),
  postgres: (major = 0) => major >= 10,
  mysql: () => true,
  mariadb: (major = 0, minor = 0) => major > 10 || (major === 10 && minor >= 5),
};

/**
 * Whether proxies lead to databases of a version. The next major after that which a Region gives by default
 * has none yet: what is new at AWS comes without them (from memory, unverified).
 */
export function supportsProxies(
  offers: Offers,
  location: Location,
  engine: string,
  version: string,
): boolean {
  const numbers = version.match(/\d+/g)?.map(Number) ?? [];
  if (supported[engine]?.(...numbers) !== true) return false;
  const usual = offers.versions(location, engine).find(({ isDefault }) => isDefault);
  const [newest = Infinity] = usual?.version.match(/\d+/g)?.map(Number) ?? [];
  return !engine.includes('postgres') || (numbers[0] ?? 0) <= newest;
}
