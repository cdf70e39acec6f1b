import { scenarios } from '../../../plays/campaign/scenario.ts';
import { target } from '../../../plays/scene/locations.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import type {
  AcknowledgedWrite,
  Trace,
  TracedCall,
  TracedExecution,
} from '../../../plays/campaign/trace.ts';

const [swap] = scenarios;

/** A trace in which nothing has happened. */
export function aTrace(parts: Partial<Trace> = {}): Trace {
  if (swap === undefined) throw new Error('there is no scenario');
  return {
    scenario: swap,
    calls: [],
    steps: [],
    verified: [],
    states: [],
    executions: [],
    answers: [],
    writes: [],
    decisions: [],
    cleared: [],
    operations: [],
    reports: [],
    before: [],
    atEncounter: undefined,
    after: [],
    bystanders: [],
    sourceId: 'cluster-SOURCE',
    contents: [],
    sourceEntries: [],
    defects: [],
    access: undefined,
    ...parts,
  };
}

/** A cluster in the target. */
export function aCluster(identifier: string, parts: Partial<InventoryItem> = {}): InventoryItem {
  const resourceId = parts.resourceId ?? `cluster-${identifier.toUpperCase()}`;
  return {
    kind: 'cluster',
    arn: `arn:aws:rds:${target.region}:${target.accountId}:cluster:${identifier}`,
    location: target,
    identifier,
    resourceId,
    status: 'available',
    tags: {},
    lineage: { resourceId },
    ...parts,
  };
}

/** A snapshot in the target of what was written until `takenAt`. */
export function aSnapshot(
  identifier: string,
  resourceId: string,
  takenAt: number,
  parts: Partial<InventoryItem> = {},
): InventoryItem {
  const lineage = { resourceId, takenAt };
  return aCluster(identifier, { kind: 'snapshot', resourceId, lineage, ...parts });
}

export function aWrite(resourceId: string, at: number): AcknowledgedWrite {
  return { volume: resourceId.toLowerCase(), entry: { place: 'target', at } };
}

/** A recovery of a capture, as its notice was given to it. */
export function anExecution(name: string, parts: Partial<TracedExecution> = {}): TracedExecution {
  return {
    workflow: 'target',
    name,
    startedAt: 0,
    stoppedAt: 1000,
    status: 'SUCCEEDED',
    error: undefined,
    cause: undefined,
    input: { notice: { capturedAt: '2026-03-02T02:00:00.000Z', snapshot: { arn: 'a:b:capture' } } },
    ...parts,
  };
}

/** A call that changed something. */
export function aCall(
  execution: string,
  operation: string,
  subject: InventoryItem,
  parts: Partial<TracedCall> = {},
): TracedCall {
  return {
    time: 500,
    function: 'target.Step',
    execution,
    service: 'rds',
    operation,
    index: 0,
    location: target,
    input: {},
    subject,
    effect: true,
    ...parts,
  };
}
