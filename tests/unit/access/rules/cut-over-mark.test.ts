import { describe, expect, it } from '@jest/globals';
import {
  closedFor,
  heldFor,
  markText,
  readMark,
  stageOf,
} from '../../../../functions/access/rules/cut-over-mark.ts';
import type { CutOverMark } from '../../../../functions/access/rules/cut-over-mark.ts';
import type { Lead } from '../../../../functions/access/rules/lead.ts';

const since = '2026-01-05T10:00:00.000Z';
const closedAt = '2026-01-05T10:03:00.000Z';
const mark: CutOverMark = { host: 'orders-next.abc.rds.amazonaws.com', side: 'spare', since };
const at = (moment: string, seconds = 0): number => Date.parse(moment) + seconds * 1000;

describe('the mark of a cut-over', () => {
  it.each([mark, { ...mark, side: 'main' as const }, { ...mark, closedAt }])(
    'the mark %j is read as it was written, in letters that a tag takes',
    (written) => {
      expect(readMark(markText(written))).toEqual(written);
      expect(markText(written)).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
    },
  );

  it.each([undefined, '', 'yes', `host ${since}`, `host left ${since}`, `host main yesterday`])(
    'the tag %j is no mark, and moves nobody',
    (text) => {
      expect(readMark(text)).toBeUndefined();
    },
  );

  const closed = { ...mark, closedAt };
  it.each<[string, CutOverMark | undefined, Lead, number, string]>([
    ['without a mark', undefined, 'main', at(since), 'none'],
    ['without a mark, and closed', undefined, 'closed', at(since), 'none'],
    ['marked, and led to the other group', mark, 'main', at(since), 'warming'],
    ['until it is past its time', mark, 'main', at(since, heldFor) - 1, 'warming'],
    ['past its time', mark, 'main', at(since, heldFor), 'none'],
    ['closed', closed, 'closed', at(closedAt), 'closed'],
    ['closed until it is past its time', closed, 'closed', at(closedAt, closedFor) - 1, 'closed'],
    ['closed past its time', closed, 'closed', at(closedAt, closedFor), 'none'],
    ['opened', closed, 'spare', at(closedAt, closedFor), 'open'],
    ['opened until it is past its time', closed, 'spare', at(closedAt, heldFor) - 1, 'open'],
    ['opened past its time', closed, 'spare', at(closedAt, heldFor), 'none'],
    ['closed again by hand, led back', closed, 'main', at(closedAt), 'warming'],
  ])('a listener %s has its stage', (_what, of, lead, now, stage) => {
    expect(stageOf(of, lead, now)).toBe(stage);
  });
});
