import type { VirtualClock } from '../clock.ts';
import type { DatabaseEngine, Location } from '../contracts.ts';
import type { Fleet } from '../lambda/function-fleet.ts';
import type { ElbDurations } from '../services/elasticloadbalancing/durations.ts';
import type { PortForwarder } from '../services/elasticloadbalancing/port-forwarder.ts';
import type { Durations } from '../services/rds/durations.ts';
import type { CallRecord } from '../wire/call-record.ts';
import type { Interception } from '../wire/operation-run.ts';

/** How a simulator is set up. */
export interface SimulatorOptions {
  readonly seed: number;
  /** Virtual start, milliseconds since the epoch. */
  readonly start: number;
  /** Gone when the simulator closes; left out where nothing is written: an engine without files. */
  readonly directory?: string;
  /** Kept from run to run: bundles. Left out where functions run from their sources. */
  readonly cacheDirectory?: string;
  readonly engine: DatabaseEngine & { readonly caFile: string };
  /** On the wall, for each virtual second; 0 is as fast as the machine goes. */
  readonly realMillisecondsPerSecond?: number;
  readonly durations?: Partial<Durations>;
  /** Whether each reader of a cluster has a server of its own; PostgreSQL alone has such. */
  readonly readerServers?: boolean;
  /** How long registrations of targets take, and the like. */
  readonly elbDurations?: Partial<ElbDurations>;
  /** Real ports and connections, where it is left out. */
  readonly portForwarder?: PortForwarder;
  /** The most databases or snapshots on a page of a listing, where it isn't as many as are asked for. */
  readonly rdsPageSize?: number;
  /** False: AWS refuses to copy a cluster snapshot across account and Region in one call. */
  readonly oneCallClusterCopy?: boolean;
  /** Lambda's quota of concurrent executions, of each account in each Region. */
  readonly concurrencyQuota?: number;
  /** Sees each call before and after it takes effect: where faults come in. */
  readonly intercept?: Interception;
  readonly onCall?: (record: CallRecord) => void;
  /** Where functions run; in processes of their own when left out. */
  readonly fleet?: (simulator: { readonly clock: VirtualClock }) => Fleet;
  /** False: no port is opened, and calls come by `answer` alone. */
  readonly listens?: boolean;
}

/** A deployment of one stack. */
export interface StackDeployment {
  readonly stackName: string;
  readonly location: Location;
  readonly parameters: Readonly<Record<string, string>>;
  readonly templateFile: string;
}
