import { rdsEndpoints } from '../../../../functions/access/aws/rds-endpoints.ts';
import { instances } from '../../../../functions/shared/adapters/rds-instances.ts';
import type { Databases, RestoreRequest } from '../../../../functions/shared/ports/databases.ts';
import { makeInstance } from './make-database.ts';
import { ask, kept, prepare } from './script.ts';
import type { Step } from './script.ts';
import type { World } from './world.ts';

function of({ source }: World): Databases {
  return instances(source.rds);
}

function restoring(change: Partial<RestoreRequest> = {}): RestoreRequest {
  return {
    identifier: 'ledger-restoring',
    snapshotArn: 'arn:aws:rds:eu-west-1:111111111111:snapshot:ledger-one',
    engine: 'postgres',
    engineVersion: '18.4',
    settings: { instanceClass: 'db.m6g.large', deletionProtection: false, iamAuthentication: true },
    tags: { 'understudy:run': 'one' },
    ...change,
  };
}

/** A DB instance that stands alone. */
export const instanceSteps: readonly Step[] = [
  prepare('a DB instance', (world, made) =>
    makeInstance(world, {
      DBInstanceIdentifier: 'ledger',
      StorageEncrypted: true,
      KmsKeyId: kept(made, 'key'),
      Tags: [{ Key: 'team', Value: 'shop' }],
    }),
  ),
  prepare('a protected DB instance', (world) =>
    makeInstance(world, { DBInstanceIdentifier: 'protected', DeletionProtection: true }),
  ),
  ask('RDS DescribeDBInstances', 'of a DB instance', (world) => of(world).byName('ledger')),
  ask(
    'RDS DescribeDBInstances',
    'of nobody',
    async (world) => (await of(world).byName('nobody')) ?? 'nothing',
  ),
  ask('RDS DescribeDBInstances', 'by two names, one of which nobody has', async (world) =>
    (await of(world).byNames('ledger', 'nobody')).map(({ identifier }) => identifier),
  ),
  prepare('its identity', async (world, made) => {
    made.set('ledger', (await of(world).byName('ledger'))?.resourceId ?? '');
  }),
  ask('RDS DescribeDBInstances', 'by resource id', async (world, made) =>
    (await of(world).byResourceId(kept(made, 'ledger'))).map(({ identifier }) => identifier),
  ),
  ask('RDS DescribeDBInstances', 'for its endpoint', (world) =>
    rdsEndpoints(world.source.rds).instance('ledger'),
  ),
  ask(
    'RDS DescribeDBProxies',
    'of nobody',
    async (world) => (await rdsEndpoints(world.source.rds).proxy('nobody')) ?? 'nothing',
  ),
];

/** After its snapshots: restore, the swap of names, the end. */
export const instanceSwapSteps: readonly Step[] = [
  ask('RDS RestoreDBInstanceFromDBSnapshot', 'of a snapshot', (world) =>
    of(world).restore(restoring()),
  ),
  ask('RDS RestoreDBInstanceFromDBSnapshot', 'under a name that is taken', (world) =>
    of(world).restore(restoring()),
  ),
  ask('RDS RestoreDBInstanceFromDBSnapshot', 'of a snapshot that is not there', (world) =>
    of(world).restore(
      restoring({
        identifier: 'stray',
        snapshotArn: 'arn:aws:rds:eu-west-1:111111111111:snapshot:nobody',
      }),
    ),
  ),
  ask('RDS RestoreDBInstanceFromDBSnapshot', 'into a subnet group that is not there', (world) =>
    of(world).restore(restoring({ identifier: 'stray', settings: { subnetGroup: 'nobody' } })),
  ),
  ask('RDS ModifyDBInstance', 'of a DB instance, to the retired name', async (world) => {
    await of(world).rename('ledger', 'ledger-retired');
    const [found] = await of(world).byNames('ledger', 'ledger-retired');
    return { identifier: found?.identifier, status: found?.status };
  }),
  ask('RDS DescribeDBInstances', 'by the new name', async (world, made) => {
    const found = await of(world).byName('ledger-retired');
    const identity = found?.resourceId === kept(made, 'ledger') ? 'the same' : 'another';
    return { identity, arn: found?.arn, endpoint: found?.endpoint, status: found?.status };
  }),
  ask(
    'RDS DescribeDBInstances',
    'by the former name',
    async (world) => (await of(world).byName('ledger')) ?? 'nothing',
  ),
  ask('RDS ModifyDBInstance', 'of the restored DB instance, to the live name', (world) =>
    of(world).rename('ledger-restoring', 'ledger'),
  ),
  ask('RDS DescribeDBInstances', 'by the live name', async (world, made) => {
    const found = await of(world).byName('ledger');
    return found?.resourceId === kept(made, 'ledger') ? 'the same' : 'another';
  }),
  ask('RDS DeleteDBInstance', 'under the name of a snapshot that is there', (world) =>
    of(world).delete('ledger-retired', 'ledger-one'),
  ),
  ask('RDS DeleteDBInstance', 'with a final snapshot', async (world) => {
    await of(world).delete('ledger-retired', 'ledger-final');
    return (await of(world).byName('ledger-retired'))?.status ?? 'nothing';
  }),
  ask('RDS DeleteDBInstance', 'of a DB instance that is gone', (world) =>
    of(world).delete('ledger-retired', undefined),
  ),
  ask('RDS DeleteDBInstance', 'of a protected DB instance', (world) =>
    of(world).delete('protected', undefined),
  ),
  prepare('another DB instance', (world) => makeInstance(world, { DBInstanceIdentifier: 'scrap' })),
  ask('RDS ModifyDBInstance', 'of a DB instance, to a name that is taken', (world) =>
    of(world).rename('scrap', 'protected'),
  ),
];
