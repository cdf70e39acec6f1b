import type { Fact } from '../../../shared/rules/database-errors/fact.ts';
import { factOf } from '../../../shared/rules/database-errors/fact-of.ts';
import { kindAt } from './kind.ts';
import type { Kind, Meaning, Moment } from './kind.ts';

/**
 * Sorts what a connection or a statement ended with. What nobody has listed is refused: under a
 * statement it is the verdict on that statement, and a connection that is refused is tried again for a
 * while, so that nothing unknown is final at once, and what stays is told in its own words.
 */
export function kindOf(moment: Moment, error: unknown): Kind {
  const fact = factOf(error);
  return fact === undefined ? 'refused' : kindAt(moment, meanings[fact]);
}

/** Whether the server said no to this login, and would say so of the same password again. */
export function refusesLogin(error: unknown): boolean {
  return factOf(error) === 'login-refused';
}

/** Under a login it is a busy server's doing, under a statement the verdict on that statement. */
const ofMoment: Meaning = { connecting: 'busy', running: 'refused' };

/**
 * A statement that was cut off is late, and not refused: the first read of a block of a restored volume
 * waits for S3, and the next one doesn't. Source: field reports; RDS User Guide, "Restoring to a DB instance",
 * which calls it lazy loading, from memory, unverified.
 */
const cutOff: Meaning = { connecting: 'busy', running: 'late' };

const meanings: Readonly<Record<Fact, Meaning>> = {
  'no-name': 'absent',
  'client-unresolved': 'busy',
  'not-listening': 'absent',
  rejected: 'busy',
  unreachable: 'absent',
  'no-answer': 'absent',
  slow: cutOff,
  interrupted: cutOff,
  lost: 'absent',
  'handshake-broken': 'busy',
  intervention: 'busy',
  unsettled: 'busy',
  dropped: 'refused',
  starting: 'absent',
  'not-taking': 'busy',
  // "database ... is not currently accepting connections" is a setting of that database.
  closed: 'refused',
  'read-only': 'read-only',
  full: 'busy',
  'out-of-resources': 'busy',
  'too-large': 'refused',
  // Storage that isn't there yet. Under a statement it is what was looked for.
  'storage-fault': ofMoment,
  misconfigured: 'refused',
  contended: 'busy',
  'login-refused': 'refused',
  'no-proof': 'refused',
  'pooler-waits': 'busy',
  'statement-refused': 'refused',
  // At a server that has just come up it tells nothing of the login.
  internal: ofMoment,
  // Corrupted data and indexes are what is looked for.
  damaged: 'refused',
};
