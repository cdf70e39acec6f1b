import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../aws/clock.ts';
import { VirtualNames } from '../../aws/network/names.ts';

const host = 'orders.cluster-abc.eu-central-1.rds.amazonaws.com';

function resolver() {
  const clock = new VirtualClock(0);
  const names = new VirtualNames(clock);
  return {
    names,
    /** What the host resolves to after that much time. */
    after: async (milliseconds: number) => {
      await clock.run(clock.sleep(milliseconds));
      return names.resolve(host);
    },
  };
}

describe('virtual DNS names', () => {
  it('a DNS name is unknown before it is set', () => {
    expect(resolver().names.resolve(host)).toEqual([]);
  });

  it('a DNS name set without a delay resolves at once, in any case, with or without a dot', () => {
    const { names } = resolver();
    names.set(host.toUpperCase(), ['10.0.0.1']);
    expect(names.resolve(host)).toEqual(['10.0.0.1']);
    expect(names.resolve(`${host}.`)).toEqual(['10.0.0.1']);
  });

  it('a DNS name changes when its delay is over', async () => {
    const { names, after } = resolver();
    names.set(host, ['10.0.0.1']);
    names.set(host, ['10.0.0.2'], 5000);
    expect(await after(4999)).toEqual(['10.0.0.1']);
    expect(await after(1)).toEqual(['10.0.0.2']);
  });

  it('a removed DNS name is gone when its delay is over', async () => {
    const { names, after } = resolver();
    names.set(host, ['10.0.0.1']);
    names.remove(host, 5000);
    expect(await after(4999)).toEqual(['10.0.0.1']);
    expect(await after(1)).toEqual([]);
  });

  it('a DNS name with two pending changes takes each in its time', async () => {
    const { names, after } = resolver();
    names.set(host, ['10.0.0.1'], 1000);
    names.set(host, ['10.0.0.2'], 2000);
    expect(await after(1000)).toEqual(['10.0.0.1']);
    expect(await after(1000)).toEqual(['10.0.0.2']);
  });

  it('a DNS name is not changed back by an older change that takes longer', async () => {
    const { names, after } = resolver();
    names.remove(host, 5000);
    names.set(host, ['10.0.0.2'], 1000);
    expect(await after(10_000)).toEqual(['10.0.0.2']);
  });

  it('a DNS name set at once is not changed back by an older change', async () => {
    const { names, after } = resolver();
    names.set(host, ['10.0.0.1'], 5000);
    names.remove(host);
    expect(await after(10_000)).toEqual([]);
  });
});
