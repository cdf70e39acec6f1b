/** The requests that give a database its settings, or change them. */
export type SettingRequest = 'create' | 'restore' | 'modify';

/** What one kind of database is asked with, holds and shows, as types. */
export interface DatabaseKind {
  readonly create: object;
  readonly restore: object;
  readonly modify: object;
  /** Any of the three requests. */
  readonly given: object;
  /** What a request is read against. */
  readonly about: object;
  readonly owner: object;
  /** As Describe shows it, and its pending changes. */
  readonly shape: object;
  readonly pending: object;
}

/**
 * One setting of a database: which members of which request say it, what AWS takes without them, and
 * what Describe shows of it. Create, restore, modify and describe all follow it.
 */
export interface Setting<Value, Kind extends DatabaseKind> {
  /** The members that say it. A request that isn't named here doesn't take it. */
  readonly create?: readonly (keyof Kind['create'] & string)[];
  readonly restore?: readonly (keyof Kind['restore'] & string)[];
  readonly modify?: readonly (keyof Kind['modify'] & string)[];
  /** Of a new database whose request doesn't say it. */
  readonly initial: (about: Kind['about'], given: Kind['given']) => Value;
  /** From a request that says it. @throws AwsError for what AWS doesn't take */
  readonly read: (given: Kind['given'], before: Value, about: Kind['about']) => Value;
  /** Asks for what the caller must be allowed besides the operation. */
  readonly permit?: (value: Value, about: Kind['about']) => void;
  readonly show?: (owner: Kind['owner']) => Kind['shape'];
  /** When a modification without ApplyImmediately waits for the maintenance window. */
  readonly waits?: (before: Value, after: Value) => boolean;
  /** What PendingModifiedValues shows of a modification that waits. */
  readonly pending?: (value: Value) => Kind['pending'];
  /** Whether a modification restarts the server. */
  readonly restarts?: (before: Value, after: Value) => boolean;
  /** Whether a modification takes no time: the database stays available. */
  readonly atOnce?: true;
  /** The status while it is being modified, where it isn't `modifying`. */
  readonly status?: string;
}

/** All settings of a kind of database, by the field that holds them. */
export type SettingsTable<Held, Kind extends DatabaseKind> = {
  readonly [Name in keyof Held]: Setting<Held[Name], Kind>;
};

/** A setting that a request changes. */
export interface Change<Held, Kind extends DatabaseKind> {
  readonly name: keyof Held & string;
  readonly value: unknown;
  readonly setting: Setting<unknown, Kind>;
  readonly waits: boolean;
}

/** The members that a request takes, in the form that `simulated` wants. */
export function takenMembers<Held, Kind extends DatabaseKind>(
  table: SettingsTable<Held, Kind>,
  request: SettingRequest,
): Readonly<Record<string, true>> {
  const members = settingsIn(table).flatMap(([, setting]) => setting[request] ?? []);
  return Object.fromEntries(members.map((member) => [member, true as const]));
}

/** The first member of the table's settings that a request says. */
export function firstSaid<Held, Kind extends DatabaseKind>(
  table: SettingsTable<Held, Kind>,
  request: SettingRequest,
  given: Kind['given'],
): string | undefined {
  return settingsIn(table)
    .flatMap(([, setting]) => setting[request] ?? [])
    .find((member) => says(given, member));
}

/** The settings of a new database, once the caller is found to be allowed what those said need. */
export function newSettings<Held, Kind extends DatabaseKind>(
  table: SettingsTable<Held, Kind>,
  request: 'create' | 'restore',
  given: Kind['given'],
  about: Kind['about'],
): Held {
  const read = settingsIn(table).map(([name, setting]) => {
    const initial = setting.initial(about, given);
    const said = setting[request]?.some((member) => says(given, member)) === true;
    if (!said) return [name, initial];
    const value = setting.read(given, initial, about);
    setting.permit?.(value, about);
    return [name, value];
  });
  return Object.fromEntries(read) as Held;
}

/** What a modification changes, checked before anything is changed. */
export function changedSettings<Held, Kind extends DatabaseKind>(
  table: SettingsTable<Held, Kind>,
  given: Kind['given'],
  about: Kind['about'],
  held: Held,
): Change<Held, Kind>[] {
  return settingsIn(table)
    .filter(([, setting]) => setting.modify?.some((member) => says(given, member)) === true)
    .map(([name, setting]) => {
      const before = held[name];
      const value = setting.read(given, before, about);
      setting.permit?.(value, about);
      const waits = setting.waits?.(before, value) === true;
      return { name, value, setting, waits };
    });
}

/** The values of changes, by the field that holds them. */
export function valuesOf<Held, Kind extends DatabaseKind>(
  changes: readonly Change<Held, Kind>[],
): Partial<Held> {
  return Object.fromEntries(changes.map(({ name, value }) => [name, value])) as Partial<Held>;
}

/** What PendingModifiedValues shows of changes. */
export function pendingOf<Held, Kind extends DatabaseKind>(
  changes: readonly Change<Held, Kind>[],
): Kind['pending'] {
  const pending = changes.map(({ setting, value }) => setting.pending?.(value) ?? {});
  return Object.assign({}, ...pending) as Kind['pending'];
}

/** Whether setting these values restarts the server. */
export function wantRestart<Held, Kind extends DatabaseKind>(
  table: SettingsTable<Held, Kind>,
  held: Held,
  values: Partial<Held>,
): boolean {
  return settingsIn(table).some(
    ([name, setting]) => name in values && setting.restarts?.(held[name], values[name]) === true,
  );
}

/** What Describe shows of the table's settings. */
export function shownSettings<Held, Kind extends DatabaseKind>(
  table: SettingsTable<Held, Kind>,
  owner: Kind['owner'],
): Kind['shape'] {
  const shown = settingsIn(table).map(([, setting]) => setting.show?.(owner) ?? {});
  return Object.assign({}, ...shown) as Kind['shape'];
}

function says(given: object, member: string): boolean {
  return (given as Readonly<Record<string, unknown>>)[member] !== undefined;
}

/** The one place where values of different types go through one pair of hands. */
function settingsIn<Held, Kind extends DatabaseKind>(
  table: SettingsTable<Held, Kind>,
): [keyof Held & string, Setting<unknown, Kind>][] {
  return Object.entries(table) as unknown as [keyof Held & string, Setting<unknown, Kind>][];
}
