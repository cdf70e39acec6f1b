import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../aws/clock.ts';
import { VirtualNames } from '../../aws/network/names.ts';

const HOST = 'orders.cluster-abc.eu-central-1.rds.amazonaws.com';

function resolver() {
  const clock = new VirtualClock(0);
  const names = new VirtualNames(clock);
  return {
    names,
    /** What the host resolves to after that much time. */
    after: async (milliseconds: number) => {
      await clock.run(clock.sleep(milliseconds));
      return names.resolve(HOST);
    },
  };
}

describe('a name', () => {
  it('is unknown before it is set', () => {
    expect(resolver().names.resolve(HOST)).toEqual([]);
  });

  it('resolves at once without a delay, in any case, with a dot at the end or none', () => {
    const { names } = resolver();
    names.set(HOST.toUpperCase(), ['10.0.0.1']);
    expect(names.resolve(HOST)).toEqual(['10.0.0.1']);
    expect(names.resolve(`${HOST}.`)).toEqual(['10.0.0.1']);
  });

  it('changes when its delay is over', async () => {
    const { names, after } = resolver();
    names.set(HOST, ['10.0.0.1']);
    names.set(HOST, ['10.0.0.2'], 5000);
    expect(await after(4999)).toEqual(['10.0.0.1']);
    expect(await after(1)).toEqual(['10.0.0.2']);
  });

  it('goes when its delay is over', async () => {
    const { names, after } = resolver();
    names.set(HOST, ['10.0.0.1']);
    names.remove(HOST, 5000);
    expect(await after(4999)).toEqual(['10.0.0.1']);
    expect(await after(1)).toEqual([]);
  });

  it('takes two changes under way, each in its time', async () => {
    const { names, after } = resolver();
    names.set(HOST, ['10.0.0.1'], 1000);
    names.set(HOST, ['10.0.0.2'], 2000);
    expect(await after(1000)).toEqual(['10.0.0.1']);
    expect(await after(1000)).toEqual(['10.0.0.2']);
  });

  it('is not undone by an older change that takes longer', async () => {
    const { names, after } = resolver();
    names.remove(HOST, 5000);
    names.set(HOST, ['10.0.0.2'], 1000);
    expect(await after(10_000)).toEqual(['10.0.0.2']);
  });

  it('is not undone by an older change when it is set at once', async () => {
    const { names, after } = resolver();
    names.set(HOST, ['10.0.0.1'], 5000);
    names.remove(HOST);
    expect(await after(10_000)).toEqual([]);
  });
});
