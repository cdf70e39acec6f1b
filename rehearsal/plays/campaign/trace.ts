import type { Location } from '../../aws/contracts.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { LoggedDeed } from '../../aws/services/rds/status-transitions.ts';
import type { AccessTrace } from './access/access-recorder.ts';
import type { Scenario } from './scenario.ts';
import type { Entry } from './traced-engine.ts';

/** A call of a function, as the simulator met it. Times are virtual milliseconds. */
export interface TracedCall {
  readonly time: number;
  readonly function: string;
  /** The name of the execution that it was made in; undefined before there is one. */
  readonly execution: string | undefined;
  readonly service: string;
  readonly operation: string;
  /** Counts the function's calls of the operation, the SDK's own attempts of one call together. */
  readonly index: number;
  readonly location: Location;
  readonly input: Readonly<Record<string, unknown>>;
  /** The database, member or snapshot that the call is to change, as it was before it. */
  readonly subject: InventoryItem | undefined;
  /** Whether it took effect, whatever the caller was told. */
  readonly effect: boolean;
}

/** An invocation of a function. */
export interface TracedStep {
  readonly time: number;
  readonly function: string;
  readonly index: number;
}

/** VerifyDatabase, in one of its three places, found everything in order. */
export interface Verified {
  readonly time: number;
  readonly state: string;
  /** The resource id of the database that it was connected to, in lower case. */
  readonly volume: string;
}

/** An execution of one of the workflows, from start to end. */
export interface TracedExecution {
  readonly workflow: 'source' | 'target';
  readonly name: string;
  readonly startedAt: number;
  readonly stoppedAt: number;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly input: unknown;
}

/** An entry that an application wrote under the live name, and was told to be there. */
export interface AcknowledgedWrite {
  /** The volume that answered to the name. */
  readonly volume: string;
  readonly entry: Entry;
}

/** A state that an execution entered. */
export interface EnteredState {
  readonly time: number;
  readonly execution: string;
  readonly state: string;
}

/** Who answered to the live name from a moment on: a volume, or nobody. */
export interface Answer {
  readonly time: number;
  readonly volume: string | undefined;
}

/** What an operator answered to whether the old database may be deleted, in virtual time. */
export interface Decision {
  readonly time: number;
  readonly decision: 'delete' | 'keep';
}

/** A database or snapshot that an operator deleted before a further start, in virtual time. */
export interface Cleared {
  readonly time: number;
  readonly item: InventoryItem;
}

/** What a database holds, as it says itself, and what it has to by all that was done to it. */
export interface Contents {
  readonly identifier: string;
  readonly volume: string;
  readonly found: readonly Entry[];
  readonly expected: readonly Entry[];
}

/** What each start of a run left; those that weren't needed are undefined. */
export interface Traces {
  readonly first: Trace;
  readonly again: Trace | undefined;
  /** Where faults struck in the second start as well, and kept it from succeeding. */
  readonly third?: Trace | undefined;
}

/** All that a run left to be judged by. */
export interface Trace {
  readonly scenario: Scenario;
  readonly calls: readonly TracedCall[];
  readonly steps: readonly TracedStep[];
  readonly verified: readonly Verified[];
  readonly states: readonly EnteredState[];
  readonly executions: readonly TracedExecution[];
  readonly answers: readonly Answer[];
  readonly writes: readonly AcknowledgedWrite[];
  readonly decisions: readonly Decision[];
  readonly cleared: readonly Cleared[];
  readonly operations: readonly LoggedDeed[];
  /** The text of every message to the operators. */
  readonly reports: readonly string[];
  readonly before: readonly InventoryItem[];
  /** As it was when a second execution began; undefined where none did. */
  readonly atEncounter: readonly InventoryItem[] | undefined;
  readonly after: readonly InventoryItem[];
  /** What stood there, or was put there on the way, and is nobody's business. */
  readonly bystanders: readonly InventoryItem[];
  /** The source database's resource id. */
  readonly sourceId: string;
  /** Of every database that answers. */
  readonly contents: readonly Contents[];
  /** All that was written to the source database. */
  readonly sourceEntries: readonly Entry[];
  /** Where an access stack stands beside the target. */
  readonly access: AccessTrace | undefined;
  /** Slips of the simulator: a run that has some proves nothing. */
  readonly defects: readonly string[];
}
