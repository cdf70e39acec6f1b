import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import type { Setting } from '../../plays/scene/setting.ts';

/** Every engine that can be rehearsed here; `matrix-encryption.test.ts` tells when MariaDB is missing. */
export async function rehearsedEngines(): Promise<readonly Setting['engine'][]> {
  const ofMysql = ['aurora-mysql', 'mysql'] as const;
  return ['aurora-postgresql', 'postgres', ...((await findMariaDb()) ? ofMysql : [])];
}
