import type { Fact } from '../../shared/rules/database-errors/fact.ts';
import { factOf } from '../../shared/rules/database-errors/fact-of.ts';
import type { ErrorClass } from './error-class.ts';

/** Sorts what a driver threw by what it says has happened. */
export function errorClassOf(error: unknown): ErrorClass {
  const fact = factOf(error);
  return fact === undefined ? 'other' : classes[fact];
}

const classes: Readonly<Record<Fact, ErrorClass>> = {
  'no-name': 'dns',
  'client-unresolved': 'dns',
  'not-listening': 'connection-refused',
  rejected: 'connection-refused',
  unreachable: 'unreachable',
  'no-answer': 'timeout',
  slow: 'timeout',
  interrupted: 'statement',
  lost: 'connection-lost',
  'handshake-broken': 'connection-lost',
  intervention: 'connection-lost',
  unsettled: 'connection-lost',
  dropped: 'connection-lost',
  starting: 'not-accepting',
  'not-taking': 'not-accepting',
  closed: 'not-accepting',
  'read-only': 'read-only',
  full: 'too-many-connections',
  'out-of-resources': 'resources',
  'too-large': 'resources',
  'storage-fault': 'resources',
  misconfigured: 'resources',
  contended: 'conflict',
  'login-refused': 'sign-in',
  'no-proof': 'certificate',
  'pooler-waits': 'pooler-timeout',
  'statement-refused': 'statement',
  internal: 'other',
  damaged: 'other',
};
