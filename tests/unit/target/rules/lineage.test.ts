import { describe, expect, it } from '@jest/globals';
import {
  checkAgeOfSnapshot,
  checkHold,
  checkLineage,
  checkMoment,
  checkReplaceable,
  checkSnapshotLineage,
} from '../../../../functions/target/rules/lineage.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { aDatabase } from '../../factories/databases.ts';
import { aNotice } from '../../factories/notices.ts';
import { stackName, startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

const named = (name: string, text: string): unknown =>
  expect.objectContaining({ name, message: expect.stringContaining(text) });

// Row 12.
describe('checkMoment', () => {
  const now = Date.parse('2026-01-05T10:25:00.000Z');

  it('data captured in the future is refused, apart from what clocks may differ by', () => {
    expect(() => checkMoment(aNotice({ capturedAt: startedAt }), now)).not.toThrow();
    expect(() => checkMoment(aNotice({ capturedAt: startedAt }), now - 1)).toThrow(
      named('NoticeRefused', `found a notice of ${startedAt}, which is to come`),
    );
  });
});

// Row 12.
describe('checkAgeOfSnapshot', () => {
  it.each([
    [undefined, false],
    ['2026-01-05T12:00:00.000Z', false],
    ['2026-01-05T10:25:00.000Z', false],
    ['2026-01-05T10:24:59.999Z', true],
    ['2025-12-01T00:00:00.000Z', true],
  ])('a snapshot taken at %s of a notice of 10:30 is refused: %s', (createdAt, isRefused) => {
    const check = (): void => checkAgeOfSnapshot(aNotice({ capturedAt: startedAt }), createdAt);
    let thrown: unknown;
    try {
      check();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toEqual(isRefused ? named('NoticeRefused', `taken at ${createdAt}`) : undefined);
  });
});

// Row 12.
describe('checkLineage and checkSnapshotLineage', () => {
  it.each([
    ['none is known', undefined, false],
    ['it is the same', 'cluster-A', false],
    ['a person accepts another', 'cluster-B', true],
  ])('the lineage check passes a capture where %s', (_what, pinned, accepted) => {
    expect(() => checkLineage({ pinned, accepted }, 'cluster-A')).not.toThrow();
  });

  it("the lineage check refuses another database's capture and says what a person may do", () => {
    expect(() => checkLineage({ pinned: 'cluster-B', accepted: false }, 'cluster-A')).toThrow(
      named('LineageRefused', '"acceptLineage": "cluster-A"'),
    );
  });

  it('the lineage that the snapshot itself says is checked, where it says any', () => {
    const plan = aRecoveryPlan();
    expect(() => checkSnapshotLineage(plan, 'cluster-SOURCE')).not.toThrow();
    expect(() => checkSnapshotLineage(plan, undefined)).not.toThrow();
    expect(() => checkSnapshotLineage(plan, 'cluster-FORGED')).toThrow(
      named('LineageRefused', 'found it to be of cluster-FORGED'),
    );
    const accepting = aRecoveryPlan({ lineage: { pinned: 'cluster-OTHER', accepted: true } });
    expect(() => checkSnapshotLineage(accepting, 'cluster-FORGED')).not.toThrow();
  });
});

/** Asks whether what is live with these tags may be replaced. */
const ask = (tags: Record<string, string>, hold?: string): void =>
  checkReplaceable(aDatabase({ tags }), { stack: stackName, hold });

// Rows 11 and 13.
describe('checkReplaceable and checkHold', () => {
  it("a missing, an unmarked and the stack's own database may be replaced", () => {
    expect(() => checkReplaceable(undefined, { stack: stackName, hold: undefined })).not.toThrow();
    expect(() => ask({})).not.toThrow();
    expect(() => ask({ [tagKeys.stack]: stackName })).not.toThrow();
  });

  it('a database of another stack may not be replaced', () => {
    expect(() => ask({ [tagKeys.stack]: 'understudy-weekly' })).toThrow(
      named('NotOurs', `made by the stack understudy-weekly: nothing was made`),
    );
  });

  it("no database may be replaced while the stack's parameter holds it", () => {
    const why = 'expected the parameter Hold to be empty, found "we live here"';
    expect(() => ask({}, 'we live here')).toThrow(named('OnHold', why));
    expect(() => checkReplaceable(undefined, { stack: stackName, hold: 'we live here' })).toThrow(
      named('OnHold', why),
    );
  });

  it('a database tagged with a hold may not be replaced, and the refusal gives the command to untag', () => {
    expect(() => ask({ [tagKeys.hold]: 'we live here' })).toThrow(
      named('OnHold', `aws rds remove-tags-from-resource --resource-name ${aDatabase().arn}`),
    );
    expect(() => checkHold(aDatabase({ tags: { [tagKeys.hold]: 'x' } }))).toThrow(
      named('OnHold', 'understudy:hold=x'),
    );
    expect(() => checkHold(undefined)).not.toThrow();
  });
});
