import { beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../aws/clock.ts';
import { BaselineFunction } from '../../plays/failover/baseline-function.ts';
import type { ListedTarget, LookUpGroup } from '../../plays/failover/baseline-function.ts';
import { Random } from '../../aws/random.ts';
import type { EventEnvelope } from '../../aws/services/eventbridge/event-bridge.ts';

const former = '10.0.1.5';
const successor = '10.0.2.7';

/** A target group that forgets at once what is deregistered. */
class MemoryGroup implements LookUpGroup {
  listed: ListedTarget[] = [];
  calls: string[] = [];

  async targets(): Promise<readonly ListedTarget[]> {
    await Promise.resolve();
    return [...this.listed];
  }

  async register(address: string): Promise<void> {
    await Promise.resolve();
    this.calls.push(`register ${address}`);
    this.listed.push({ address, port: 5432, zone: 'eu-west-1a' });
  }

  async deregister(target: ListedTarget): Promise<void> {
    await Promise.resolve();
    this.calls.push(`deregister ${target.address}:${target.port} ${target.zone}`);
    this.listed = this.listed.filter((one) => one !== target);
  }
}

let group: MemoryGroup;
let resolved: readonly string[];
let lookUp: BaselineFunction;
const clock = new VirtualClock(0);
beforeEach(async () => {
  group = new MemoryGroup();
  resolved = [former];
  lookUp = new BaselineFunction({ clock, random: new Random(1), resolve: () => resolved, group });
  await lookUp.lookUp();
  group.calls = [];
});

describe('the design of one look-up for an event', () => {
  it('the one look-up does nothing while the name leads to the former writer, and never repeats', async () => {
    await clock.run(lookUp.run());
    resolved = [successor];
    await clock.run(clock.sleep(600_000));
    expect(group.calls).toEqual([]);
  });

  it('the one look-up moves the target once the name has moved, without a wait in between', async () => {
    resolved = [successor];
    await clock.run(lookUp.run());
    expect(group.calls).toEqual([`register ${successor}`, `deregister ${former}:5432 eu-west-1a`]);
  });

  it('the one look-up leaves the target group unchanged when the name is gone', async () => {
    resolved = [];
    await clock.run(lookUp.run());
    expect(group.calls).toEqual([]);
  });

  it('the one look-up takes some time from the event on', async () => {
    const begun = clock.now();
    await clock.run(lookUp.run());
    expect(clock.now() - begun).toBeGreaterThanOrEqual(500);
  });

  it.each([
    { type: 'CLUSTER', categories: ['failover'], hears: true },
    { type: 'CLUSTER', categories: ['failure'], hears: true },
    { type: 'CLUSTER', categories: ['notification'], hears: false },
    { type: 'DB_INSTANCE', categories: ['failover'], hears: false },
  ])('a look-up starts for $categories of a $type: $hears', ({ type, categories, hears }) => {
    const event = { detail: { SourceType: type, EventCategories: categories } };
    expect(BaselineFunction.hears(event as unknown as EventEnvelope)).toBe(hears);
  });
});
