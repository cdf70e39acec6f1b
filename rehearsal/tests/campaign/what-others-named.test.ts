import { describe, expect, it, jest } from '@jest/globals';
import { target } from '../../plays/scene/locations.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import { liveName } from '../../plays/scene/fixtures.ts';
import { hour, minute } from './kit/director.ts';
import type { Director } from './kit/director.ts';
import type { Outcome } from './kit/outcome.ts';
import { playScript } from './kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

const byAutoScaling = /^application-autoscaling-/;

/** The names of the instances of the database that has a name in the target. */
function membersOf({ trace }: Outcome, database: InventoryItem | undefined): readonly string[] {
  return trace.after
    .filter(({ kind, clusterId }) => kind === 'member' && clusterId === database?.resourceId)
    .map(({ identifier }) => identifier);
}

/** What the report of a recovery says that is lost. */
function differencesOf({ trace }: Outcome, run: string): readonly string[] {
  const reports = trace.reports.map(
    (text) => JSON.parse(text) as { readonly run?: string; readonly differences?: string[] },
  );
  return reports.find((one) => one.run === run && one.differences)?.differences ?? [];
}

async function recoverOnce(director: Director): Promise<void> {
  director.application.writeEvery(minute);
  await director.recover('recovery', { notice: await director.capture('capture') });
}

describe('a live cluster with readers of Aurora Auto Scaling', () => {
  it('a reader of Auto Scaling is neither renamed nor made anew, and goes with the old cluster', async () => {
    const outcome = await playScript({ base: 'swap-autoscaled' }, recoverOnce);

    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    expect(membersOf(outcome, outcome.database())).toEqual([`${liveName}-1`]);
    expect(differencesOf(outcome, 'recovery')).toContainEqual(
      expect.stringMatching(/^DBClusterMembers: 1 of the live database's readers is of Aurora/),
    );
    const there = outcome.trace.after.filter((item) => item.location.region === target.region);
    expect(there.filter(({ identifier }) => byAutoScaling.test(identifier))).toEqual([]);
  });

  it('a writer of Auto Scaling is replaced by an instance that lasts, with a name of its own', async () => {
    const outcome = await playScript(
      { base: 'swap-autoscaled', name: 'writer' },
      async (director) => {
        const { scene } = director;
        const scaled = scene.simulator.rds
          .inventory()
          .find(
            ({ identifier, location }) => byAutoScaling.test(identifier) && location === target,
          );
        await director.act(() =>
          scene.operator.rds(target, 'FailoverDBCluster', {
            DBClusterIdentifier: liveName,
            TargetDBInstanceIdentifier: scaled?.identifier,
          }),
        );
        await director.pass(hour);
        await director.act(() =>
          scene.operator.rds(target, 'DeleteDBInstance', { DBInstanceIdentifier: `${liveName}-1` }),
        );
        await director.pass(hour);
        await recoverOnce(director);
      },
    );

    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    expect(membersOf(outcome, outcome.database())).toEqual([`${liveName}-instance`]);
    expect(outcome.lost).toEqual({});
  });

  it('a reader that Auto Scaling makes in the middle of a swap is let be', async () => {
    const outcome = await playScript(
      { base: 'swap-autoscaled', name: 'meanwhile' },
      async (director) => {
        director.when({ execution: 'recovery', state: 'SwapInstanceNames' }, () =>
          director.scene.simulator.rds.addAutoscaledReader(target, liveName),
        );
        await recoverOnce(director);
      },
    );

    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    const members = membersOf(outcome, outcome.database()).toSorted();
    expect(members).toEqual([expect.stringMatching(byAutoScaling), `${liveName}-1`]);
  });
});

describe('names that have no room for a suffix', () => {
  const live = `shop-databasecluster5b53a178-1e6pfc0bcxqvp-${'o'.repeat(20)}`;
  const parameters = {
    target: {
      ExistingDBClusterIdentifier: live,
      TempDBClusterIdentifier: 't'.repeat(63),
      ExistingDBInstanceIdentifier: 'w'.repeat(63),
      TempDBInstanceIdentifier: 'i'.repeat(60),
    },
  };
  const setting = { base: 'first-run', parameters };

  it.each([
    ['is through', 'SUCCEEDED', () => undefined],
    ...(['SwapInstanceNames', 'TerminateOldCluster'] as const).map(
      (state) =>
        [
          `fails at ${state}`,
          'StepBroken',
          ({ mishaps }: Director) => {
            mishaps.fail({ state, execution: 'second' });
          },
        ] as const,
    ),
  ] as const)('a second run finds what one has named that %s', async (what, ending, trouble) => {
    const name = what.split(' ').at(-1) ?? '';
    const outcome = await playScript({ ...setting, name }, async (director) => {
      await director.recover('first', { notice: await director.capture('capture-1') });
      await director.pass(hour);
      const notice = await director.capture('capture-2');
      trouble(director);
      await director.recover('second', { notice });
      await director.recover('again', { notice });
    });

    expect(outcome.ending('first')).toBe('SUCCEEDED');
    expect(outcome.ending('second')).toBe(ending);
    expect(outcome.ending('again')).toBe('SUCCEEDED');
    expect(membersOf(outcome, outcome.database(live))).toEqual(['w'.repeat(63)]);
    const clusters = outcome.trace.after.filter(
      ({ kind, location }) => kind === 'cluster' && location.accountId === target.accountId,
    );
    expect(clusters.map(({ identifier }) => identifier).toSorted()).toEqual(
      ['orders-retired', live].toSorted(),
    );
  });

  it('a run gives the live name back to a database that it had retired under a short form', async () => {
    const temporary = parameters.target.TempDBClusterIdentifier;
    const outcome = await playScript({ ...setting, name: 'back' }, async (director) => {
      await director.recover('first', { notice: await director.capture('capture-1') });
      await director.pass(hour);
      director.scene.simulator.rds.faults.plan({
        operation: 'rename-cluster',
        identifier: temporary,
        outcome: { status: 'incompatible-restore' },
      });
      await director.recover('second', { notice: await director.capture('capture-2') });
    });

    expect(outcome.ending('second')).toBe('DatabaseFailed');
    expect(outcome.database(live)?.tags['understudy:run']).toBe('first');
    expect(outcome.changesBy('second').map(({ subject }) => subject?.identifier)).toContainEqual(
      expect.stringMatching(/^shop-.{32}-[0-9a-f]{8}-retired-[0-9a-f]{8}$/),
    );
  });

  it('a drill deletes what it restored under a name of 63 characters', async () => {
    const outcome = await playScript({ ...setting, name: 'drill' }, async (director) => {
      await director.recover('first', { notice: await director.capture('capture-1') });
      await director.pass(hour);
      await director.recover('drill', {
        notice: await director.capture('capture-2'),
        mode: 'drill',
      });
    });

    expect(outcome.ending('drill')).toBe('SUCCEEDED');
    expect(outcome.liveBy ?? outcome.database(live)?.tags['understudy:run']).toBe('first');
    expect(
      outcome.trace.after
        .filter(({ tags }) => tags['understudy:run'] === 'drill')
        .map((one) => one.kind),
    ).toEqual(['snapshot']);
  });
});

describe('databases with as many tags as AWS takes', () => {
  it('the restored database gets the first of its owner’s tags and ours, and the rest is said', async () => {
    const outcome = await playScript({ base: 'swap-tags' }, recoverOnce);

    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    const tags = outcome.database()?.tags ?? {};
    const own = Object.keys(tags).filter((key) => !key.startsWith('understudy:'));
    expect(own).toHaveLength(39);
    expect(own).not.toContain('team');
    expect(Object.keys(tags)).toEqual(
      expect.arrayContaining(['understudy:went-live', 'understudy:stack']),
    );
    const differences = differencesOf(outcome, 'recovery');
    expect(differences.filter((one) => / isn't carried/.test(one))).toHaveLength(11);
    const lost = differences.flatMap((one) => /^TagList: "(.*)" leaves /.exec(one)?.[1] ?? []);
    const final = outcome.trace.after.find((one) => one.tags['understudy:part'] === 'final');
    expect(Object.keys(final?.tags ?? {})).toHaveLength(50);
    expect(lost).toHaveLength(6);
    for (const key of lost) expect(final?.tags).not.toHaveProperty([key]);
  });

  it('a restored database whose tags somebody fills up keeps out of the swap before a name is gone', async () => {
    const outcome = await playScript({ base: 'swap', name: 'filled' }, async (director) => {
      director.when({ execution: 'recovery', state: 'VerifyDatabase' }, async () => {
        const { arn, tags } = director.database('orders-restoring');
        const room = 50 - Object.keys(tags).length;
        await director.scene.operator.rds(target, 'AddTagsToResource', {
          ResourceName: arn,
          Tags: Array.from({ length: room }, (_, index) => ({ Key: `more-${index}`, Value: '' })),
        });
      });
      await recoverOnce(director);
    });

    expect(outcome.ending('recovery')).toBe('DatabaseNotReady');
    expect(outcome.longestSilence).toBe(0);
    expect(outcome.liveBy).toBeUndefined();
  });
});
