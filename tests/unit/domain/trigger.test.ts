import { describe, expect, it } from '@jest/globals';
import {
  Trigger,
  changeExpectedUntil,
  patience,
  triggerText,
} from '../../../functions/shared/domain/trigger.ts';
import { readJson } from '../handler/function-files.ts';

const time = '2026-01-05T10:30:00Z';
function event(id: string, source: string | undefined, type = 'RDS DB Cluster Event'): Trigger {
  return {
    source: 'aws.rds',
    'detail-type': type,
    time,
    detail: { EventID: `RDS-EVENT-${id}`, SourceIdentifier: source },
  };
}
const known = ['orders', 'orders-1', 'orders-2'];
const soon = '2026-01-05T10:30:45.000Z';
const later = '2026-01-05T10:33:00.000Z';

describe('a change is expected', () => {
  it.each([
    ['a failover that began', event('0073', 'orders'), later],
    ['the previous primary promoted again', event('0070', 'orders'), later],
    ['a failover that is complete', event('0071', 'orders'), soon],
    ['a failover that failed', event('0069', 'orders'), soon],
    ['a rename', event('0172', 'orders'), soon],
    ['a prefixed source', event('0073', 'rds:orders'), later],
    ['a member', event('0013', 'orders-2', 'RDS DB Instance Event'), later],
    ['a source with that prefix at its end', event('0073', 'ordersrds:'), undefined],
    ['a stranger', event('0073', 'invoices'), undefined],
    ['a strange instance', event('0013', 'invoices-1', 'RDS DB Instance Event'), undefined],
    ['a global switchover, named after another cluster', event('0181', 'orders-dr'), later],
    ['another event that only ends like a global one', event('X-RDS-EVENT-0181', 'x'), undefined],
    ['another event that only begins like one', event('01819', 'x'), undefined],
    ['a global failover', event('0238', 'orders-dr'), soon],
    ['a blue/green switchover', event('0259', 'bgd-1', 'RDS Blue Green Deployment Event'), later],
    ['an event that names nobody', event('0073', undefined), later],
  ])('after %s: until %s', (_what, trigger, expected) => {
    expect(changeExpectedUntil(trigger, known)).toBe(expected);
  });

  it('by a custom name after anybody’s failover, for it may stand for any database', () => {
    expect(changeExpectedUntil(event('0073', 'invoices'), [])).toBe(later);
  });

  it.each(['schedule', 'deployment', 'recovery', 'hand'] as const)('never by %s', (by) => {
    expect(changeExpectedUntil({ by }, known)).toBeUndefined();
  });
});

describe('a trigger', () => {
  it.each([
    [event('0073', 'orders'), 'until overdue', 'RDS-EVENT-0073'],
    [{ by: 'recovery' }, 'until overdue', 'recovery'],
    [{ by: 'recovery', run: 'the-run' }, 'until overdue', 'recovery the-run'],
    [{ by: 'hand' }, 'until overdue', 'hand'],
    [{ by: 'schedule' }, 'until the next', 'schedule'],
    [{ by: 'deployment' }, 'one pass', 'deployment'],
  ] as const)('%j runs %s', (trigger, runs, text) => {
    expect([patience(trigger), triggerText(trigger)]).toEqual([runs, text]);
  });

  it('is read out of an event as EventBridge sends it', () => {
    const { trigger } = readJson('access-sync-targets') as { trigger: unknown };
    expect(Trigger.parse(trigger)).toMatchObject({ detail: { EventID: 'RDS-EVENT-0073' } });
  });

  it.each([{ by: 'somebody' }, { ...event('0073', 'x'), source: 'aws.ec2' }, {}])(
    'is refused as %j',
    (trigger) => {
      expect(Trigger.safeParse(trigger).error?.issues[0]?.message).toMatch(/^expected an event/);
    },
  );
});
