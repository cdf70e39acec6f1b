import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { parameterFamily } from '../../aws/services/rds/engines.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { Operator } from '../../plays/operator/operator.ts';
import { silent } from '../../plays/rehearse/progress-printer.ts';
import { lookAt } from '../../plays/rehearse/settings-account.ts';
import type { Shown } from '../../plays/rehearse/settings-account.ts';
import { liveName, temporaryName } from '../../plays/scene/fixtures.ts';
import { target } from '../../plays/scene/locations.ts';
import { ownRoles } from '../../plays/scene/own-settings.ts';
import type { Setting } from '../../plays/scene/setting.ts';
import { playAltered } from './altered-templates.ts';
import { callsOf, playScene, sound, soundnessOf } from './scene.ts';
import type { Scene } from './scene.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

const quietGroups = {
  QuietParameterGroupName: 'quiet',
  QuietSecurityGroupIds: 'sg-0fedcba9876543210',
};

/** A rehearsal with quiet groups, and the restored database as it was while it was verified. */
interface QuietScene extends Scene {
  readonly verified: Shown | undefined;
}

async function playQuiet(
  changes: Partial<Setting>,
  parameters: Readonly<Record<string, string>> = quietGroups,
): Promise<QuietScene> {
  const setting = { ...standard, ...changes };
  let verified: Shown | undefined;
  let scene: Scene | undefined;
  await playAltered(
    'target',
    (template) => {
      for (const [name, value] of Object.entries(parameters)) {
        template.setIn(['Parameters', name, 'Default'], value);
      }
    },
    changes,
    async (_changes, options) => {
      let opened: Simulator | undefined;
      scene = await playScene(changes, {
        ...options,
        onSimulator: (simulator) => {
          opened = simulator;
          makeQuietGroups(setting, simulator);
        },
        progressPrinter: {
          ...silent,
          event: (workflow, { stateEnteredEventDetails: entered }) => {
            if (workflow !== 'target' || entered?.name !== 'VerifyDatabase') return;
            opened?.look(async () => {
              if (opened) verified = await shownOf(setting, opened, temporaryName);
            });
          },
        },
      });
      return scene;
    },
  );
  if (scene === undefined) throw new Error('the rehearsal ended without a scene');
  return { ...scene, verified };
}

function makeQuietGroups(setting: Setting, { rds, engine }: Simulator): void {
  const group = { name: 'quiet', family: parameterFamily(setting.engine, engine.version) };
  rds.createClusterParameterGroup(target, group);
  rds.createParameterGroup(target, group);
}

async function shownOf(
  setting: Setting,
  simulator: Simulator,
  identifier: string,
): Promise<Shown | undefined> {
  const operator = new Operator(simulator);
  try {
    return await lookAt(setting, identifier, operator.rds(target));
  } finally {
    operator.close();
  }
}

/** The groups and roles of a database: what is quiet until the swap. */
function groupsOf(database: DBCluster & DBInstance): object {
  return {
    parameterGroup:
      database.DBClusterParameterGroup ?? database.DBParameterGroups?.[0]?.DBParameterGroupName,
    securityGroups: database.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId),
    roles: [...new Set(database.AssociatedRoles?.map(({ RoleArn: arn }) => arn))],
  };
}

/** What of the parameter groups isn't in force yet. */
function waiting({ clusters, instances }: Scene): readonly string[] {
  return [
    ...clusters.flatMap(({ DBClusterMembers: members = [] }) =>
      members.map((member) => member.DBClusterParameterGroupStatus),
    ),
    ...instances.flatMap(({ DBParameterGroups: groups = [] }) =>
      groups.map((group) => group.ParameterApplyStatus),
    ),
  ].filter((status): status is string => status !== undefined && status !== 'in-sync');
}

const asleep = {
  parameterGroup: 'quiet',
  securityGroups: ['sg-0fedcba9876543210'],
  roles: [],
};

// An instance is quiet in the campaign's scenario swap-quiet-instance.
describe('a database that is quiet until the swap', () => {
  const setting = { readers: 1, ownSettings: true, instanceNames: 'keep' } as const;
  let quiet: QuietScene;
  let plain: Scene;
  beforeAll(async () => {
    quiet = await playQuiet(setting);
    plain = await playScene(setting);
  }, 300_000);

  it('the restored database has the quiet groups and no roles while it is verified', () => {
    expect(groupsOf(quiet.verified?.database ?? {})).toEqual(asleep);
  });

  it('no member has a group of its own while it is verified', () => {
    const groups = (quiet.verified?.members ?? []).map((member) =>
      (member as DBInstance).DBParameterGroups?.map((group) => group.DBParameterGroupName),
    );

    expect(groups.flat().filter((name) => !name?.startsWith('default.'))).toEqual([]);
  });

  it('in the end it has the groups and roles of the database that was live', () => {
    const [live] = [...quiet.clusters, ...quiet.instances].filter((one) =>
      [one.DBClusterIdentifier, (one as DBInstance).DBInstanceIdentifier].includes(liveName),
    );

    expect(quiet.report.settings).toEqual(plain.report.settings);
    expect(soundnessOf(quiet.report)).toEqual(sound);
    expect(groupsOf((live ?? {}) as DBCluster & DBInstance)).toEqual({
      parameterGroup: 'own',
      securityGroups: ['sg-0123456789abcdef0'],
      roles: [ownRoles.transfer],
    });
    expect(quiet.report.differences).toHaveLength(plain.report.differences.length);
  });

  // Defect class: the live database has groups that wait for somebody to restart it.
  it('nothing of it waits for a restart in the end', () => {
    expect(waiting(quiet)).toEqual([]);
  });

  it('each instance restarts once, before the first rename', () => {
    const calls = callsOf(quiet.simulator, /^(?:RebootDBInstance|ModifyDB(?:Cluster|Instance))$/);
    const restarts = calls.filter(({ operation }) => operation === 'RebootDBInstance');
    const firstRename = calls.findIndex(
      ({ input }) => 'NewDBClusterIdentifier' in input || 'NewDBInstanceIdentifier' in input,
    );

    expect(new Set(restarts.map(({ input }) => input['DBInstanceIdentifier'])).size).toBe(2);
    expect(restarts).toHaveLength(2);
    expect(calls.findLastIndex((call) => call.operation === 'RebootDBInstance')).toBeLessThan(
      firstRename,
    );
  });

  it('the gap of the live name is that of the renames alone', () => {
    expect(quiet.report.gaps).toHaveLength(plain.report.gaps.length);
    // Who looks once a second sees up to a second more.
    expect(quiet.report.liveNameGapSeconds).toBeLessThanOrEqual(
      (plain.report.liveNameGapSeconds ?? 0) + 1,
    );
  });
});

describe('a standby with quiet groups', () => {
  it('a standby keeps the quiet groups, has no roles and never restarts', async () => {
    const { report, simulator, clusters } = await playQuiet({ mode: 'standby', ownSettings: true });
    const standby = clusters.find(({ DBClusterIdentifier: name }) => name === temporaryName);

    expect(soundnessOf(report)).toEqual(sound);
    expect(groupsOf((standby ?? {}) as DBCluster & DBInstance)).toEqual(asleep);
    expect(callsOf(simulator, /^(?:RebootDBInstance|AddRoleTo)/)).toEqual([]);
  });
});

describe('a first run with quiet groups, which finds nothing to put in their place', () => {
  it.each([
    ['QuietParameterGroupName', 'DBParameterGroupName', 'cluster'],
    ['QuietSecurityGroupIds', 'VpcSecurityGroupIds', 'instance'],
  ] as const)(
    'Preflight refuses %s without %s for a first run (%s), before anything is made',
    async (quietName, own, kind) => {
      const { report, simulator } = await playQuiet(
        { emptyTarget: true, engine: kind === 'cluster' ? 'aurora-postgresql' : 'postgres' },
        { [quietName]: quietGroups[quietName] },
      );

      expect(report).toMatchObject({
        status: 'FAILED',
        failure: {
          error: 'InvalidPlan',
          cause: expect.stringMatching(
            new RegExp(`^at Preflight: .* in the place of ${quietName} .*: set ${own} too`),
          ),
        },
      });
      expect(callsOf(simulator, /^Restore/)).toEqual([]);
    },
  );
});
