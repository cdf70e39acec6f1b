import type { SettingName } from '../../rules/database-settings.ts';

/** A call that brings a member over, as RDS names it. */
export type Call =
  | 'RestoreDBClusterFromSnapshot'
  | 'RestoreDBInstanceFromDBSnapshot'
  | 'CreateDBInstance'
  | 'ModifyDBCluster'
  | 'ModifyDBInstance'
  | 'AddRoleToDBCluster'
  | 'AddRoleToDBInstance'
  | 'EnableHttpEndpoint'
  | 'CopyDBClusterSnapshot'
  | 'CopyDBSnapshot';

/**
 * What becomes of one member of AWS's description of a database, when another takes its name.
 * - `carried`: the other has the same, by the calls named
 * - `refused`: with it no run begins; Preflight says the sentence
 * - `reported`: the run's report has a line on it, where it differs from AWS's default
 * - `none`: of no matter, and why
 */
export type Fate<Described> =
  | Carried<Described>
  | { readonly fate: 'refused'; readonly why: string }
  | Reported<Described>
  | { readonly fate: 'none'; readonly why: string };

export interface Carried<Described> {
  readonly fate: 'carried';
  readonly by: readonly Call[];
  /** For what the snapshot, a name or another member brings: what does. */
  readonly with?: string;
  readonly setting?: SettingName;
  /** The setting's value, where it isn't the member itself. */
  readonly read?: (described: Described) => unknown;
  /** The member of each call's input, where it isn't `by` a call with input of its own. */
  readonly input?: Partial<Record<Call, string>>;
  /** The value in a call's input, where it isn't the setting itself; members of it are spread. */
  readonly write?: (value: never, call: Call) => object;
  /** Settings of one topic that AWS wants to be told together. */
  readonly together?: string;
}

export interface Reported<Described> {
  readonly fate: 'reported';
  /**
   * What is to be reported, in short; undefined where the member is as AWS makes it. Left out where a step
   * looks for itself.
   */
  readonly found?: (described: Described) => string | undefined;
  readonly advice: string;
}

/** A fate for every member of a description, those that AWS adds included: the compiler asks for them. */
export type FateTable<Described> = { readonly [Member in keyof Described]-?: Fate<Described> };

export function none(why: string): { readonly fate: 'none'; readonly why: string } {
  return { fate: 'none', why };
}

export function refused(why: string): { readonly fate: 'refused'; readonly why: string } {
  return { fate: 'refused', why };
}

/** @param brings what brings it: the snapshot, a name, another member's call */
export function carriedWith<Described>(brings: string, ...by: readonly Call[]): Carried<Described> {
  return { fate: 'carried', by, with: brings };
}

/** @param input by each call that takes the setting, the member of its input */
export function carriedBy<Described>(
  setting: SettingName,
  input: Partial<Record<Call, string>>,
  more: Partial<Carried<Described>> = {},
): Carried<Described> {
  return { fate: 'carried', by: Object.keys(input) as Call[], setting, input, ...more };
}
