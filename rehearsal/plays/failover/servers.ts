import type { ServerAddress } from '../../aws/contracts.ts';
import { connectAsMaster } from '../../aws/databases/connection.ts';
import type { SqlConnection } from '../../aws/databases/connection.ts';
import { instanceHost } from '../../aws/services/rds/endpoints.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { members, producer } from './fixtures.ts';

/** The cluster's master user. */
export const master = { user: 'master', password: 'only on this simulator' };

/** Where an instance's name leads. */
export function addressOf(simulator: Simulator, member: string): string {
  const [address] = simulator.names.resolve(instanceHost(producer, member));
  if (address === undefined) throw new Error(`${member} has no address`);
  return address;
}

/** Where an instance's server really listens. */
function listenerOf(simulator: Simulator, member: string): ServerAddress | undefined {
  return simulator.network.find([addressOf(simulator, member)], 5432);
}

/** The instance whose server listens on a port. */
export function serverAt(simulator: Simulator, port: number): string {
  const { rds } = simulator;
  return members.find((member) => rds.serverOf(producer, member)?.port === port) ?? `port ${port}`;
}

/** Does something in the database of an instance, as the cluster's master. */
export async function withWriter<T>(
  simulator: Simulator,
  member: string,
  work: (sql: SqlConnection) => Promise<T>,
): Promise<T> {
  const at = listenerOf(simulator, member);
  if (at === undefined) throw new Error(`${member} doesn't answer`);
  const sql = await connectAsMaster(simulator.engine, at, master, {
    host: instanceHost(producer, member),
  });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Every write that the database kept. */
export async function readIds(sql: SqlConnection): Promise<readonly number[]> {
  return (await sql.query('SELECT id FROM failover_writes')).map(({ id }) => Number(id));
}
