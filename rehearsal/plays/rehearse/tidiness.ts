import type { Simulator } from '../../aws/simulator/simulator.ts';
import { liveName, temporaryNameIn } from '../scene/fixtures.ts';
import { target } from '../scene/locations.ts';
import type { Setting } from '../scene/setting.ts';
import type { Audience, DatabaseFacts } from './live-database.ts';
import type { Check, MeasuredDatabase } from './report.ts';

interface TidinessParts {
  readonly simulator: Simulator;
  readonly audience: Audience;
  /** The live database of the target before anything happened. */
  readonly before: DatabaseFacts | undefined;
  readonly restored: MeasuredDatabase | undefined;
}

/** What a run leaves under which name, by what its mode promises. */
export async function proveTidiness(
  setting: Setting,
  parts: TidinessParts,
): Promise<readonly Check[]> {
  const { audience, before, restored } = parts;
  const { mode } = setting;
  const temporaryName = temporaryNameIn(mode);
  const temporary = await audience.describe(target, temporaryName);
  const live = await audience.describe(target, liveName);
  const restoredId = restored?.resourceId;
  const expectedLive = mode === 'swap' ? restoredId : before?.resourceId;
  const expectedTemporary = mode === 'standby' ? restoredId : undefined;
  return [
    {
      name: `"${liveName}" is ${mode === 'swap' ? 'the restored database' : 'what it was'}`,
      passed: live?.resourceId === expectedLive,
      detail: `expected ${expectedLive ?? 'nobody'}, found ${live?.resourceId ?? 'nobody'}`,
    },
    {
      name: `"${temporaryName}" is ${mode === 'standby' ? 'the restored database' : 'free'}`,
      passed: temporary?.resourceId === expectedTemporary,
      detail: `expected ${expectedTemporary ?? 'nobody'}, found ${temporary?.resourceId ?? 'nobody'}`,
    },
    ...proveRetirement(setting, parts),
  ];
}

/** Where somebody was to be asked, or time was to be left. */
function proveRetirement(
  { approve, graceHours }: Setting,
  { simulator, before }: TidinessParts,
): readonly Check[] {
  if (approve === undefined && graceHours === 0) return [];
  const kept = approve === 'no' || approve === 'never';
  const old = simulator.rds
    .inventory()
    .find(({ kind, resourceId }) => kind !== 'snapshot' && resourceId === before?.resourceId);
  return [
    {
      name: `the old database is ${kept ? 'kept under its retired name' : 'gone'}`,
      passed: (old !== undefined) === kept && old?.identifier !== liveName,
      detail: `found ${old === undefined ? 'nobody' : `"${old.identifier}" (${old.status})`}`,
    },
  ];
}
