import { describe, expect, it } from '@jest/globals';
import { clusterSettings } from '../../../aws/services/rds/clusters/settings.ts';
import { cluster, clusterSnapshotWith, clusterWith, makeCluster } from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';
import { clusterCases } from './cluster-setting-cases.ts';
import {
  among,
  insightsKey,
  likewise,
  makeGroups,
  requestsOf,
  unsaidMembers,
  type SettingCase,
} from './setting-case.ts';

const day = 24 * 3_600_000;

const cases = Object.entries(clusterCases).flatMap(([name, all]) =>
  all.map((one) => {
    const setting = clusterSettings[name as keyof typeof clusterSettings];
    const said = Object.keys(one.said).join(', ');
    return [`${name}: ${said}`, one, setting] as const;
  }),
);

function expectShown(found: object | undefined, expected: object): void {
  expect(likewise(found, expected)).toMatchObject(expected);
}

function prepared(): Simulator {
  const simulator = new Simulator();
  makeGroups(simulator);
  const key = simulator.keys.make(place, 'insights');
  expect(key).toBe(insightsKey);
  return simulator;
}

function engineOf({ engine = 'aurora-postgresql' }: SettingCase): object {
  return { StorageEncrypted: false, Engine: engine };
}

/** A live cluster, with the setting or without, and a cluster that is restored of its snapshot. */
async function restored(one: SettingCase, live: object, said: object) {
  const simulator = prepared();
  await makeCluster(simulator, place, 'live', { ...engineOf(one), ...live });
  await simulator.call(place, 'CreateDBClusterSnapshot', {
    DBClusterIdentifier: 'live',
    DBClusterSnapshotIdentifier: 'taken',
  });
  await clusterSnapshotWith(simulator, place, 'taken', 'available');
  await simulator.call(place, 'RestoreDBClusterFromSnapshot', {
    DBClusterIdentifier: 'restored',
    SnapshotIdentifier: 'taken',
    Engine: one.engine ?? 'aurora-postgresql',
    EngineVersion: '18.4',
    ...said,
  });
  return clusterWith(simulator, place, 'restored', 'available');
}

function modify(simulator: Simulator, input: object) {
  return simulator.call(place, 'ModifyDBCluster', { DBClusterIdentifier: 'live', ...input });
}

/** What has to be there before a modification says the setting. */
function ground(one: SettingCase): object {
  return among(one.besides ?? {}, ['DBSubnetGroupName']);
}

function inModification(one: SettingCase, modifyMembers: readonly string[]): object {
  const besides = Object.fromEntries(
    Object.entries(one.besides ?? {}).filter(([member]) => member !== 'DBSubnetGroupName'),
  );
  return { ...besides, ...among(one.modified ?? one.said, modifyMembers) };
}

describe.each(cases)('a cluster’s setting %s', (_name, one, setting) => {
  it('a new cluster has what its request says', async () => {
    const simulator = prepared();
    const more = { ...engineOf(one), ...one.besides, ...one.said };
    expectShown(await makeCluster(simulator, place, 'live', more), one.shown);
  });

  it('a new cluster has AWS’s default without it', async () => {
    const simulator = prepared();
    const made = await makeCluster(simulator, place, 'live', engineOf(one));
    expectShown(made, one.unsaid);
  });

  it('a restored cluster hasn’t the live one’s unless the request says it', async () => {
    const live = { ...one.besides, ...one.said };
    expectShown(await restored(one, live, {}), one.restored ?? one.unsaid);
  });

  if (setting.restore !== undefined) {
    it('a restored cluster has what its request says', async () => {
      const said = { ...among(one.besides ?? {}, ['DBSubnetGroupName']), ...one.said };
      expectShown(await restored(one, {}, said), one.shown);
    });
  } else {
    it('a restore doesn’t take it', async () => {
      await expect(restored(one, {}, one.said)).rejects.toMatchObject({ name: 'NotSimulated' });
    });
  }

  if (setting.modify !== undefined && one.engine === undefined) {
    const said = inModification(one, setting.modify);

    it('a modification with ApplyImmediately changes it', async () => {
      const simulator = prepared();
      await makeCluster(simulator, place, 'live', { ...engineOf(one), ...ground(one) });
      await modify(simulator, { ...said, ApplyImmediately: true });
      const seen = new Set<string | undefined>();
      const changed = await simulator.until(async () => {
        const found = await cluster(simulator, place, 'live');
        seen.add(found?.Status);
        const settled = one.status === undefined || seen.has(one.status);
        return settled && found?.Status === 'available' ? found : undefined;
      });
      expectShown(changed, one.shown);
      expect([...seen]).toContain(one.status ?? 'available');
    });

    it('a modification without ApplyImmediately changes it, or waits for the window', async () => {
      const simulator = prepared();
      await makeCluster(simulator, place, 'live', { ...engineOf(one), ...ground(one) });
      await modify(simulator, said);
      await simulator.pass(day / 2);
      const before = await cluster(simulator, place, 'live');
      expectShown(before, one.waits ?? one.shown);
      if (one.waits !== undefined) expectShown(before, one.unsaid);
      await simulator.pass(7 * day);
      const after = await cluster(simulator, place, 'live');
      expectShown(after, { ...one.shown, Status: 'available' });
      expect(after?.PendingModifiedValues).toBeUndefined();
    });
  }

  for (const [fault, input, only] of one.refused) {
    for (const request of only === undefined ? requestsOf(setting) : [only]) {
      it(`${request} refuses ${JSON.stringify(input)} with ${fault}`, async () => {
        const refusal = { create: create, restore: restore, modify: change }[request];
        await expect(refusal(one, input)).rejects.toMatchObject({ name: fault });
      });
    }
  }
});

async function create(one: SettingCase, input: object): Promise<unknown> {
  return makeCluster(prepared(), place, 'live', { ...engineOf(one), ...input });
}

async function restore(one: SettingCase, input: object): Promise<unknown> {
  return restored(one, {}, input);
}

async function change(one: SettingCase, input: object): Promise<unknown> {
  const simulator = prepared();
  await makeCluster(simulator, place, 'live', engineOf(one));
  return modify(simulator, { ...input, ApplyImmediately: true });
}

describe('the cases of a cluster’s settings', () => {
  it.each(['create', 'restore', 'modify'] as const)('say every member of %s', (request) => {
    expect(unsaidMembers(clusterSettings, clusterCases, request)).toEqual([]);
  });
});
