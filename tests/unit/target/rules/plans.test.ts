import { describe, expect, it } from '@jest/globals';
import { CapturePlan } from '../../../../functions/source/rules/capture-plan.ts';
import { RecoveryPlan, checkPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import { aCapturePlan, aRecoveryPlan } from '../../factories/plans.ts';

describe('the plan of a recovery', () => {
  it.each<Partial<RecoveryPlan>>([
    {},
    { mode: 'standby' },
    { mode: 'drill' },
    { retirement: 'keep' },
    { onFailure: 'discard' },
    { live: undefined, members: [] },
    { graceSeconds: 86_400, approvalSeconds: 3600 },
  ])('a recovery plan that the steps can follow is accepted as it is: %j', (overrides) => {
    const plan = aRecoveryPlan(overrides);
    expect(checkPlan(plan)).toBe(plan);
    // A step reads all of it back.
    expect(RecoveryPlan.parse(plan)).toEqual(plan);
  });

  it.each([
    ['mode', { mode: 'swop' }],
    ['stack', { stack: '' }],
    ['retirement', { retirement: 'burn' }],
    ['onFailure', { onFailure: 'shrug' }],
    ['graceSeconds', { graceSeconds: -1 }],
    ['approvalSeconds', { approvalSeconds: 0 }],
    ['place.region', { place: { ...aRecoveryPlan().place, region: 'nowhere' } }],
    ['names.final', { names: { ...aRecoveryPlan().names, final: undefined } }],
    ['live.resourceId', { live: { deletionProtection: false } }],
    [
      'members[0].promotionTier',
      { members: [{ ...aRecoveryPlan().members[0], promotionTier: 16 }] },
    ],
  ])('a recovery plan is refused for its %s', (part, overrides) => {
    const refused = (): unknown => checkPlan({ ...aRecoveryPlan(), ...overrides } as RecoveryPlan);
    expect(refused).toThrow(
      expect.objectContaining({
        name: 'InvalidPlan',
        message: expect.stringMatching(
          /^expected a plan that the steps can follow: [^]*\. Look at the live database's settings and at the stack's parameters$/,
        ),
      }),
    );
    expect(refused).toThrow(`at ${part}`);
  });
});

describe('the plan of a capture', () => {
  it.each<Partial<CapturePlan>>([
    {},
    { route: 'one-call' },
    { encryption: 'none', copyKeyArn: undefined, sharedKeyArn: undefined },
    { encryption: 'aws-managed' },
    { encryption: 'aws-owned' },
  ])('a capture plan is read back by every step: %j', (overrides) => {
    const plan = aCapturePlan(overrides);
    expect(CapturePlan.parse(plan)).toEqual(plan);
  });

  it.each([
    ['route', { route: 'by-post' }],
    ['stack', { stack: '' }],
    ['encryption', { encryption: 'rot13' }],
    ['source', { source: { identifier: 'orders' } }],
    ['target', { target: { region: 'eu-central-1' } }],
    ['topicArn', { topicArn: 'captures' }],
  ])('a capture plan is refused for its %s', (part, overrides) => {
    const { error } = CapturePlan.safeParse({ ...aCapturePlan(), ...overrides });
    expect(error?.issues.map(({ path: [first] }) => first)).toContain(part);
  });
});
