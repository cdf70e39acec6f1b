import { describe, expect, it } from '@jest/globals';
import { instance, instanceWith, makeDatabase } from './scenes.ts';
import { Simulator, sourceLocation } from './simulator.ts';

describe('a reader that Aurora Auto Scaling adds', () => {
  it('a reader of Auto Scaling has its name, its mark, the class of the writer and the last tier', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    const name = await simulator.rds.addAutoscaledReader(sourceLocation, 'orders');

    expect(name).toMatch(/^application-autoscaling-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(name).toHaveLength(60);
    const reader = await instanceWith(simulator, sourceLocation, name, 'available');
    const writer = await instance(simulator, sourceLocation, 'orders-1');
    expect(reader).toMatchObject({
      DBClusterIdentifier: 'orders',
      DBInstanceClass: writer?.DBInstanceClass,
      PromotionTier: 15,
      TagList: [{ Key: 'application-autoscaling:resourceId', Value: 'cluster:orders' }],
    });
  });

  it('two readers of Auto Scaling have names of their own', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    const one = await simulator.rds.addAutoscaledReader(sourceLocation, 'orders');
    expect(await simulator.rds.addAutoscaledReader(sourceLocation, 'orders')).not.toBe(one);
  });
});
