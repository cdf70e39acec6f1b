import { describe, expect, it } from '@jest/globals';
import { nextCutOver, settleFor } from '../../../../functions/access/rules/cut-over.ts';
import type { CutOverSeen, CutOverWish } from '../../../../functions/access/rules/cut-over.ts';
import type { CutOverMark } from '../../../../functions/access/rules/cut-over-mark.ts';
import { closedFor, heldFor } from '../../../../functions/access/rules/cut-over-mark.ts';
import type { Target, TargetState } from '../../../../functions/access/rules/targets.ts';

const since = '2026-01-05T10:00:00.000Z';
const closedAt = '2026-01-05T10:03:00.000Z';
const host = 'orders-next.example';
const mark: CutOverMark = { host, side: 'spare', since };
const closed: CutOverMark = { ...mark, closedAt };
const at = (address: string, state: TargetState = 'healthy'): Target => ({
  address,
  port: 5432,
  zone: 'eu-central-1a',
  state,
});
const wish: CutOverWish = { host, upTo: 'open', wanted: [{ address: 'new', port: 5432 }] };
const moment = (from: string, seconds: number): number => Date.parse(from) + seconds * 1000;

/** The old database in main, nothing in the spare group, no cut-over. */
const seen = (more: Partial<CutOverSeen> = {}): CutOverSeen => ({
  lead: 'main',
  mark: undefined,
  targets: { main: [at('old')], spare: [] },
  now: moment(since, 60),
  ...more,
});
const groups = (main: readonly Target[], spare: readonly Target[]): Partial<CutOverSeen> => ({
  targets: { main, spare },
});

function say(of: CutOverSeen, to: CutOverWish = wish): string {
  const action = nextCutOver(of, to);
  switch (action.type) {
    case 'wait':
      return `wait for ${action.waitingFor}`;
    case 'mark':
      return `mark ${action.mark.side}`;
    case 'register': {
      const changes = [
        ...action.register.map(({ address }) => `+${address}`),
        ...action.deregister.map(({ address }) => `-${address}`),
      ];
      return `${action.side} ${changes.join(' ')}`;
    }
    case 'close':
      return `close, ${action.side} ${action.deregister.map(({ address }) => `-${address}`).join(' ')}`;
    case 'empty':
      return `${action.side} ${action.deregister.map(({ address }) => `-${address}`).join(' ')}`;
    case 'open':
      return `open ${action.side}`;
    case 'ready':
      return 'ready';
  }
}

describe('the next step of a cut-over', () => {
  it.each<[string, Partial<CutOverSeen>, string]>([
    ['nobody has begun', {}, 'mark spare'],
    ['the spare group has the clients', { lead: 'spare', ...groups([], [at('old')]) }, 'mark main'],
    ['an earlier mark is past its time', { mark, now: moment(since, heldFor) }, 'mark spare'],
    ['another database was being warmed', { mark: { ...mark, host: 'other' } }, 'mark spare'],
    ['it is marked', { mark }, 'spare +new'],
    [
      'it is registered',
      { mark, ...groups([at('old')], [at('new', 'initial')]) },
      'wait for new:5432 to be healthy',
    ],
    [
      'it is sick',
      { mark, ...groups([at('old')], [at('new', 'unhealthy')]) },
      'wait for new:5432 to be healthy',
    ],
    [
      'an earlier one is left in the spare group',
      { mark, ...groups([at('old')], [at('new'), at('left')]) },
      'spare -left',
    ],
    ['it is healthy', { mark, ...groups([at('old')], [at('new')]) }, 'close, main -old'],
    [
      'the old target drains already',
      { mark, ...groups([at('old', 'draining')], [at('new')]) },
      'close, main ',
    ],
    ['clients are with it already', groups([at('new')], []), 'ready'],
    ['clients are with it and with another one', groups([at('new'), at('old')], []), 'mark spare'],
    [
      'clients were with another one until a moment ago',
      groups([at('new'), at('old', 'draining')], []),
      'mark spare',
    ],
  ])('where %s, the next step is the one before anything is closed', (_what, more, step) => {
    expect(say(seen(more))).toBe(step);
  });

  it('asked to warm alone, it is ready once the restored database could take clients', () => {
    const warm = { ...wish, upTo: 'warm' as const };
    expect(say(seen({ mark, ...groups([at('old')], [at('new')]) }), warm)).toBe('ready');
    expect(say(seen({ mark }), warm)).toBe('spare +new');
  });

  it('a host that does not resolve is waited for, and nothing is marked', () => {
    expect(say(seen(), { ...wish, wanted: [] })).toBe(`wait for ${host} to resolve`);
  });

  const after = (seconds: number, more: Partial<CutOverSeen>): CutOverSeen =>
    seen({ lead: 'closed', mark: closed, now: moment(closedAt, seconds), ...more });
  it.each<[string, number, Partial<CutOverSeen>, string]>([
    [
      'while the old target drains',
      settleFor,
      groups([at('old', 'draining')], [at('new')]),
      'wait for old:5432 to drain',
    ],
    [
      'where a reconciliation registered the old target again',
      settleFor,
      groups([at('old', 'initial')], [at('new')]),
      'main -old',
    ],
    [
      'until the last connections have ended',
      settleFor - 1,
      groups([], [at('new')]),
      'wait for the last connections to the old database to end',
    ],
    ['then', settleFor, groups([], [at('new')]), 'open spare'],
    [
      'even where the new target is sick by now',
      settleFor,
      groups([], [at('new', 'unhealthy')]),
      'open spare',
    ],
    ['where the new target has gone', settleFor, groups([], []), 'spare +new'],
    ['where it moved since', settleFor, groups([], [at('moved')]), 'spare +new'],
  ])('a closed listener is opened when no connection is left: %s', (_what, seconds, more, step) => {
    expect(say(after(seconds, more))).toBe(step);
  });

  it('an open listener is ready, whatever the groups hold', () => {
    expect(say(seen({ lead: 'spare', mark: closed, ...groups([], []) }))).toBe('ready');
  });

  it('what an earlier cut-over left closed is opened by reconciliations first', () => {
    const left = seen({ lead: 'closed', mark: closed, now: moment(closedAt, closedFor) });
    expect(say(left)).toMatch(/^wait for a reconciliation to open/);
    expect(say(seen({ lead: 'closed' }))).toMatch(/^wait for a reconciliation to open/);
  });

  it.each<CutOverSeen['lead']>(['closed', 'spare'])(
    'clients that are being moved to another database are not moved: the listener leads to %s',
    (lead) => {
      const others = seen({ lead, mark: { ...closed, host: 'other' } });
      expect(() => say(others)).toThrow(/^expected the listener to lead to the old database/);
    },
  );

  it('a target that stays sick ends the wait before anybody was moved', () => {
    const sick = { mark, ...groups([at('old')], [at('new', 'unhealthy')]) };
    expect(() => say(seen({ ...sick, now: moment(since, 900) }))).toThrow(/no client was moved/);
  });
});
