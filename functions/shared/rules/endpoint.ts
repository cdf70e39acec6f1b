import * as z from 'zod/mini';
import type { Database } from './database.ts';

/** The master user of a database whose password RDS keeps in a secret, and the secret's ARN. */
export const MasterLogin = z.object({ user: z.string(), keptIn: z.string() });
export type MasterLogin = z.infer<typeof MasterLogin>;

/** Where to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Absent where RDS doesn't manage the master password. */
  readonly master?: MasterLogin | undefined;
}

/** @returns undefined while AWS hasn't given the database one */
export function endpointOf(database: Database): Endpoint | undefined {
  const { endpoint, port, masterSecret } = database;
  if (!endpoint || !port) return undefined;
  return {
    host: endpoint,
    port,
    ...(masterSecret && { master: { user: masterSecret.user, keptIn: masterSecret.arn } }),
  };
}
