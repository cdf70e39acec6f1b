import { statementsOf } from './sql-text.ts';

/** A longer text pins. Source: RDS User Guide, "Avoiding pinning an RDS Proxy", all engine families. */
export const longestStatement = 16 * 1024;

/**
 * What pins a session of PostgreSQL, and how AWS calls it.
 * Source: RDS User Guide, "Avoiding pinning an RDS Proxy", conditions for RDS for PostgreSQL. That
 * `SET LOCAL` pins too, that `UNLISTEN`, `CLOSE`, `NOTIFY`, `currval` and `lastval` don't, and that locks
 * that end with the transaction don't, is from memory, unverified.
 */
const rules: readonly (readonly [reason: string, statement: RegExp])[] = [
  ['SQL changed session settings', /^(SET|RESET)\b/i],
  ['SQL changed session settings', /\bset_config\s*\(/i],
  ['a prepared statement was managed', /^(PREPARE(?!\s+TRANSACTION\b)|EXECUTE|DEALLOCATE)\b/i],
  ['the session state was discarded', /^DISCARD\b/i],
  [
    'a temporary object was created',
    /^CREATE\s+(OR\s+REPLACE\s+)?((LOCAL|GLOBAL)\s+)?TEMP(ORARY)?\s+(RECURSIVE\s+)?(TABLE|SEQUENCE|VIEW)\b/i,
  ],
  ['a temporary object was created', /\bINTO\s+((LOCAL|GLOBAL)\s+)?TEMP(ORARY)?\b/i],
  ['a cursor was declared', /^DECLARE\b/i],
  ['the session listens on a notification channel', /^LISTEN\b/i],
  ['a library module was loaded', /^LOAD\b/i],
  ['a sequence was manipulated', /\b(nextval|setval)\s*\(/i],
  ['an advisory lock was taken', /\bpg_(try_)?advisory_(lock|unlock)\w*\s*\(/i],
];

/**
 * Why a text of SQL pins its session to the connection that it runs on.
 * @returns undefined where it doesn't
 */
export function pinnedBySql(sql: string): string | undefined {
  if (Buffer.byteLength(sql) > longestStatement) return 'a statement is longer than 16 KB';
  for (const statement of statementsOf(sql)) {
    const found = rules.find(([, pattern]) => pattern.test(statement));
    if (found) return found[0];
  }
  return undefined;
}

/**
 * Why a Parse pins its session. An unnamed statement doesn't by itself.
 * Sources: the same page, "Prepared statements cause the proxy to pin the session. This rule applies
 * whether the prepared statement uses SQL text or the binary protocol"; AWS Database Blog, "Amazon RDS
 * Proxy multiplexing support for PostgreSQL Extended Query Protocol". That the two meet between named
 * and unnamed statements is unverified.
 */
export function pinnedByParse(name: string, sql: string): string | undefined {
  return name === '' ? pinnedBySql(sql) : 'a prepared statement was managed';
}
