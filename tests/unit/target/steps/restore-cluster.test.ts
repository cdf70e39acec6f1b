import { beforeEach, describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import {
  AlreadyExists,
  NoCapacity,
  NotInState,
  Refused,
} from '../../../../functions/shared/ports/aws-errors.ts';
import { QuotaFull } from '../../../../functions/shared/rules/errors.ts';
import { restoreCluster } from '../../../../functions/target/steps/restore-cluster.ts';
import { aDatabase, allSettings } from '../../factories/databases.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt, targetKeyArn } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

const secured = { arn: 'arn:secured', engine: 'aurora-postgresql', engineVersion: '16.4' };
const ours = marksOf(snapshotName, 'restored');
let databases: FakeDatabases;
beforeEach(() => {
  databases = new FakeDatabases().add(
    aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' }),
  );
});

const look = (plan = aRecoveryPlan(), seconds = 10): ReturnType<typeof restoreCluster> =>
  restoreCluster(plan, secured, startedAt, { databases, clock: clockAfter(seconds) });

describe('RestoreCluster', () => {
  it('RestoreCluster restores once, waits, and returns the resource id of what it restored', async () => {
    expect((await look()).state).toBe('pending');
    expect(await look()).toMatchObject({ waitingFor: '"orders-next" (creating)' });
    databases.settle();
    expect(await look()).toEqual({ state: 'ready', resourceId: 'cluster-RESTORED' });
    expect(databases.accepted).toEqual(['restore orders-next']);
  });

  it('RestoreCluster pins engine and version to the snapshot and passes settings, key and marks', async () => {
    const settings = allSettings('live');
    await look(aRecoveryPlan({ settings, restoreKeyArn: targetKeyArn }));
    expect(databases.restores).toEqual([
      {
        identifier: 'orders-next',
        snapshotArn: 'arn:secured',
        engine: 'aurora-postgresql',
        engineVersion: '16.4',
        keyArn: targetKeyArn,
        settings: { ...settings, deletionProtection: false },
        tags: {
          team: 'orders',
          ...marksOf(snapshotName, 'restored', 'recovery-run'),
          [tagKeys.mode]: 'swap',
          [tagKeys.source]: 'cluster-SOURCE',
          [tagKeys.replaces]: 'cluster-OLD',
          [tagKeys.captured]: '2026-01-05T10:30:00.000Z',
        },
      },
    ]);
  });

  it('RestoreCluster restores as the version of the plan, where it has one', async () => {
    await look(aRecoveryPlan({ engineVersion: '16.6' }));
    expect(databases.restores).toMatchObject([{ engineVersion: '16.6' }]);
  });

  it.each([
    // What is left of a failed run must be able to go: SwapNames protects what is live.
    ['swap', true, false],
    ['swap', undefined, false],
    ['standby', true, true],
    ['drill', true, false],
  ] as const)(
    'RestoreCluster in mode %s with protection %s sets it to %s',
    async (mode, wanted, set) => {
      await look(aRecoveryPlan({ mode, settings: { deletionProtection: wanted } }));
      expect(databases.restores[0]?.settings.deletionProtection).toBe(set);
    },
  );

  it('RestoreCluster marks no database as replaced on a first run', async () => {
    const { live: _, ...first } = aRecoveryPlan();
    await look(first);
    expect(databases.restores[0]?.tags).not.toHaveProperty(tagKeys.replaces);
  });

  it('RestoreCluster takes over what this recovery restored, whichever execution made it', async () => {
    databases.add(
      aDatabase({ identifier: 'orders-next', resourceId: 'cluster-EARLIER', tags: ours }),
    );
    expect(await look()).toEqual({ state: 'ready', resourceId: 'cluster-EARLIER' });
    expect(databases.accepted).toEqual([]);
  });

  // Row 2: a run that planned before another one swapped would restore the same once more.
  it('RestoreCluster restores nothing where another run has put this recovery live meanwhile', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: 'cluster-EARLIER', tags: ours }),
    );
    await expect(look()).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining('cluster-EARLIER under the live name meanwhile'),
    });
    expect(databases.accepted).toEqual([]);
  });

  // Row 6: a drill deletes what it restored.
  it.each([
    ['the swap or standby of the same notice', 'recovery-of-the-night'],
    ['another drill of it', 'an-earlier-drill'],
  ])('RestoreCluster of a drill takes over nothing of %s', async (_what, run) => {
    const tags = marksOf(snapshotName, 'restored', run);
    databases.add(aDatabase({ identifier: 'orders-next', tags }));
    await expect(look(aRecoveryPlan({ mode: 'drill' }))).rejects.toMatchObject({
      name: 'NameTaken',
    });
    expect(databases.accepted).toEqual([]);
  });

  it('RestoreCluster of a drill continues with what it restored itself, whatever is live', async () => {
    databases = new FakeDatabases()
      .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-EARLIER', tags: ours }))
      .add(
        aDatabase({
          identifier: 'orders-next',
          resourceId: 'cluster-OWN',
          tags: marksOf(snapshotName, 'restored', 'recovery-run'),
        }),
      );
    expect(await look(aRecoveryPlan({ mode: 'drill' }))).toEqual({
      state: 'ready',
      resourceId: 'cluster-OWN',
    });
  });

  it.each([
    ['without marks', {}],
    ['of another recovery', marksOf('nightly-0', 'restored')],
  ])(
    'RestoreCluster refuses a unrelated database under the temporary name, %s',
    async (_what, tags) => {
      databases.add(aDatabase({ identifier: 'orders-next', tags }));
      await expect(look()).rejects.toMatchObject({
        name: 'NameTaken',
        message: expect.stringContaining(
          'arn:aws:rds:eu-central-1:222222222222:cluster:orders-next',
        ),
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it('RestoreCluster finds what it restored when the answer was lost', async () => {
    databases.faults.next('restore', new Error('socket hang up'), 'after');
    await expect(look()).rejects.toThrow('socket hang up');
    databases.settle();
    expect((await look()).state).toBe('ready');
    expect(databases.accepted).toHaveLength(1);
  });

  it('RestoreCluster looks again when the name was taken just now', async () => {
    databases.faults.next('restore', new AlreadyExists('exists'));
    expect(await look()).toMatchObject({ waitingFor: '"orders-next" (not visible yet)' });
  });

  it.each([new NoCapacity('no room'), new NotInState('busy')])(
    'RestoreCluster waits until its deadline for what passes: $name',
    async (error) => {
      databases.faults.next('restore', error);
      databases.faults.next('restore', error);
      expect(await look()).toMatchObject({
        state: 'pending',
        waitingFor: `"orders-next" (put off by AWS: ${error.message})`,
      });
      const { deadline } = pollingSchedules.RestoreCluster;
      await expect(look(aRecoveryPlan(), deadline)).rejects.toMatchObject({ name: 'StepOverdue' });
    },
  );

  it('RestoreCluster ends at a quota without another try', async () => {
    databases.faults.next('restore', new QuotaFull('DBClusterQuotaExceededFault'));
    const plan = aRecoveryPlan({ settings: allSettings('live') });
    await expect(look(plan)).rejects.toMatchObject({ name: 'QuotaFull' });
    expect(databases.restores).toEqual([]);
  });

  it('RestoreCluster fails where AWS refuses the restore', async () => {
    databases.faults.next('restore', new Refused('KMSKeyNotAccessibleFault'));
    await expect(look()).rejects.toMatchObject({ name: 'Refused' });
  });

  // Defect class: endless poll on a failed status.
  it.each(['failed', 'incompatible-restore', 'restore-error', 'insufficient-capacity'])(
    'RestoreCluster fails within one look at the status %s',
    async (status) => {
      databases.add(aDatabase({ identifier: 'orders-next', status, tags: ours }));
      await expect(look()).rejects.toMatchObject({
        name: 'DatabaseFailed',
        message: expect.stringContaining(`found it ${status}`),
      });
    },
  );

  it('RestoreCluster ends at its deadline', async () => {
    databases.add(aDatabase({ identifier: 'orders-next', status: 'creating', tags: ours }));
    await expect(
      look(aRecoveryPlan(), pollingSchedules.RestoreCluster.deadline),
    ).rejects.toMatchObject({
      name: 'StepOverdue',
    });
  });
});
