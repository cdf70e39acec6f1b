import { describe, expect, it } from '@jest/globals';
import { instanceSettings } from '../../../aws/services/rds/instances/settings.ts';
import { instance, instanceSnapshotWith, instanceWith, makeInstance } from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';
import { instanceCases } from './instance-setting-cases.ts';
import {
  among,
  likewise,
  makeGroups,
  requestsOf,
  unsaidMembers,
  type SettingCase,
} from './setting-case.ts';

const day = 24 * 3_600_000;

const cases = Object.entries(instanceCases).flatMap(([name, all]) =>
  all.map((one) => {
    const setting = instanceSettings[name as keyof typeof instanceSettings];
    return [`${name}: ${JSON.stringify(one.modified ?? one.said)}`, one, setting] as const;
  }),
);

function expectShown(found: object | undefined, expected: object): void {
  expect(likewise(found, expected)).toMatchObject(expected);
}

function prepared(): Simulator {
  const simulator = new Simulator();
  makeGroups(simulator);
  simulator.keys.make(place, 'insights');
  return simulator;
}

/** An instance that is restored of a snapshot of another one. */
async function restored(live: object, said: object) {
  const simulator = prepared();
  await makeInstance(simulator, place, 'live', live);
  await simulator.call(place, 'CreateDBSnapshot', {
    DBInstanceIdentifier: 'live',
    DBSnapshotIdentifier: 'taken',
  });
  await instanceSnapshotWith(simulator, place, 'taken', 'available');
  await simulator.call(place, 'RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'restored',
    DBSnapshotIdentifier: 'taken',
    ...said,
  });
  return instanceWith(simulator, place, 'restored', 'available');
}

function modify(simulator: Simulator, input: object) {
  return simulator.call(place, 'ModifyDBInstance', { DBInstanceIdentifier: 'live', ...input });
}

function ground(one: SettingCase): object {
  return among(one.besides ?? {}, ['DBSubnetGroupName']);
}

function inModification(one: SettingCase): object {
  const { DBSubnetGroupName: _, ...besides } = (one.besides ?? {}) as Record<string, unknown>;
  return { ...besides, ...(one.modified ?? one.said) };
}

describe.each(cases)('a stand-alone instance’s setting %s', (_name, one, setting) => {
  it('a new instance has what its request says', async () => {
    const made = await makeInstance(prepared(), place, 'live', { ...one.besides, ...one.said });
    expectShown(made, one.shown);
  });

  it('a new instance has AWS’s default without it', async () => {
    expectShown(await makeInstance(prepared(), place, 'live'), one.unsaid);
  });

  it('a restored instance has only what a snapshot carries unless the request says it', async () => {
    const made = await restored({ ...one.besides, ...one.said }, {});
    expectShown(made, one.restored ?? one.unsaid);
  });

  if (setting.restore !== undefined) {
    it('a restored instance has what its request says', async () => {
      expectShown(await restored({}, { ...ground(one), ...one.said }), one.shown);
    });
  } else {
    it('a restore doesn’t take it', async () => {
      await expect(restored({}, one.said)).rejects.toMatchObject({ name: 'NotSimulated' });
    });
  }

  if (setting.modify !== undefined) {
    const leaves = 'DisableDomain' in (one.modified ?? {});
    const after = leaves ? one.unsaid : one.shown;
    const begin = async (): Promise<Simulator> => {
      const simulator = prepared();
      const live = { ...ground(one), ...(leaves ? one.said : {}) };
      await makeInstance(simulator, place, 'live', live);
      return simulator;
    };

    it('a modification with ApplyImmediately changes it', async () => {
      const simulator = await begin();
      await modify(simulator, { ...inModification(one), ApplyImmediately: true });
      const seen = new Set<string | undefined>();
      const changed = await simulator.until(async () => {
        const found = await instance(simulator, place, 'live');
        seen.add(found?.DBInstanceStatus);
        const settled = one.status === undefined || seen.has(one.status);
        return settled && found?.DBInstanceStatus === 'available' ? found : undefined;
      });
      if (one.status === undefined) await simulator.pass(300_000);
      expectShown(
        one.status === undefined ? await instance(simulator, place, 'live') : changed,
        after,
      );
      expect(changed.PendingModifiedValues).toEqual({});
      expect([...seen]).toContain(one.status ?? 'available');
    });

    it('a modification without ApplyImmediately changes it, or waits for the window', async () => {
      const simulator = await begin();
      await modify(simulator, inModification(one));
      await simulator.pass(day / 2);
      const before = await instance(simulator, place, 'live');
      const early = { ...(leaves ? one.shown : one.unsaid), ...one.waits };
      expectShown(before, one.waits === undefined ? after : early);
      await simulator.pass(7 * day);
      const changed = await instance(simulator, place, 'live');
      expectShown(changed, after);
      expect(changed).toMatchObject({ DBInstanceStatus: 'available', PendingModifiedValues: {} });
    });
  }

  for (const [fault, input, only] of one.refused) {
    for (const request of only === undefined ? requestsOf(setting) : [only]) {
      it(`${request} refuses ${JSON.stringify(input)} with ${fault}`, async () => {
        await expect(refusals[request](input)).rejects.toMatchObject({ name: fault });
      });
    }
  }
});

const refusals = {
  async create(input: object): Promise<void> {
    const simulator = prepared();
    simulator.rds.createSubnetGroup(place, {
      name: 'one',
      vpcId: 'vpc-2',
      subnets: [{ id: 'subnet-9', zone: 'eu-west-1a' }],
    });
    await makeInstance(simulator, place, 'live', input);
  },
  async restore(input: object): Promise<void> {
    await restored({}, input);
  },
  async modify(input: object): Promise<void> {
    const simulator = prepared();
    await makeInstance(simulator, place, 'live');
    await modify(simulator, { ...input, ApplyImmediately: true });
  },
};

describe('the cases of an instance’s settings', () => {
  it.each(['create', 'restore', 'modify'] as const)('say every member of %s', (request) => {
    expect(unsaidMembers(instanceSettings, instanceCases, request)).toEqual([]);
  });
});
