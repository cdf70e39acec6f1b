import type { Context } from './context.ts';
import type { Cluster, Instance } from './databases.ts';
import { isAccessible } from './encryption.ts';
import { withdraw } from './serving.ts';

const recoverable = 'inaccessible-encryption-credentials-recoverable';
const terminal = 'inaccessible-encryption-credentials';
const sevenDays = 7 * 24 * 3600 * 1000;

/**
 * Finds the databases whose KMS key can't be used any more: their servers stop, and their status
 * says so, recoverable for 7 days. AWS's own check runs by itself; this one runs with each call.
 */
export async function watchKeys(context: Context): Promise<void> {
  const now = context.clock.now();
  const owners = [
    ...context.clusters.all(),
    ...context.instances.all().filter((instance) => instance.cluster === undefined),
  ];
  for (const owner of owners) {
    if (isAccessible(context.keys, owner.location, owner.encryption)) continue;
    if (owner.status === 'deleting' || owner.status === terminal) continue;
    const firstTime = owner.keyLostAt === undefined;
    owner.keyLostAt ??= now;
    if (firstTime) await shutDown(context, owner);
    setStatus(owner, now - owner.keyLostAt < sevenDays ? recoverable : terminal);
  }
}

async function shutDown(context: Context, owner: Cluster | Instance): Promise<void> {
  context.transitions.cancel(owner);
  for (const member of membersOf(owner)) context.transitions.cancel(member);
  withdraw(context, owner);
  for (const { volume } of [owner, ...membersOf(owner)]) {
    if (volume) await context.storage.stop(volume);
  }
}

function setStatus(owner: Cluster | Instance, status: string): void {
  for (const database of [owner, ...membersOf(owner)]) {
    // Whoever is on the way out stays so.
    if (database.status === 'deleting') continue;
    database.status = status;
    database.stale = undefined;
  }
}

function membersOf(owner: Cluster | Instance): readonly Instance[] {
  return 'members' in owner ? owner.members : [];
}
