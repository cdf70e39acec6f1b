import { connectMysql } from '../../../../functions/target/sql/mysql.ts';
import { patience, type Patience } from '../../../../functions/target/sql/patience.ts';
import { connectPostgresql } from '../../../../functions/target/sql/postgresql.ts';
import type { SqlConnection as Asked } from '../../../../functions/target/ports/sql.ts';
import { connectAsMaster, type SqlConnection } from '../../../aws/databases/connection.ts';
import { createAuthority } from '../../../aws/databases/certificates.ts';
import { master, openBench, type Bench, type installedEngines } from '../support.ts';

/** A real server, the master's own session on it, and connections as VerifyDatabase makes them. */
export interface AssertionBench {
  readonly bench: Bench;
  readonly session: SqlConnection;
  /** The product's own connection; ended with the bench. */
  verifier(limits?: Partial<Patience>): Promise<Asked>;
  end(): Promise<void>;
}

type Create = Awaited<ReturnType<typeof installedEngines>>[number]['create'];

/** @param zone the server's own time zone */
export async function openAssertionBench(create: Create, zone = 'UTC'): Promise<AssertionBench> {
  const authority = await createAuthority('Verdicts');
  const bench = await openBench(create, { authority });
  await bench.engine.createVolume('asked', master);
  const at = await bench.engine.start('asked', zonesOf(zone));
  const database = bench.engine.family === 'mysql' ? 'mysql' : 'postgres';
  const session = await connectAsMaster(bench.engine, at, master, { database });
  const opened: Asked[] = [];
  const authorities = () => Promise.resolve([authority.certificate]);
  const login = () => Promise.resolve({ kind: 'password' as const, ...master, database });
  const connect = { mysql: connectMysql, postgresql: connectPostgresql }[bench.engine.family];
  return {
    bench,
    session,
    verifier: async (limits = {}) => {
      const connection = await connect(login, authorities, { ...patience, ...limits })({
        host: 'localhost',
        port: at.port,
      });
      opened.push(connection);
      return connection;
    },
    end: async () => {
      await Promise.allSettled([...opened.map((one) => one.close()), session.end()]);
      await bench.end();
    },
  };
}

/** As RDS's parameter groups call it: `timezone` of PostgreSQL, `time_zone` of MySQL and MariaDB. */
function zonesOf(zone: string): Readonly<Record<string, string>> {
  return { timezone: zone, time_zone: zone };
}
