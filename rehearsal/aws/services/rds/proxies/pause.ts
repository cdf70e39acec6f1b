import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';

/** Whether a cluster pauses when nobody uses it, after how many seconds, or why it doesn't. */
export type Pausing =
  | { readonly afterSeconds: number }
  | {
      readonly never: 'its minimum is above 0' | 'it is not serverless' | 'a proxy keeps it awake';
    };

/**
 * A Serverless v2 cluster pauses at a minimum of 0 ACU, unless a proxy has it as its target: that keeps a
 * connection to each of its instances. Nothing else of a pause is simulated.
 * Source: Aurora User Guide, "Scaling to Zero ACUs with automatic pause and resume", where instances don't
 * pause.
 */
export function pausingOf(context: Context, cluster: Cluster): Pausing {
  const { serverless } = cluster;
  if (serverless === undefined) return { never: 'it is not serverless' };
  if (serverless.min > 0) return { never: 'its minimum is above 0' };
  const isTarget = context.proxies.all.all().some(({ target }) => target?.database === cluster);
  if (isTarget) return { never: 'a proxy keeps it awake' };
  return { afterSeconds: serverless.pauseAfter };
}
