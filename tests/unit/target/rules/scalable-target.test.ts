import { describe, expect, it } from '@jest/globals';
import {
  describeScaling,
  describeScalingAfter,
} from '../../../../functions/target/rules/scalable-target.ts';
import type { ScalableTarget } from '../../../../functions/target/rules/scalable-target.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aScalableTarget } from '../../factories/scalable-targets.ts';

const plan = aRecoveryPlan();
const before = aScalableTarget();
const found = (target: ScalableTarget) => ({ state: 'found', target }) as const;
const unseen = { state: 'unseen', why: 'AccessDeniedException: no' } as const;

describe('what scales the live cluster, before a swap', () => {
  it('a cluster that nothing scales has no sentence', () => {
    expect(describeScaling({ state: 'none' }, plan)).toEqual([]);
  });

  it('a scalable target is told with its range, policies and scheduled actions', () => {
    expect(describeScaling(found(before), plan)).toEqual([
      expect.stringMatching(
        /^ScalableTarget cluster:orders \(1 to 5 readers\) with the policies by-load and the scheduled actions owner's is kept by AWS under the live name/,
      ),
    ]);
  });

  it('a scalable target without policies and actions says so', () => {
    const bare = aScalableTarget({ making: before.making.slice(0, 1) });
    expect(describeScaling(found(bare), plan)[0]).toContain(
      'with no policies and no scheduled actions',
    );
  });

  it('what nobody could look at is told with the command that looks', () => {
    expect(describeScaling(unseen, plan)).toEqual([
      expect.stringMatching(
        /^ScalableTarget: nobody could look .* \(AccessDeniedException: no\)\. .*aws application-autoscaling describe-scalable-targets --region \S+ --service-namespace rds --resource-ids cluster:orders$/,
      ),
    ]);
  });
});

describe('what a swap has left of what scaled the live cluster', () => {
  it('a target that is there with all that it had is told with how to see what it did', () => {
    const more = { command: 'put-scaling-policy', name: 'another', input: {} } as const;
    const after = aScalableTarget({ maximum: 9, making: [...before.making, more] });
    expect(describeScalingAfter(before, found(after), plan)).toMatch(
      /^ScalableTarget cluster:orders: after the swap it is there, with all .* describe-scaling-activities .* --resource-id cluster:orders$/,
    );
  });

  it.each([
    [[0, 1, 2], "the target itself, the policy by-load, the scheduled action owner's", 3],
    [[1], 'the policy by-load', 1],
    [[2], "the scheduled action owner's", 1],
    [[1, 2], "the policy by-load, the scheduled action owner's", 2],
  ])('a target without its parts %j has a command for each', (gone, names, commands) => {
    const making = before.making.filter((_one, index) => !gone.includes(index));
    const seen = making.length === 0 ? ({ state: 'none' } as const) : found({ ...before, making });
    const sentence = describeScalingAfter(before, seen, plan);

    expect(sentence).toContain(`found it without ${names}. `);
    expect(sentence.match(/aws application-autoscaling/g)).toHaveLength(commands);
  });

  it('the commands hold what was there as JSON that a shell leaves alone', () => {
    const sentence = describeScalingAfter(before, { state: 'none' }, plan);
    const [, register = '', , action = ''] = sentence.split('aws application-autoscaling ');

    expect(register).toMatch(/^register-scalable-target --region \S+ --cli-input-json '/);
    expect(JSON.parse(/'(.*)'/.exec(register)?.[1] ?? '')).toEqual(before.making[0]?.input);
    expect(action).toContain(String.raw`"ScheduledActionName":"owner'\''s"`);
  });

  it('what nobody could look at is told with why', () => {
    expect(describeScalingAfter(before, unseen, plan)).toMatch(
      /^ScalableTarget cluster:orders: nobody could look whether it is still there .*AccessDeniedException: no/,
    );
  });
});
