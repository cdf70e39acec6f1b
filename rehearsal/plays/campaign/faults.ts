import type { PlannedFault } from '../../aws/services/rds/faults.ts';
import type { StepFault } from './in-process-fleet.ts';

/** What befalls a call. */
export const callFaults = ['throttled', 'refused', 'internal', 'cut-before', 'cut-after'] as const;
export type CallFault = (typeof callFaults)[number];

/** An error of AWS's model, by the name that the SDK gives it: `InsufficientDBClusterCapacityFault`. */
export type ModelledError = Capitalize<string>;

/**
 * How long a fault lasts: one attempt of the SDK, every attempt of that call, or every call of the
 * same operation by the same function from then on, until an operator sees to it.
 */
export type Span = 'once' | 'call' | 'lasting';

/** What befalls the notice on its way. */
export const noticeFaults = [
  'duplicate',
  'late',
  'lost',
  'out-of-order',
  'foreign-topic',
  'foreign-account',
  'foreign-region',
  'unknown-version',
  'malformed-json',
  'malformed-field',
] as const;
export type NoticeFault = (typeof noticeFaults)[number];

/** What somebody, or AWS, did to the environment. */
export const environmentFaults = [
  'target-key-disabled',
  'recovery-key-disabled',
  'source-key-disabled',
  'temporary-name-taken',
  'retired-name-taken',
  'secured-name-taken',
  'snapshot-quota-full',
  'protection-on',
  'source-account-gone',
  'shared-copy-unshared',
  'live-instances-lost',
] as const;
export type EnvironmentFault = (typeof environmentFaults)[number];

/**
 * Another execution of the target's that meets a recovery:
 * - of the same notice, of a newer or an older one
 * - of the same notice in another mode
 * - of the same notice, once an operator has stopped the first; and then without a grace period
 */
export const meetings = [
  'same',
  'newer',
  'older',
  'swap',
  'standby',
  'drill',
  'stopped',
  'hurried',
] as const;
export type Meeting = (typeof meetings)[number];

/** When the recovery enters a state, or an hour after its end. */
export interface Encounter {
  readonly kind: 'encounter';
  readonly what: Meeting;
  readonly at: string;
}

/** Databases of the target that AWS may put into a status, by the names that they have then. */
export const afflicted = ['live', 'restored', 'retired'] as const;
export type Afflicted = (typeof afflicted)[number];

/** What every forged notice's run and snapshot are called by. */
export const forgedPrefix = 'evil-';

/** Forged notices, once a recovery is through: of the year 2099, of another database, nine in a row. */
export const forgedNotices = ['future', 'lineage', 'flood'] as const;
export type ForgedNotice = (typeof forgedNotices)[number];

/** One thing that goes wrong in a run. */
export type Fault =
  | Encounter
  | { readonly kind: 'forger'; readonly what: ForgedNotice }
  | {
      readonly kind: 'call';
      readonly what: CallFault | ModelledError;
      readonly span: Span;
      /** `<stack>.<Function>`. */
      readonly function: string;
      readonly operation: string;
      /** Counts the function's calls of the operation in this run, from 0. */
      readonly index: number;
    }
  | {
      readonly kind: 'step';
      readonly what: StepFault;
      readonly span: 'once' | 'lasting';
      readonly function: string;
      /** Counts the invocations of the function in this run, from 0. */
      readonly index: number;
    }
  | { readonly kind: 'notice'; readonly what: NoticeFault }
  | {
      readonly kind: 'operation';
      readonly operation: PlannedFault['operation'];
      /** The status that it ends in, or that it takes longer than any step waits. */
      readonly what: string;
      readonly identifier: string;
    }
  | {
      readonly kind: 'condition';
      readonly what: EnvironmentFault;
      /** Before the first invocation of this function. */
      readonly before: string;
    }
  | {
      readonly kind: 'status';
      readonly what: string;
      readonly of: Afflicted;
      /** Before the first invocation of this function. */
      readonly before: string;
    };

export const faultKinds = [
  'call',
  'step',
  'notice',
  'operation',
  'condition',
  'status',
  'encounter',
  'forger',
] as const satisfies readonly Fault['kind'][];

/** A fault's name within a run's id: no two faults of a scenario share one. */
export function faultName(fault: Fault): string {
  switch (fault.kind) {
    case 'call':
      return `${fault.function}.${fault.operation}.${fault.index}:${fault.what}:${fault.span}`;
    case 'step':
      return `${fault.function}.${fault.index}:${fault.what}:${fault.span}`;
    case 'notice':
      return `notice:${fault.what}`;
    case 'operation':
      return `${fault.operation}.${fault.identifier}:${fault.what}`;
    case 'condition':
      return `${fault.what}@${fault.before}`;
    case 'encounter':
      return `another:${fault.what}@${fault.at}`;
    case 'status':
      return `${fault.what}.${fault.of}@${fault.before}`;
    case 'forger':
      return `forger:${fault.what}`;
  }
}

/** What a fault is counted under in the report. */
export function faultClass(fault: Fault): string {
  switch (fault.kind) {
    case 'call':
    case 'step':
      return `${fault.kind} ${fault.what} ${fault.span}`;
    case 'notice':
      return `notice ${fault.what}`;
    case 'operation':
      return `operation ${fault.what}`;
    case 'condition':
      return `condition ${fault.what}`;
    case 'encounter':
      return `another ${fault.what}`;
    case 'status':
      return `status ${fault.what}`;
    case 'forger':
      return `forger ${fault.what}`;
  }
}

const patterns = {
  call: /^(?<function>\w+\.\w+)\.(?<operation>[A-Za-z]\w+)\.(?<index>\d+):(?<what>[\w-]+):(?<span>\w+)$/,
  step: /^(?<function>\w+\.\w+)\.(?<index>\d+):(?<what>[\w-]+):(?<span>\w+)$/,
  status: /^(?<what>[a-z_-]+)\.(?<of>live|restored|retired)@(?<before>\w+\.\w+)$/,
  forger: /^forger:(?<what>[a-z]+)$/,
  notice: /^notice:(?<what>[\w-]+)$/,
  operation: /^(?<operation>[a-z-]+)\.(?<identifier>[a-z0-9-]+):(?<what>[\w-]+)$/,
  encounter: /^another:(?<what>[a-z]+)@(?<at>\w+)$/,
  condition: /^(?<what>[\w-]+)@(?<before>\w+\.\w+)$/,
} as const;

/** The fault of a name. @returns undefined where there is none such */
export function parseFault(name: string): Fault | undefined {
  for (const [kind, pattern] of Object.entries(patterns)) {
    const groups = pattern.exec(name)?.groups;
    if (groups === undefined) continue;
    const { index, ...rest } = groups;
    const fault = { kind, ...rest, ...(index !== undefined && { index: Number(index) }) } as Fault;
    return faultName(fault) === name ? fault : undefined;
  }
  return undefined;
}
