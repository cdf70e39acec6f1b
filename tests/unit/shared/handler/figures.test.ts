import { describe, expect, it } from '@jest/globals';
import { publishCopyAge } from '../../../../functions/shared/handler/copy-age.ts';
import { KeyWatch } from '../../../../functions/shared/handler/key-watch.ts';
import { publishQuota } from '../../../../functions/shared/handler/quota-metric.ts';
import type { KeyDescription, Keys } from '../../../../functions/shared/ports/keys.ts';
import { metricLines } from '../../metric-lines.ts';

const source = { workflow: 'source', database: 'orders' } as const;

const lines = metricLines();

function published(): readonly Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('KeyWatch', () => {
  const states: Readonly<Record<string, string | undefined>> = {
    one: 'Enabled',
    disabled: 'Disabled',
    going: 'PendingDeletion',
    missing: undefined,
  };
  const keys: Keys = {
    describe: async (id): Promise<KeyDescription | undefined> => {
      const state = states[id];
      return state === undefined ? undefined : { arn: id, manager: 'CUSTOMER', state };
    },
  };

  it.each([
    [['one'], 0],
    [['one', 'disabled'], 1],
    [['going', 'one', 'missing', 'going'], 2],
  ])('the metric for the keys %j counts those that cannot be used: %d', async (asked, unusable) => {
    const watch = new KeyWatch();
    for (const id of asked) await watch.watched(keys).describe(id);
    watch.publish(source);
    expect(published()).toMatchObject([
      { service: 'understudy', workflow: 'source', database: 'orders', KeysUnusable: unusable },
    ]);
  });

  it('a watched key is described as it is', async () => {
    const watched = new KeyWatch().watched(keys);
    expect(await watched.describe('disabled')).toMatchObject({ state: 'Disabled' });
    expect(await watched.describe('missing')).toBeUndefined();
  });

  it('no key metric is published where no key was described', () => {
    new KeyWatch().publish(source);
    expect(lines).toEqual([]);
  });
});

describe('publishCopyAge', () => {
  const since = new Date(Date.now() - 3_600_000).toISOString();

  it('the age of a copy is published while the copy is waited for', () => {
    publishCopyAge(source, since, { state: 'pending', waitSeconds: 5, waitingFor: 'it' });
    const [{ CopyAge: age, database } = {}] = published();
    expect(database).toBe('orders');
    expect(age).toBeGreaterThanOrEqual(3600);
    expect(age).toBeLessThan(3660);
  });

  it('no age is published once the copy is ready', () => {
    publishCopyAge(source, since, { state: 'ready' });
    expect(lines).toEqual([]);
  });
});

describe('publishQuota', () => {
  const shelf = { region: 'eu-west-1', used: 17, quota: 100 };

  it('the published room is that of the Region with the least', () => {
    publishQuota(source, [
      { ...shelf, capturesUntilFull: 83 },
      { ...shelf, capturesUntilFull: 9 },
    ]);
    expect(published()).toMatchObject([{ workflow: 'source', CapturesUntilFull: 9 }]);
  });

  it('no room is published where it is unknown', () => {
    publishQuota(source, []);
    expect(lines).toEqual([]);
  });
});
