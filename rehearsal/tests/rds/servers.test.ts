import { describe, expect, it } from '@jest/globals';
import type { Location } from '../../aws/contracts.ts';
import { clusterHost, instanceHost, readerHost } from '../../aws/services/rds/endpoints.ts';
import { clusterWith, instanceWith, makeDatabase } from './scenes.ts';
import { minute, Simulator, sourceLocation as place } from './simulator.ts';

const namesOf = (
  at: Location,
  cluster: string,
  ...members: readonly string[]
): readonly string[] => [
  clusterHost(at, cluster),
  readerHost(at, cluster),
  ...members.map((member) => instanceHost(at, member)),
];

/** The names that the only server proves. */
function proved({ engine }: Simulator): readonly string[] | undefined {
  return [...engine.proved.values()][0];
}

describe('what a database is served with', () => {
  it('a server proves the endpoints of its cluster and of its instances', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, place, 'orders');
    expect(proved(simulator)).toEqual(
      expect.arrayContaining([...namesOf(place, 'orders', 'orders-1')]),
    );
  });

  it('a renamed cluster and a renamed instance are proved by their new names alone', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, place, 'orders');
    const before = proved(simulator)?.length;
    await simulator.call(place, 'ModifyDBCluster', {
      DBClusterIdentifier: 'orders',
      NewDBClusterIdentifier: 'orders-old',
      ApplyImmediately: true,
    });
    await simulator.pass(20 * minute);
    await clusterWith(simulator, place, 'orders-old', 'available');
    await simulator.call(place, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'orders-1',
      NewDBInstanceIdentifier: 'orders-old-1',
      ApplyImmediately: true,
    });
    await simulator.pass(30 * minute);
    await instanceWith(simulator, place, 'orders-old-1', 'available');

    expect(proved(simulator)).toHaveLength(before ?? 0);
    expect(proved(simulator)).toEqual(
      expect.arrayContaining([...namesOf(place, 'orders-old', 'orders-old-1')]),
    );
  });

  it('a server is started with the time zone of its parameter group', async () => {
    const simulator = new Simulator();
    const group = { DBClusterParameterGroupName: 'berlin' };
    await simulator.call(place, 'CreateDBClusterParameterGroup', {
      ...group,
      DBParameterGroupFamily: 'aurora-postgresql18',
      Description: 'the time of Berlin',
    });
    const timezone = { ParameterName: 'timezone', ApplyMethod: 'immediate' };
    await simulator.call(place, 'ModifyDBClusterParameterGroup', {
      ...group,
      Parameters: [{ ...timezone, ParameterValue: 'Europe/Berlin' }],
    });
    await simulator.call(place, 'CreateDBCluster', {
      ...group,
      DBClusterIdentifier: 'orders',
      Engine: 'aurora-postgresql',
      MasterUsername: 'keeper',
      MasterUserPassword: 'correct horse',
    });
    await clusterWith(simulator, place, 'orders', 'available');
    await simulator.call(place, 'CreateDBInstance', {
      DBInstanceIdentifier: 'orders-1',
      DBClusterIdentifier: 'orders',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    });
    await instanceWith(simulator, place, 'orders-1', 'available');

    expect([...simulator.engine.parameters.values()]).toEqual([{ timezone: 'Europe/Berlin' }]);
  });

  it.each(['Mars', '../etc', ''])(
    'a time zone that RDS would refuse is no parameter: %j',
    async (zone) => {
      const simulator = new Simulator();
      await simulator.call(place, 'CreateDBClusterParameterGroup', {
        DBClusterParameterGroupName: 'odd',
        DBParameterGroupFamily: 'aurora-postgresql18',
        Description: 'odd',
      });
      const refused = simulator.call(place, 'ModifyDBClusterParameterGroup', {
        DBClusterParameterGroupName: 'odd',
        Parameters: [{ ParameterName: 'timezone', ParameterValue: zone, ApplyMethod: 'immediate' }],
      });
      await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    },
  );
});
