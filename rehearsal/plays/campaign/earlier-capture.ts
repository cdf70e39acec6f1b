import { createHash } from 'node:crypto';
import type { Location } from '../../aws/contracts.ts';
import { liveName } from '../scene/fixtures.ts';
import { source, target } from '../scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { newSnapshot, unrelated } from './fixtures.ts';
import type { Deployed } from './deploy-scenario.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** The name of the capture that lies there from an earlier run, where a scenario has one. */
export const earlierCapture = 'understudy-20260223t0300-00000000';

const copies: Location = { accountId: source.accountId, region: target.region };
const minute = 60_000;
/** Longer than any run may still need a snapshot. */
const days = 3 * 24 * 60 * minute;

/** Makes what an earlier run would have left: a capture, its copy, a secured copy, a final snapshot. */
export async function makeEarlierCapture(
  scenario: Scenario,
  { recoveryKeyArn, sourceKeyArn, sourceMachineArn, targetMachineArn }: Deployed,
  simulator: Simulator,
  operator: OperatorClient,
): Promise<void> {
  const sourceId = simulator.rds
    .inventory()
    .find(
      ({ kind, identifier, location }) =>
        (kind === 'cluster' || kind === 'instance') &&
        identifier === liveName &&
        location.accountId === source.accountId,
    )?.resourceId;
  // As the runs that are to come count it: of their lineage and use.
  const common = { 'understudy:source': sourceId, 'understudy:mode': scenario.mode };
  const during = (work: () => Promise<unknown>): Promise<unknown> =>
    simulator.clock.run(simulator.clock.hold(work));
  const snapshot = async (
    location: Location,
    identifier: string,
    database: string,
    part: string,
    more: object = {},
  ): Promise<void> => {
    const [operation, input] = newSnapshot(scenario, identifier, database);
    const machineArn = location === source ? sourceMachineArn : targetMachineArn;
    await operator.rds(location, operation, {
      ...input,
      Tags: tagsOf(part, machineArn, { ...common, ...more }),
    });
  };
  await during(async () => {
    await snapshot(source, earlierCapture, liveName, 'snapshot');
    const proven = { 'understudy:verified': '2026-02-23T04:00:00.000Z' };
    const kept = { 'understudy:live': liveName };
    const { database } = unrelated;
    await snapshot(target, securedName(earlierCapture, targetMachineArn), database, 'secured', {
      ...kept,
      ...proven,
    });
    await snapshot(target, `${earlierCapture}-final`, database, 'final', kept);
  });
  await simulator.clock.run(simulator.clock.sleep(10 * minute));
  if (scenario.copyRoute === 'two-step') {
    await during(() =>
      copy(
        scenario,
        operator,
        tagsOf('copy', sourceMachineArn, common),
        sourceKeyArn && recoveryKeyArn,
      ),
    );
  }
  await simulator.clock.run(simulator.clock.sleep(days));
}

async function copy(
  scenario: Scenario,
  operator: OperatorClient,
  tags: readonly object[],
  keyArn: string | undefined,
): Promise<void> {
  const [operation, kind, type] =
    kindOf(scenario) === 'cluster'
      ? ['CopyDBClusterSnapshot', 'DBClusterSnapshotIdentifier', 'cluster-snapshot']
      : ['CopyDBSnapshot', 'DBSnapshotIdentifier', 'snapshot'];
  await operator.rds(copies, operation, {
    [`Source${kind}`]: `arn:aws:rds:${source.region}:${source.accountId}:${type}:${earlierCapture}`,
    [`Target${kind}`]: earlierCapture,
    Tags: tags,
    ...(keyArn !== undefined && { KmsKeyId: keyArn }),
  });
}

/** The name that a target's own copy has, reckoned anew. */
export function securedName(capture: string, machineArn: string): string {
  const hash = createHash('sha256').update(stackOf(machineArn)).digest('hex').slice(0, 8);
  return `${capture}-${hash}-secured`;
}

/** A state machine is called as its stack is. */
function stackOf(machineArn: string): string {
  return machineArn.split(':').at(-1) ?? '';
}

function tagsOf(part: string, machineArn: string, more: object = {}): readonly object[] {
  const marks = {
    'understudy:stack': stackOf(machineArn),
    'understudy:run': 'earlier',
    'understudy:snapshot': earlierCapture,
    'understudy:part': part,
    ...more,
  };
  return Object.entries(marks).map(([Key, Value]) => ({ Key, Value }));
}
