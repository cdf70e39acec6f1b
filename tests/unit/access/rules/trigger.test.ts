import { describe, expect, it } from '@jest/globals';
import {
  Trigger,
  changeExpectedUntil,
  concerns,
  runLimit,
  triggerText,
} from '../../../../functions/access/rules/trigger.ts';
import { readJson } from '../../shared/handler/function-files.ts';

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

describe('changeExpectedUntil', () => {
  it.each([
    ['a failover that began', event('0073', 'orders'), later],
    ['the previous primary promoted again', event('0070', 'orders'), later],
    ['a failover that is complete', event('0071', 'orders'), soon],
    ['a failover that failed', event('0069', 'orders'), soon],
    ['a rename', event('0172', 'orders'), soon],
    ['a prefixed source', event('0073', 'rds:orders'), later],
    ['a member', event('0013', 'orders-2', 'RDS DB Instance Event'), later],
    ['a source with that prefix at its end', event('0073', 'ordersrds:'), undefined],
    ['an unrelated database', event('0073', 'invoices'), undefined],
    ['an unrelated instance', event('0013', 'invoices-1', 'RDS DB Instance Event'), undefined],
    ['a global switchover, named after another cluster', event('0181', 'orders-dr'), later],
    ['another event that only ends like a global one', event('X-RDS-EVENT-0181', 'x'), undefined],
    ['another event that only begins like one', event('01819', 'x'), undefined],
    ['a global failover', event('0238', 'orders-dr'), soon],
    ['a blue/green switchover', event('0259', 'bgd-1', 'RDS Blue Green Deployment Event'), later],
    ['an event that names nobody', event('0073', undefined), later],
  ])('a change is expected after %s until %s', (_what, trigger, expected) => {
    expect(changeExpectedUntil(trigger, known)).toBe(expected);
  });

  it('a failover of any database announces a change for a custom name', () => {
    expect(changeExpectedUntil(event('0073', 'invoices'), [])).toBe(later);
  });

  it.each(['schedule', 'deployment', 'recovery', 'hand'] as const)(
    'a pass begun by %s expects no change',
    (by) => {
      expect(changeExpectedUntil({ by }, known)).toBeUndefined();
    },
  );
});

/** A rename as RDS tells it, under one of its names. */
function rename(source: string, from: string, to: string): Trigger {
  const told = event('0172', source) as Extract<Trigger, { source: unknown }>;
  const Message = `Renamed DB cluster from ${from} to ${to}.`;
  return { ...told, detail: { ...told.detail, Message } };
}

describe('concerns', () => {
  it.each([
    ['that gave its name up, told by the name it had', rename('orders', 'orders', 'old-orders')],
    ['that gave its name up, told by the new one', rename('old-orders', 'orders', 'old-orders')],
    ['that got the name, told by the name it had', rename('new-orders', 'new-orders', 'orders')],
    ['that got the name, told by it', rename('orders', 'new-orders', 'orders')],
    ['that may have got the name: nobody says', event('0172', 'new-orders')],
    ['told in another case', event('0073', 'Orders')],
    ['told with a prefix in another case', event('0073', 'RDS:ORDERS')],
    ['whose member is told of', event('0013', 'orders-2', 'RDS DB Instance Event')],
    ['in a global database', event('0184', 'orders-dr')],
    ['in a blue/green deployment', event('0260', 'bgd-1', 'RDS Blue Green Deployment Event')],
    ['in any case', { by: 'schedule' } as const],
  ])('a run waits for a database %s', (_which, trigger) => {
    expect(concerns(trigger, known)).toBe(true);
    expect(concerns(trigger, ['Orders', 'orders-2'])).toBe(true);
  });

  it.each([
    ['another one’s rename', rename('invoices', 'invoices', 'old-invoices')],
    ['a rename between names like its own', rename('orders2', 'orders2', 'orders-old')],
    ['another one’s failover', event('0071', 'invoices')],
    ['the failover of one whose name begins alike', event('0071', 'orders-dr')],
    ['the end of its retired one', event('0171', 'orders-retired-0123abcd')],
    ['an unrelated instance', event('0049', 'invoices-1', 'RDS DB Instance Event')],
  ])('a run does not wait for a database after %s', (_which, trigger) => {
    expect(concerns(trigger, known)).toBe(false);
  });
});

describe('Trigger', () => {
  it.each([
    [event('0073', 'orders'), 'until overdue', 'RDS-EVENT-0073'],
    [{ by: 'recovery' }, 'until overdue', 'recovery'],
    [{ by: 'recovery', run: 'the-run' }, 'until overdue', 'recovery the-run'],
    [{ by: 'hand' }, 'until overdue', 'hand'],
    [{ by: 'schedule' }, 'until the next', 'schedule'],
    [{ by: 'deployment' }, 'one pass', 'deployment'],
  ] as const)('the trigger %j lets a run go on %s', (trigger, runs, text) => {
    expect([runLimit(trigger), triggerText(trigger)]).toEqual([runs, text]);
  });

  it('a trigger is read out of an event as EventBridge sends it', () => {
    const { trigger } = readJson('access-sync-targets') as { trigger: unknown };
    expect(Trigger.parse(trigger)).toMatchObject({ detail: { EventID: 'RDS-EVENT-0073' } });
  });

  it.each([{ by: 'somebody' }, { ...event('0073', 'x'), source: 'aws.ec2' }, {}])(
    'the trigger %j is refused',
    (trigger) => {
      expect(Trigger.safeParse(trigger).error?.issues[0]?.message).toMatch(/^expected an event/);
    },
  );
});
