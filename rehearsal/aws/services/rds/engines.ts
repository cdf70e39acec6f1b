import type { DatabaseEngine } from '../../contracts.ts';
import { NotSimulated } from './not-simulated.ts';

/** Engines that the simulator runs, in clusters and as stand-alone instances. */
export const clusterEngines = ['aurora-postgresql', 'aurora-mysql'];
export const instanceEngines = ['postgres', 'mysql', 'mariadb'];

/** @throws NotSimulated for an engine that no cluster of the simulator runs */
export function clusterEngine(engine: string, operation: string): string {
  if (clusterEngines.includes(engine)) return engine;
  throw new NotSimulated(operation, `Engine ${engine}`);
}

/** @throws NotSimulated for an engine that no stand-alone instance of the simulator runs */
export function instanceEngine(engine: string, operation: string): string {
  if (instanceEngines.includes(engine)) return engine;
  throw new NotSimulated(operation, `Engine ${engine}`);
}

/** The port that an engine listens on where nothing else is said. */
export function defaultPort(engine: string): number {
  return engine.includes('postgres') ? 5432 : 3306;
}

/**
 * The version that a Region gives to a cluster or instance whose request names none: one minor
 * version ahead of the real server's, so that whoever doesn't pin the version gets another.
 */
export function defaultVersion(engine: DatabaseEngine): string {
  return engine.version.replace(/(\d+)$/, (minor) => String(Number(minor) + 1));
}

/** The family of an engine's parameter groups, such as `aurora-postgresql18` and `aurora-mysql8.0`. */
export function parameterFamily(engine: string, version: string): string {
  const [major = '', minor = '0'] = version.split('.');
  return engine.includes('postgres') ? `${engine}${major}` : `${engine}${major}.${minor}`;
}

/** The name of an engine's default option group, such as `default:aurora-postgresql-18`. */
export function defaultOptionGroup(engine: string, version: string): string {
  const family = parameterFamily(engine, version).slice(engine.length);
  return `default:${engine}-${family.replaceAll('.', '-')}`;
}
