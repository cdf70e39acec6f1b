import type { CutOverRequest } from '../../shared/rules/cut-over-request.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { Database } from '../../shared/rules/database.ts';
import { endpointOf } from '../../shared/rules/endpoint.ts';
import type { Pending } from '../../shared/rules/progress.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { CutOver } from '../ports/cut-over.ts';
import { attempt } from './attempt.ts';
import { markAsGoingLive } from './live-marks.ts';

/** Before any client is moved it can still be given back; from then on it may hold writes. */
export function hasClients(restored: Database): boolean {
  return restored.tags[tagKeys.wentLive] !== undefined;
}

/**
 * Has the load balancer's clients moved to the restored database while the old one has the live name: its
 * targets are warmed first, then it is marked as one that may be written to, and only then a client is moved.
 * @returns what is waited for; undefined once every client is with the restored database
 * @throws TargetRefused, StepOverdue, ServiceUnavailable
 */
export async function moveClients(
  plan: RecoveryPlan,
  restored: Database,
  ports: { readonly databases: Databases; readonly clock: Clock; readonly cutOver: CutOver },
): Promise<Pending | undefined> {
  const { cutOver } = ports;
  const endpoint = endpointOf(restored);
  if (!endpoint) return soon(`"${restored.identifier}" to have an endpoint`);
  const { host, port } = endpoint;
  const whose = { ...entryOf(plan), host, port };
  if (!hasClients(restored)) {
    const warm = await cutOver.ask({ ...whose, upTo: 'warm' });
    if (warm.state === 'pending') return warm;
    const marked = await attempt(() => markAsGoingLive(plan, restored, ports));
    if (marked === 'later') return soon(`"${restored.identifier}" to take its marks`);
  }
  const open = await cutOver.ask({ ...whose, upTo: 'open' });
  return open.state === 'pending' ? open : undefined;
}

/** The live name alone counts again. An access stack that doesn't answer follows it once the mark is past. */
export async function letClientsFollow(plan: RecoveryPlan, cutOver: CutOver): Promise<void> {
  try {
    await cutOver.ask({ ...entryOf(plan), upTo: 'undone' });
  } catch {
    // Nothing else depends on it.
  }
}

function entryOf(plan: RecoveryPlan): Pick<CutOverRequest, 'kind' | 'name'> {
  return { kind: plan.kind === 'cluster' ? 'cluster-writer' : 'instance', name: plan.names.live };
}

function soon(waitingFor: string): Pending {
  return { state: 'pending', waitSeconds: 1, waitingFor };
}
