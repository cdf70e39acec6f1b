import type { DatabaseFacts } from './live-database.ts';
import type { SettingsAccount } from './settings-account.ts';

/**
 * What a rehearsal puts out: everything is measured in the simulator, times are virtual seconds.
 */
export interface RehearsalReport {
  readonly status: string;
  readonly mode: string;
  readonly seed: number;
  /** Age of the data when the live name answered, or the copy was verified. */
  readonly rpoSeconds: number | null;
  /** From the target run's start to that moment. */
  readonly rtoSeconds: number | null;
  /** All seconds in which nobody answered to the live name, as a client saw it once a second. */
  readonly liveNameGapSeconds: number | null;
  /** The single silences that make up the gap. */
  readonly gaps: readonly { readonly atSecond: number; readonly seconds: number }[];
  /** From the source run's start to the target run's end. */
  readonly totalSeconds: number;
  /** Of that, what AWS was at work, or a new host name was on its way. */
  readonly awsSeconds: number;
  /** When the run waited for people: a grace period, an answer. */
  readonly peopleSeconds: number;
  /** The rest: looked too late, functions, transitions, deliveries. */
  readonly overheadSeconds: number;
  /** Of the AWS-side time; null where there was none. */
  readonly overheadPercent: number | null;
  readonly apiCalls: number;
  readonly stateTransitions: number;
  readonly steps: readonly StepFigures[];
  readonly verification: readonly Check[];
  /**
   * What became of everything in which the old live database differed from AWS's defaults; null where no
   * database gave way.
   */
  readonly settings: SettingsAccount | null;
  /** What the target's own report tells of how the live database differs, a sentence each. */
  readonly differences: readonly string[];
  readonly databases: readonly MeasuredDatabase[];
  readonly bundles: readonly { readonly function: string; readonly bytes: number }[];
  /** Real seconds on the wall. */
  readonly wallSeconds: number;
  readonly failure?: { readonly error: string; readonly cause: string };
}

export interface StepFigures {
  readonly workflow: 'source' | 'target';
  readonly name: string;
  readonly seconds: number;
  readonly awsSeconds: number;
}

export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** A database, what it is to the run, and what it holds. */
export interface MeasuredDatabase extends Pick<
  DatabaseFacts,
  'accountId' | 'region' | 'identifier' | 'resourceId' | 'engineVersion'
> {
  readonly role: string;
  readonly rows: number;
  readonly checksum: string;
}
