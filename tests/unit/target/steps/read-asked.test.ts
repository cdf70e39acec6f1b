import { describe, expect, it } from '@jest/globals';
import { readAsked } from '../../../../functions/target/steps/read-asked.ts';
import { aNotice } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';

const read = (input: object | string, stackMode: 'swap' | 'standby' = 'swap') =>
  readAsked(typeof input === 'string' ? input : JSON.stringify(input), { stackMode });

describe('readAsked', () => {
  it.each([
    [{}, { mode: 'swap', capturedAt: startedAt, acceptOlder: false }],
    [
      { mode: null, acceptOlder: null },
      { mode: 'swap', acceptOlder: false },
    ],
    [{ mode: 'drill' }, { mode: 'drill' }],
    [{ acceptOlder: true }, { acceptOlder: true }],
    [{ graceHours: 0, hold: 'we live here' }, { mode: 'swap' }],
  ])("another execution's request is read from its input: %j", (more, expected) => {
    expect(read({ notice: aNotice(), ...more })).toMatchObject(expected);
  });

  it("another execution's mode is the stack's where its input names none", () => {
    expect(read({ notice: aNotice() }, 'standby')?.mode).toBe('standby');
  });

  it.each([
    '',
    'null',
    '[]',
    '{',
    {},
    { notice: null },
    { notice: { capturedAt: 'yesterday' } },
    { notice: aNotice(), mode: 'other' },
    { notice: aNotice(), acceptOlder: 'yes' },
  ])(
    "another execution's request is undefined where Preflight would refuse its input: %j",
    (input) => {
      expect(read(input)).toBeUndefined();
    },
  );
});
