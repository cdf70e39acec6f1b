import type { Path } from '../../functions/lab/rules/path.ts';
import type { ProbeRequest } from '../../functions/lab/rules/probe-request.ts';
import type { ProbeResult } from '../../functions/lab/rules/result.ts';

/** A lab that experiments are made in: one in AWS, or the simulator's. */
export interface Lab {
  /** The paths that are there. */
  readonly paths: readonly Path[];
  /** What plays each path, in words. */
  readonly playedBy: Readonly<Partial<Record<Path, string>>>;
  /** What the figures of time stand for. */
  readonly time: string;
  readonly clock: {
    now(): number;
    sleep(milliseconds: number): Promise<void>;
  };
  /** Runs ProbeDatabase. @throws what it failed with */
  probe(request: ProbeRequest): Promise<ProbeResult>;
  /** Begins a failover, and returns once it is accepted. */
  failOver(): Promise<void>;
  /** Whether the cluster is available, with a reader to fail over to. */
  isReady(): Promise<boolean>;
}
