import type { DatabaseSettings, SettingName } from '../../rules/database-settings.ts';
import type { NotCarried } from '../../rules/database.ts';
import { sameSetting } from '../../rules/same-setting.ts';
import type { Call, Carried, Fate, FateTable } from './fate.ts';

/** What a description says of the settings that its table carries. */
export function readSettings<Described extends object>(
  table: FateTable<Described>,
  described: Described,
): DatabaseSettings {
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const [member, row] of carriedRows(table)) {
    if (row.setting === undefined) continue;
    const value = row.read ? row.read(described) : described[member];
    if (value !== undefined && value !== '') settings[row.setting] = value;
  }
  return settings as DatabaseSettings;
}

/** What a description shows besides that differs from AWS's default and that no call carries. */
export function readNotCarried<Described extends object>(
  table: FateTable<Described>,
  described: Described,
): NotCarried[] {
  const rows: Readonly<Record<string, Fate<Described> | undefined>> = table;
  return Object.keys(described).flatMap((member) => {
    const row = rows[member];
    const value: unknown = described[member as keyof Described];
    if (row === undefined) {
      return isSaid(value)
        ? [{ member, found: short(value), advice: 'this version of Understudy does not know it' }]
        : [];
    }
    const found = row.fate === 'reported' ? row.found?.(described) : undefined;
    return found === undefined || row.fate !== 'reported'
      ? []
      : [{ member, found: short(found), advice: row.advice }];
  });
}

/** The input of a call that brings `settings` over, as far as it takes them. */
export function inputOf<Described>(
  table: FateTable<Described>,
  call: Call,
  settings: DatabaseSettings,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [, row] of carriedRows(table)) {
    const member = row.input?.[call];
    const value = row.setting && settings[row.setting];
    if (member === undefined || value === undefined) continue;
    Object.assign(input, row.write ? row.write(value as never, call) : { [member]: copied(value) });
  }
  return input;
}

/**
 * The settings that a call has to change to make `found` what is `wanted`, by topic: what AWS wants to
 * be told together is together.
 */
export function changesBy<Described>(
  table: FateTable<Described>,
  call: Call,
  wanted: DatabaseSettings,
  found: DatabaseSettings,
): readonly DatabaseSettings[] {
  const topics = new Map<string, SettingName[]>();
  for (const [, row] of carriedRows(table)) {
    if (row.setting === undefined || row.input?.[call] === undefined) continue;
    const topic = row.together ?? row.setting;
    topics.set(topic, [...(topics.get(topic) ?? []), row.setting]);
  }
  return [...topics.values()]
    .filter((names) =>
      names.some((name) => wanted[name] !== undefined && !sameSetting(wanted[name], found[name])),
    )
    .map((names) => pick(wanted, names));
}

function pick(settings: DatabaseSettings, names: readonly SettingName[]): DatabaseSettings {
  return Object.fromEntries(
    names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  );
}

function carriedRows<Described>(
  table: FateTable<Described>,
): readonly (readonly [keyof Described, Carried<Described>])[] {
  return (Object.entries(table) as [keyof Described, Fate<Described>][]).flatMap(([member, row]) =>
    row.fate === 'carried' ? [[member, row] as const] : [],
  );
}

/** The SDK's input types want lists that may be written to. */
function copied(value: unknown): unknown {
  return Array.isArray(value) ? [...(value as readonly unknown[])] : value;
}

function isSaid(value: unknown): boolean {
  return !sameSetting(value, undefined);
}

function short(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}
