import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nextInstanceStep } from '../../../../functions/target/rules/instance-swap.ts';
import { seeded } from '../../seeded.ts';
import { InstanceWorld, memberNames } from './instance-world.ts';
import type { Turn } from './instance-world.ts';

const names = memberNames(3);
const member = (identifier: string, isWriter = false, status = 'available') => ({
  identifier,
  status,
  isWriter,
});
const retired = [member('live-1-retired', true), member('live-2-retired')];

describe('nextInstanceStep', () => {
  it('the swap of instance names frees the names of all old members at once', () => {
    const old = [member('live-1', true), member('live-2')];
    const restored = [member('next-1', true), member('next-2')];
    expect(nextInstanceStep({ old, restored }, names)).toMatchObject({
      actions: [
        { type: 'rename', from: 'live-1', to: 'live-1-retired' },
        { type: 'rename', from: 'live-2', to: 'live-2-retired' },
      ],
      waitingFor: 'the old instances to give their names away',
    });
  });

  it('the swap of instance names frees what names it can while another old member is busy', () => {
    const old = [member('live-1', true, 'backing-up'), member('live-2')];
    expect(nextInstanceStep({ old, restored: [member('next-1', true)] }, names)).toMatchObject({
      actions: [{ from: 'live-2' }],
    });
  });

  it('the swap of instance names renames the readers before the writer', () => {
    const restored = [member('next-1', true), member('next-2'), member('next-3')];
    expect(nextInstanceStep({ old: retired, restored }, names)).toMatchObject({
      actions: [
        { type: 'rename', from: 'next-2', to: 'live-2' },
        { type: 'rename', from: 'next-3', to: 'live-3' },
      ],
      waitingFor: 'the readers to take their names',
    });
  });

  it('the swap of instance names fails over to a reader before the former writer is renamed', () => {
    const restored = [member('next-1', true), member('live-2')];
    expect(nextInstanceStep({ old: retired, restored }, names)).toMatchObject({
      actions: [{ type: 'fail-over', to: 'live-2' }],
      waitingFor: '"live-2" to become the writer',
    });
  });

  it('the swap of instance names renames the former writer last', () => {
    const restored = [member('live-2', true), member('next-1')];
    expect(nextInstanceStep({ old: retired, restored }, names)).toMatchObject({
      actions: [{ type: 'rename', from: 'next-1', to: 'live-1' }],
    });
  });

  it('the swap of instance names renames the writer without a failover where there is no reader', () => {
    expect(nextInstanceStep({ old: [], restored: [member('next-1', true)] }, names)).toMatchObject({
      actions: [{ type: 'rename', from: 'next-1', to: 'live-1' }],
      waitingFor: 'the writer to take its name',
    });
  });

  it.each([
    ['an old member', [member('live-1-retired', true, 'renaming')], [member('next-1', true)]],
    ['a restored one', retired, [member('next-1', true), member('next-2', false, 'rebooting')]],
  ])('the swap of instance names waits while %s is busy', (_what, old, restored) => {
    expect(nextInstanceStep({ old, restored }, names)).toMatchObject({
      type: 'act',
      actions: [],
      waitingFor: expect.stringMatching(/^instance ".+" \((renaming|rebooting)\)$/),
    });
  });

  it('the swap of instance names is done once every restored member has its name and is available', () => {
    const restored = [member('live-1', true), member('live-2')];
    expect(nextInstanceStep({ old: retired, restored }, names)).toEqual({ type: 'done' });
    const last = [member('live-1', true), member('live-2', false, 'rebooting')];
    expect(nextInstanceStep({ old: retired, restored: last }, names)).toMatchObject({
      actions: [],
    });
  });

  it('the swap of instance names leaves alone the members that the plan does not know', () => {
    const restored = [member('live-1', true), member('autoscaled-7')];
    expect(nextInstanceStep({ old: [], restored }, names)).toEqual({ type: 'done' });
  });
});

// Defect class: outage of the writer where a reader could take over; a name taken while held.
describe('a swap of instance names that is interrupted and repeated', () => {
  const turns = fc.array(fc.constantFrom<Turn>('step', 'crash midway', 'time passes'), {
    maxLength: 40,
  });
  const count = fc.integer({ min: 1, max: 5 });

  it('an interrupted swap of instance names ends with every name where it belongs', () => {
    fc.assert(
      fc.property(turns, count, fc.integer({ min: 0, max: 5 }), (happenings, restored, old) => {
        const world = new InstanceWorld({ restored, old });
        for (const turn of happenings) world.take(turn);
        world.settle();
        const wanted = Array.from({ length: restored }, (_, index) => `live-${index + 1}`);
        expect(world.namesOf('restored').toSorted()).toEqual(wanted);
        expect(world.namesOf('old').filter((name) => wanted.includes(name))).toEqual([]);
      }),
      seeded,
    );
  });

  it('an interrupted swap restarts no writer where there is a reader and takes no name that is held', () => {
    fc.assert(
      fc.property(turns, count, fc.integer({ min: 0, max: 5 }), (happenings, restored, old) => {
        const world = new InstanceWorld({ restored, old });
        for (const turn of happenings) world.take(turn);
        world.settle();
        expect(world.writerRestarts).toBe(restored === 1 ? 1 : 0);
        expect(world.failovers).toBe(restored === 1 ? 0 : 1);
        expect(world.refusedNames).toEqual([]);
      }),
      seeded,
    );
  });
});
