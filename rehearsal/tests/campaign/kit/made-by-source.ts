import type { Trace } from '../../../plays/campaign/trace.ts';

/** How many snapshots and copies the source asked AWS for, and got. */
export function madeBySource({ calls }: Trace): {
  readonly snapshots: number;
  readonly copies: number;
} {
  const count = (operation: RegExp): number =>
    calls.filter(
      (call) =>
        call.function.startsWith('source.') && call.effect && operation.test(call.operation),
    ).length;
  return {
    snapshots: count(/^CreateDB(Cluster)?Snapshot$/),
    copies: count(/^CopyDB(Cluster)?Snapshot$/),
  };
}
