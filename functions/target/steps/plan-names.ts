import type { Database } from '../../shared/rules/database.ts';
import { InvalidPlan } from '../../shared/rules/errors.ts';
import {
  checkIdentifier,
  drillIdentifier,
  finalIdentifier,
  retiredIdentifier,
  securedIdentifier,
} from '../../shared/rules/identifier.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
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

/**
 * A database that gives way keeps the retired name that an earlier run of this recovery gave it.
 * @param recovery.gone the resource id of the one that gave way, where it is gone by now
 */
export function completeNames({
  names,
  snapshot,
  stack,
  old,
  gone,
}: {
  readonly names: Pick<RecoveryPlan['names'], 'live' | 'temporary'>;
  readonly snapshot: string;
  readonly stack: string;
  readonly old: Database | undefined;
  readonly gone: string | undefined;
}): RecoveryPlan['names'] {
  // It was followed here by its resource id. Earlier releases put a hash of something else into its name.
  const isRetired = old?.identifier.startsWith(`${names.live}-retired-`) === true;
  const outgoing = old?.resourceId ?? snapshot;
  const ended = old?.resourceId ?? gone;
  return {
    ...names,
    retired: isRetired ? old.identifier : retiredIdentifier(names.live, outgoing),
    secured: securedIdentifier(snapshot, stack),
    final: finalIdentifier(ended ?? names.live),
  };
}
