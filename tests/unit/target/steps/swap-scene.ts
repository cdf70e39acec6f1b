import { aDatabase, aMember } from '../../factories/databases.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

export const restoredId = 'cluster-RESTORED';

/** What was restored, a writer and a reader. */
export const restored = [
  aDatabase({ identifier: 'orders-next', resourceId: restoredId, writer: 'orders-next-1' }),
  [
    aMember({ identifier: 'orders-next-1', isWriter: true }),
    aMember({ identifier: 'orders-next-2' }),
  ],
] as const;

/** The live database, and the restored one under its temporary name. */
export function databasesBeforeASwap(): FakeDatabases {
  return new FakeDatabases()
    .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' }))
    .add(...restored);
}

/** What was renamed, in order: marks are looked at apart. */
export function renamesOf({ accepted }: FakeDatabases): readonly string[] {
  return accepted.filter((call) => call.startsWith('rename '));
}
