import { beforeAll, describe, expect, it } from '@jest/globals';
import { source, target } from '../../plays/scene/locations.ts';
import { silent } from '../../plays/rehearse/progress-printer.ts';
import { AwsError } from '../../aws/contracts.ts';
import type { RehearsalOptions } from '../../plays/rehearse/rehearse.ts';
import type { Setting } from '../../plays/scene/setting.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { playScene, sound, soundnessOf } from './scene.ts';
import type { Scene } from './scene.ts';

const arn = (place: typeof target, type: string, name = 'orders'): string =>
  `arn:aws:rds:${place.region}:${place.accountId}:${type}:${name}`;
const elsewhere = { accountId: target.accountId, region: 'us-east-1' };

/** Rehearses with something tied to the databases once they are made, before anything is deployed. */
function playTied(
  tie: (ties: Simulator['rds']['ties']) => void,
  setting: Partial<Setting> = {},
  options: Partial<RehearsalOptions> = {},
): Promise<Scene> {
  let simulator: Simulator | undefined;
  return playScene(setting, {
    ...options,
    onSimulator: (opened) => (simulator = opened),
    progressPrinter: {
      ...silent,
      scene: (title) => {
        if (simulator && title === 'The real templates are deployed') tie(simulator.rds.ties);
      },
    },
  });
}

/** What the report on the operations topic says of the end of the old database, and of differences. */
function reported(simulator: Simulator): { removal: string; differences: readonly string[] } {
  const [report] = simulator.noticesPublished
    .map((text) => JSON.parse(text) as { removal?: string; differences: string[] })
    .filter(({ removal }) => removal !== undefined);
  return { removal: report?.removal ?? '', differences: report?.differences ?? [] };
}

/** Names and members of every cluster, or the names of every instance, at the end. */
function left({ clusters, instances }: Scene): readonly string[] {
  const all =
    clusters.length > 0
      ? clusters.map(
          ({ DBClusterIdentifier: name, DBClusterMembers: members = [] }) =>
            `${name} ${members.length}`,
        )
      : instances.map(({ DBInstanceIdentifier: name }) => `${name}`);
  return all.map((text) => text.replace(/-retired-[0-9a-f]{8}/, '-retired'));
}

describe('an old cluster to which others are tied', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await playTied(
      (ties) => {
        const mine = arn(target, 'cluster');
        ties.globalize(target.accountId, 'world', mine, arn(elsewhere, 'cluster'));
        ties.deployBlueGreen(target, {
          name: 'upgrade',
          source: mine,
          target: arn(target, 'cluster', 'green'),
        });
        ties.replicate(mine, arn(elsewhere, 'cluster', 'copy'));
      },
      { readers: 1 },
    );
  }, 300_000);

  // Defect class: members deleted, then AWS refuses the cluster.
  it('a cluster that AWS would not let go is kept with all its members, and the run succeeds', () => {
    expect(soundnessOf(scene.report)).toEqual(sound);
    expect(left(scene)).toEqual(['orders 2', 'orders-retired 2']);
  });

  it('the report says why it is kept and how to delete it', () => {
    expect(reported(scene.simulator).removal).toMatch(
      /^kept: "orders-retired-\w+" is tied to something else, .*: BlueGreenDeployment upgrade; GlobalClusterIdentifier world; ReadReplicaIdentifiers arn:\S+:copy\. To delete it by hand: aws rds .*delete-db-cluster/,
    );
  });

  it('the report says before that what becomes of each in the swap', () => {
    const { differences } = reported(scene.simulator);
    expect(differences).toContainEqual(expect.stringMatching(/^GlobalClusterIdentifier: /));
    expect(differences).toContainEqual(expect.stringMatching(/^BlueGreenDeployment: upgrade /));
    expect(differences).toContainEqual(expect.stringMatching(/^ReadReplicaIdentifiers: arn:/));
  });
});

describe('an old DB instance with a read replica', () => {
  it('an instance with a replica is kept, so that nobody is promoted unasked', async () => {
    const scene = await playTied(
      (ties) => ties.replicate(arn(target, 'db'), arn(elsewhere, 'db', 'copy')),
      { engine: 'postgres' },
    );

    expect(soundnessOf(scene.report)).toEqual(sound);
    expect(left(scene)).toEqual(['orders', 'orders-retired']);
    expect(reported(scene.simulator).removal).toContain('ReadReplicaDBInstanceIdentifiers arn:');
  });
});

describe('ties that nobody can look at', () => {
  it('a Region without integrations stops no recovery, and keeps the old database', async () => {
    const scene = await playTied(
      () => {},
      {},
      {
        simulator: {
          intercept: (call, _input, proceed) => {
            if (call.operation !== 'DescribeIntegrations') return proceed();
            throw new AwsError('InvalidAction', 'The action is not valid for this endpoint.', 400);
          },
        },
      },
    );
    const { removal, differences } = reported(scene.simulator);

    expect(soundnessOf(scene.report)).toEqual(sound);
    expect(left(scene)).toEqual(['orders 1', 'orders-retired 1']);
    expect(removal).toContain('nobody could look at Integration (InvalidAction');
    expect(differences).toContainEqual(expect.stringMatching(/^Integration: nobody could look/));
  });
});

describe('databases that are refused before anything is made', () => {
  it.each([
    {
      what: 'a source of a mode that would come back as another',
      tie: (ties: Simulator['rds']['ties']) =>
        ties.show(arn(source, 'cluster'), { EngineMode: 'serverless' }),
      found: /^at Preflight: .* found EngineMode serverless: /,
      never: 'CreateDBClusterSnapshot',
    },
    {
      what: 'a live database that AWS does not rename',
      tie: (ties: Simulator['rds']['ties']) =>
        ties.integrate(target, { name: 'sales', source: arn(target, 'cluster') }),
      found: /^at Preflight: .* found Integration sales: /,
      never: 'RestoreDBClusterFromSnapshot',
    },
  ])('Preflight refuses $what', async ({ tie, found, never }) => {
    const { report, simulator } = await playTied(tie);

    expect(report).toMatchObject({
      status: 'FAILED',
      failure: { error: 'DatabaseUnsupported', cause: expect.stringMatching(found) },
    });
    expect(simulator.calls.map(({ operation }) => operation)).not.toContain(never);
  });
});
