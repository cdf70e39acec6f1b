import type { Database } from '../domain/database.ts';
import { InvalidPlan } from '../domain/errors.ts';
import {
  checkIdentifier,
  drillIdentifier,
  finalIdentifier,
  retiredIdentifier,
  securedIdentifier,
} from '../domain/identifier.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import type { RecoverySettings } from './settings.ts';

/** What a run looks for before it knows whom it replaces. */
export function planNames(
  settings: RecoverySettings,
  mode: RecoveryPlan['mode'],
): Pick<RecoveryPlan['names'], 'live' | 'temporary'> {
  const { live, temporary } = settings.names;
  if (live === temporary) {
    throw new InvalidPlan(
      `the live and the temporary name are both "${live}": ExistingDBClusterIdentifier and ` +
        'TempDBClusterIdentifier must differ',
    );
  }
  checkIdentifier(live, 'the live name');
  checkIdentifier(temporary, 'the temporary name');
  return { live, temporary: mode === 'drill' ? drillIdentifier(temporary) : temporary };
}

/** A database that gives way keeps the retired name that an earlier run of this recovery gave it. */
export function completeNames(
  names: Pick<RecoveryPlan['names'], 'live' | 'temporary'>,
  snapshot: string,
  stack: string,
  old: Database | undefined,
): RecoveryPlan['names'] {
  const isRetired = old?.identifier.startsWith(`${names.live}-retired-`) === true;
  const outgoing = old?.resourceId ?? snapshot;
  return {
    ...names,
    retired: isRetired ? old.identifier : retiredIdentifier(names.live, outgoing),
    secured: securedIdentifier(snapshot, stack),
    final: old ? finalIdentifier(old.resourceId) : `${names.live}-final`,
  };
}
