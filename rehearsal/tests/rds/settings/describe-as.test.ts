import { describe, expect, it } from '@jest/globals';
import { cluster, instance, makeDatabase } from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';

const arn = 'arn:aws:rds:eu-west-1:111111111111';

describe('describeAs', () => {
  it('a database shows what a test lets AWS show besides', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, place, 'live');
    simulator.rds.describeAs(`${arn}:cluster:live`, {
      ReadReplicaIdentifiers: ['replica'],
      CrossAccountClone: true,
      DatabaseInsightsMode: undefined,
    });
    simulator.rds.describeAs(`${arn}:cluster:live`, { GlobalClusterIdentifier: 'world' });
    simulator.rds.describeAs(`${arn}:db:live-1`, { UpgradeRolloutOrder: 'last' });
    const found = await cluster(simulator, place, 'live');
    expect(found).toMatchObject({
      ReadReplicaIdentifiers: ['replica'],
      CrossAccountClone: true,
      GlobalClusterIdentifier: 'world',
    });
    expect(found?.DatabaseInsightsMode).toBeUndefined();
    expect(await instance(simulator, place, 'live-1')).toMatchObject({
      UpgradeRolloutOrder: 'last',
    });
    expect(() => simulator.rds.describeAs(`${arn}:cluster:nobody`, {})).toThrow('no database');
  });
});
