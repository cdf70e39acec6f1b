import { accountsOf } from './accounts.ts';
import type { Accounts } from './accounts.ts';
import { acknowledged, errorsOf, latenciesOf, longestGap, percentile } from './figures.ts';
import type { Errors, Gap, Latencies } from './figures.ts';
import type { Attempt } from './attempt.ts';
import { counted } from './census.ts';
import type { Counted } from './census.ts';
import type { Engine } from './engine.ts';
import type { ProbeRequest } from './probe-request.ts';
import { spansOf } from './spans.ts';
import type { Span } from './spans.ts';

/** What a probe answers. Durations are milliseconds, and times too, since the epoch. */
export interface ProbeResult extends ProbeRequest {
  readonly run: string;
  readonly engine: Engine;
  readonly begun: number;
  readonly ended: number;
  readonly attempts: number;
  readonly acknowledged: number;
  readonly longestGap: Gap;
  readonly p50: number | null;
  readonly p99: number | null;
  /** To add several probes' up. */
  readonly latencies: Latencies;
  readonly errors: Errors;
  /** Null where no writer answered that could be asked what it has. */
  readonly accounts: Accounts | null;
  readonly databaseConnections: Counted | null;
  readonly spans: readonly Span[];
  readonly spansLeftOut: number;
}

/** All that was seen in a probe. */
export interface Seen {
  readonly request: ProbeRequest;
  readonly run: string;
  readonly engine: Engine;
  readonly begun: number;
  readonly ended: number;
  readonly attempts: readonly Attempt[];
  /** The ids of the rows that the database has; undefined where it couldn't be asked. */
  readonly kept: readonly number[] | undefined;
  readonly samples: Counted['samples'];
}

/** Makes figures of what was seen. */
export function resultOf(seen: Seen): ProbeResult {
  const { request, run, engine, begun, ended, attempts, kept } = seen;
  const latencies = latenciesOf(attempts);
  return {
    ...request,
    run,
    engine,
    begun,
    ended,
    attempts: attempts.length,
    acknowledged: acknowledged(attempts).length,
    longestGap: longestGap(attempts, begun, ended),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    latencies,
    errors: errorsOf(attempts),
    accounts: kept === undefined ? null : accountsOf(attempts, kept),
    databaseConnections: counted(seen.samples),
    ...spansOf(attempts, begun),
  };
}
